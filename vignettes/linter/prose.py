"""Rules for the words themselves: form, markup, quotation marks, screened words, phrases."""

import re
from collections.abc import Iterator

from vignettes import text
from vignettes.casefile import GOLD, TEXTS, CaseFile
from vignettes.findings import Finding, line_with, place
from vignettes.linter.screen import screened_words
from vignettes.phrases import LANGUAGES, Language, Match, matches

FEWEST_WORDS, MOST_WORDS = 250, 1500

QUOTATION = re.compile(r"[\"“”„‟«»‹›‘‚]|(?<![^\W\d_])'|(?<![^\W\d_])’")
MARKUP = (
    (re.compile(r"!\["), "an image"),
    (re.compile(r"\]\("), "a link"),
    (re.compile(r"\]\[|\]:|\[\^"), "a reference or footnote"),
    (re.compile(r"https?:|www\.|\S@\S", re.IGNORECASE), "an address"),
    (re.compile(r"<[^\d\s]|&\w+;|&#"), "HTML"),
    (re.compile(r"[`~^\\$]"), "a character of code or markup"),
    (re.compile(r"^(?: {4,}|\t)\S", re.MULTILINE), "an indented block"),
    (re.compile(r"^>", re.MULTILINE), "a block quotation"),
    (re.compile(r"^(?:#|#{4,})\s", re.MULTILINE), "a heading of another level"),
)
# Guarded words of these groups stand in a table, a heading or a marked span, never in free prose.
FENCED_GROUPS = {"offence", "material", "role", "source", "victim"}


def findings(case: CaseFile) -> Iterator[Finding]:
    for language in LANGUAGES:
        yield from text_findings(TEXTS[language], case.texts[language], language)
    yield from _short_texts(case)


def text_findings(name: str, source: str, language: Language) -> Iterator[Finding]:
    """What is to mend in one text, whatever its facts are."""
    yield from _form(name, source)
    yield from _marks(name, source)
    yield from _screened(name, source, language)


def masked(source: str) -> str:
    """The text with span marks blanked out, every word where it was."""
    return text.SPAN.sub(lambda s: f" {s[1]} {' ' * (len(s[2]) + 3)}", source)


def _form(name: str, source: str) -> Iterator[Finding]:
    found = text.documents(source)
    first = found[0].start if found else len(source)
    if source[:first].strip() or not found:
        message = "The text must begin with a document heading."
        yield Finding(name, 1, 1, "format", message, "Write: ## Title (YYYY-MM-DD).")
    for heading in re.finditer(r"^##(?!#).*$", source, re.MULTILINE):
        well_formed = text.HEADING.match(heading.group())
        if not well_formed or text.documents(heading.group())[0].dated is None:
            message = f"This heading has no valid day: {heading.group().strip()}."
            yield Finding(
                name, *place(source, heading.start()), "format", message, "End it (YYYY-MM-DD)."
            )
    count = len(text.plain_words(source))
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        message = f"The text has {count} words; {FEWEST_WORDS} to {MOST_WORDS} are expected."
        yield Finding(name, 1, 1, "format", message, "Shorten it or tell more of the file.")


def _marks(name: str, source: str) -> Iterator[Finding]:
    without_spans = masked(source)
    for pattern, what in MARKUP:
        for found in pattern.finditer(without_spans):
            yield Finding(
                name,
                *place(source, found.start()),
                "markup",
                f"Found {what}.",
                "Only headings, lists, tables, emphasis and marked spans are allowed.",
            )
    for found in QUOTATION.finditer(source):
        yield Finding(
            name,
            *place(source, found.start()),
            "quotation",
            f"Found the quotation mark {found.group()}.",
            "Report in indirect speech, without quotation marks.",
        )


def _screened(name: str, source: str, language: Language) -> Iterator[Finding]:
    words = masked(source)
    fences = _fences(source)
    covers = _covers(words, language)
    for start, end, in_phrase in screened_words(words):
        around = [c for c in covers if c.start <= start and end <= c.end]
        where = place(source, start)
        if not in_phrase or not around:
            mend = "Tell it with a phrase of vignettes/terms.toml, or leave it out."
            message = f"The screened word {words[start:end]} stands outside a phrase."
            yield Finding(name, *where, "screened", message, mend)
        elif all(c.phrase.group in FENCED_GROUPS for c in around) and not any(
            a <= start < b for a, b in fences
        ):
            widest = max(around, key=lambda match: match.end - match.start)
            message = f"The phrase {widest.text} stands in free prose."
            mend = "Put it in a table, or mark the sentence and tie it to its fact."
            yield Finding(name, *place(source, widest.start), "phrase", message, mend)


def _covers(words: str, language: Language) -> list[Match]:
    """The phrases of a text; those for headings count in headings and table heads only."""
    heads = [
        (m.start(), m.end()) for m in re.finditer(r"^#.*$|^\|.*\|\s*\n(?=\|[\s:|-]+$)", words, re.M)
    ]
    return [
        match
        for match in matches(words, language, headings=True)
        if match.phrase.group != "heading" or any(a <= match.start < b for a, b in heads)
    ]


def _fences(source: str) -> list[tuple[int, int]]:
    """Where guarded phrases may stand: headings, table rows and marked spans."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"^[#|].*$", source, re.MULTILINE)]
    return lines + [(span.start, span.end) for span in text.spans(source)]


def _short_texts(case: CaseFile) -> Iterator[Finding]:
    """Titles and rationales: no quotation marks, no markup, no word that may stand nowhere."""
    sheet = case.sheet
    shorts = [sheet.title.en, sheet.title.fr]
    shorts += [words for both in sheet.rationales for words in (both.en, both.fr)]
    for words in shorts:
        never = any(not in_phrase for _, _, in_phrase in screened_words(words))
        marked = QUOTATION.search(words) or any(p.search(words) for p, _ in MARKUP)
        if never or marked:
            line = line_with(case.sources[GOLD], words)
            message = "A title or rationale holds a quotation mark, markup or a screened word."
            yield Finding(GOLD, line, 1, "screened", message, "Say it in plain words.")

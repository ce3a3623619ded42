"""What there is to mend in a draft, each finding with the place in the form where it is mended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vignettes import casefile
from vignettes.casefile import FACTS, GOLD, TEXTS
from vignettes.drafting.content import Content, read, sources
from vignettes.drafting.fieldsets import anchor
from vignettes.drafting.speaking import in_language
from vignettes.findings import Finding
from vignettes.linter import lint_case, prose
from vignettes.phrases import LANGUAGES, Language

LONGEST_EXCERPT = 80
SHEET_PLACES = (
    (re.compile(r"^(title|kind|difficulty|code)\b"), "facts", "heading"),
    (re.compile(r"^\[?(gold|proposal|why)\.?([a-z0-9-]*)"), "scores", "scores"),
    (re.compile(r"^(gold|proposal|why)/([a-z0-9-]+)"), "scores", "scores"),
)


@dataclass(frozen=True)
class Remark:
    """One finding as the page shows it. `line` is set where a text has such a line."""

    finding: Finding
    section: str
    anchor: str
    language: Language | None = None
    excerpt: str = ""


def remarks(code: str, content: Content, page: Language) -> list[Remark]:
    """Everything to mend, said in the page's language.

    Where facts or sheet cannot be read yet, the words are checked alone.
    """
    case, found = read(code, content)
    found = lint_case(case) if case is not None else [*found, *_of_words(content)]
    written = sources(content)
    placed = [_placed(finding, written) for finding in sorted(set(found), key=_order)]
    return [replace(each, finding=in_language(each.finding, page)) for each in placed]


def _of_words(content: Content) -> Iterator[Finding]:
    for language in LANGUAGES:
        yield from prose.text_findings(TEXTS[language], content.text(language), language)


def _order(finding: Finding) -> tuple[int, int, int, str]:
    order = casefile.FILES.index(finding.file) if finding.file in casefile.FILES else 0
    return order, finding.line, finding.column, finding.message


def _placed(finding: Finding, written: dict[str, str]) -> Remark:
    if finding.file == FACTS:
        return Remark(finding, "facts", _fact_anchor(finding.message))
    if finding.file == GOLD:
        return Remark(finding, *_sheet_place(finding))
    language: Language = "fr" if finding.file == TEXTS["fr"] else "en"
    lines = written[finding.file].split("\n")
    line = lines[finding.line - 1].strip() if finding.line <= len(lines) else ""
    short = line if len(line) <= LONGEST_EXCERPT else f"{line[: LONGEST_EXCERPT - 1]}…"
    return Remark(finding, "text", f"text_{language}", language, short)


def _fact_anchor(message: str) -> str:
    """The element that asks for the fact that the sentence names first."""
    path = message.split(":")[0]
    return anchor(path) if re.fullmatch(r"[a-z0-9_/-]+", path) else "facts-title"


def _sheet_place(finding: Finding) -> tuple[str, str]:
    if finding.rule in ("path", "span", "untold"):
        return "text", "marks-title"
    for pattern, section, default in SHEET_PLACES:
        match = pattern.match(finding.message)
        if match:
            tool = match[2] if match.re.groups > 1 else ""
            return section, f"scores-{tool}" if tool else f"{default}-title"
    return ("text", "marks-title") if "spans" in finding.message else ("facts", "heading-title")

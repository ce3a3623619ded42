"""The text of a case: its documents, paragraphs and marked spans, and safe HTML from them.

While a case is scored its text is rendered with no span at all: a marked sentence is a hint.
`rendered` marks only the spans it is asked to light.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import count

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from vignettes.phrases import Language

SPAN = re.compile(r"\[([^\[\]]*)\]\{#([^{}\s]*)\}")
HEADING = re.compile(
    r"^## +(?P<title>\S(?:.*?\S)?) +\((?P<dated>\d{4}-\d{2}-\d{2})\) *$", re.MULTILINE
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý0-9])")
TABLE_LABEL = {"en": "Table", "fr": "Tableau"}

ALLOWED_TAGS = {
    *("p", "ul", "ol", "li", "h3", "h4", "em", "strong", "br", "mark", "span"),
    *("div", "table", "thead", "tbody", "tr", "th", "td"),
}
ALLOWED_ATTRIBUTES = {
    "p": {"id", "class"},
    "li": {"id", "class"},
    "tr": {"id", "class"},
    "th": {"scope"},
    "mark": {"id", "class", "tabindex"},
    "span": {"id", "class"},
    "div": {"class", "role", "tabindex", "aria-label"},
}


@dataclass(frozen=True)
class Document:
    """One dated document of the file, as written. `line` is the line of its heading, from 1."""

    number: int
    title: str
    dated: date | None
    body: str
    line: int
    start: int


@dataclass(frozen=True)
class Span:
    """One marked sentence or cell, as written. `quote` is the whole row when it is in a table."""

    span_id: str
    text: str
    quote: str
    document: int
    start: int
    end: int


@dataclass(frozen=True)
class RenderedDocument:
    """One document as safe HTML; `lang` is the language of its words."""

    number: int
    title: str
    dated: date | None
    html: str
    lang: str

    @property
    def anchor(self) -> str:
        return f"doc-{self.number}"


def documents(source: str) -> tuple[Document, ...]:
    """The documents of a case text, in order."""
    headings = list(HEADING.finditer(source))
    ends = [*(heading.start() for heading in headings[1:]), len(source)][: len(headings)]
    return tuple(
        Document(
            number=number,
            title=heading["title"].strip(),
            dated=_day(heading["dated"]),
            body=source[heading.end() : end].strip("\n"),
            line=source.count("\n", 0, heading.start()) + 1,
            start=heading.start(),
        )
        for number, (heading, end) in enumerate(zip(headings, ends, strict=True), start=1)
    )


def spans(source: str) -> tuple[Span, ...]:
    """The marked spans of a case text, in order."""
    starts = [document.start for document in documents(source)]
    return tuple(
        Span(
            span_id=found[2],
            text=" ".join(unmarked(found[1]).split()),
            quote=_quote(source, found),
            document=sum(start <= found.start() for start in starts),
            start=found.start(),
            end=found.end(),
        )
        for found in SPAN.finditer(source)
    )


def unmarked(source: str, keep: Collection[str] = ()) -> str:
    """The text without its span marks, except those to keep."""
    return SPAN.sub(lambda found: found[0] if found[2] in keep else found[1], source)


def plain_words(source: str) -> list[str]:
    """The words a reader meets, for counting."""
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", unmarked(source))


def rendered(
    source: str, language: Language, lit: Collection[str] = ()
) -> tuple[RenderedDocument, ...]:
    """The documents as safe HTML, each paragraph and sentence with an anchor.

    `lit` names the spans to mark. The others leave no trace in the HTML.
    """
    return _rendered(source, language, frozenset(lit))


@lru_cache(maxsize=256)
def _rendered(source: str, language: Language, lit: frozenset[str]) -> tuple[RenderedDocument, ...]:
    """Kept: one case is read by many, and nothing but the text and what is lit decides it."""
    shown = unmarked(source, keep=lit)
    return tuple(
        RenderedDocument(
            number=document.number,
            title=document.title,
            dated=document.dated,
            html=_html(document, language),
            lang="fr-CA" if language == "fr" else "en-CA",
        )
        for document in documents(shown)
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _quote(source: str, found: re.Match[str]) -> str:
    """The span's words; for a cell the whole row, for it means little alone."""
    begin = source.rfind("\n", 0, found.start()) + 1
    end = source.find("\n", found.end())
    line = source[begin : end if end >= 0 else len(source)].strip()
    if not line.startswith("|"):
        return " ".join(found[1].split())
    cells = [cell.strip() for cell in unmarked(line).strip("|").split("|")]
    return " · ".join(cell for cell in cells if cell)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.disable(
        ["link", "image", "autolink", "html_inline", "html_block", "reference", "backticks"]
    )
    markdown.disable(["code", "fence", "hr", "lheading"])
    markdown.inline.ruler.push("marked_span", _marked_span)
    return markdown


def _marked_span(state: StateInline, silent: bool) -> bool:
    """An inline rule for `[words]{#name}`: a `mark` element with the name as its anchor."""
    found = SPAN.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        name = found[2]
        token = state.push("span_open", "mark", 1)
        token.attrs = {"class": "span", "id": name, "data-span": name}
        outer, state.pos, state.posMax = state.posMax, found.start(1), found.end(1)
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.push("span_close", "mark", -1)
    state.pos = found.end()
    return True


def _html(document: Document, language: Language) -> str:
    markdown = _markdown()
    tokens = markdown.parse(document.body)
    _number(tokens, f"d{document.number}")
    html = str(markdown.renderer.render(tokens, markdown.options, {}))
    html = _in_regions(html, f"{TABLE_LABEL[language]} {document.number}")
    clean = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        generic_attribute_prefixes={"data-"},
        link_rel=None,
    )
    return DAY.sub(r'<span class="day">\g<0></span>', clean)  # no line ends inside a day


def _in_regions(html: str, label: str) -> str:
    """Each table in a region of its own name, so that it can be scrolled by keyboard."""
    numbers = count(1)
    opened = re.sub(
        "<table>",
        lambda _: (
            f'<div class="table-scroll" role="region" tabindex="0" '
            f'aria-label="{label}.{next(numbers)}"><table>'
        ),
        html,
    )
    return opened.replace("</table>", "</table></div>")


def _number(tokens: list[Token], prefix: str) -> None:
    """Give every paragraph, list entry and table row an anchor, and every sentence of prose."""
    count = 0
    anchor = ""
    for index, token in enumerate(tokens):
        if token.type == "th_open":
            token.attrs["scope"] = "col"
        in_head = index > 0 and tokens[index - 1].type == "thead_open"
        if not in_head and _is_numbered(
            token, tokens[index + 1] if index + 1 < len(tokens) else None
        ):
            count += 1
            anchor = f"{prefix}-p{count}"
            token.attrs |= {"id": anchor, "class": "numbered", "data-n": str(count)}
        if token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            token.children = _in_sentences(token.children or [], anchor)


def _is_numbered(token: Token, following: Token | None) -> bool:
    if token.type == "list_item_open":
        return following is not None and following.hidden
    return token.type == "tr_open" or (token.type == "paragraph_open" and not token.hidden)


def _in_sentences(children: list[Token], anchor: str) -> list[Token]:
    """Wrap the words of each sentence; a sentence broken by emphasis keeps one anchor."""
    words = "".join(_words(child) for child in children)
    ends = [found.end() for found in SENTENCE_END.finditer(words)] + [len(words) + 1]
    wrapped: list[Token] = []
    position, sentence, anchored = 0, 0, -1
    for child in children:
        if child.type != "text":
            wrapped.append(child)
            position += len(_words(child))
            continue
        rest = child.content
        while rest:
            while position >= ends[sentence]:
                sentence += 1
            piece, rest = rest[: ends[sentence] - position], rest[ends[sentence] - position :]
            wrapped += _sentence(piece, anchor, sentence + 1, first=sentence != anchored)
            position, anchored = position + len(piece), sentence
    return wrapped


def _words(token: Token) -> str:
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _sentence(words: str, anchor: str, number: int, *, first: bool) -> list[Token]:
    name = f"{anchor}-s{number}"
    attrs: dict[str, str | int | float] = {"class": "sentence", "data-sentence": name}
    if first:
        attrs["id"] = name
    return [
        Token("sentence_open", "span", 1, attrs=attrs),
        Token("text", "", 0, content=words),
        Token("sentence_close", "span", -1),
    ]

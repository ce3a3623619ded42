"""The sentences and rows of a case text, each with its anchor: what an assessor may mark."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from vignettes import text
from vignettes.models import VignetteVersion
from vignettes.phrases import Language

CELL_BREAK = " · "


@dataclass(frozen=True)
class Passage:
    """One sentence, or one row of a table. `spans`: what is lit in it."""

    place: str
    words: str
    document: int
    document_title: str
    paragraph: int
    language: Language
    spans: frozenset[str] = frozenset()


def passages(
    version: VignetteVersion, language: Language, lit: Collection[str] = ()
) -> dict[str, Passage]:
    """Anchor to passage, in the order of the text. `lit` names the spans to look for in them."""
    return _read(version.text(language), language, frozenset(lit))


@lru_cache(maxsize=256)
def _read(source: str, language: Language, lit: frozenset[str]) -> dict[str, Passage]:
    found: dict[str, Passage] = {}
    for document in text.rendered(source, language, lit=lit):
        reader = _Reader()
        reader.feed(document.html)
        reader.close()
        for place, part in reader.parts.items():
            found[place] = Passage(
                place=place,
                words=" ".join("".join(part.words).split()).removesuffix(CELL_BREAK.rstrip()),
                document=document.number,
                document_title=document.title,
                paragraph=part.paragraph,
                language=language,
                spans=frozenset(part.spans),
            )
    return found


@dataclass
class _Part:
    """A passage while it is read."""

    paragraph: int
    words: list[str] = field(default_factory=list)
    spans: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Collects the words of every sentence and row of one rendered document."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, _Part] = {}
        self._paragraph = 0
        self._row = ""
        self._open: list[str] = []
        self._marks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if "data-n" in known:
            self._paragraph = int(known["data-n"])
        if tag == "tr":
            self._row = known.get("id", "")
        elif tag == "mark":
            self._marks.append(known.get("data-span", ""))
        elif tag == "span":
            self._open.append(known.get("data-sentence", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self._row = ""
        elif tag == "mark":
            self._marks.pop()
        elif tag == "span":
            self._open.pop()
        elif tag == "td" and self._row in self.parts:
            self.parts[self._row].words.append(CELL_BREAK)

    def handle_data(self, data: str) -> None:
        place = self._row or next((name for name in reversed(self._open) if name), "")
        if not place or not (data.strip() or place in self.parts):
            return
        part = self.parts.setdefault(place, _Part(self._paragraph))
        part.words.append(data)
        part.spans.update(name for name in self._marks if name)

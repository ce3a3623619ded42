"""The reading pages: read from their files, validated, and handed out."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from instruments import catalogue
from instruments.sheet import Part, Text

FOLDER = Path(__file__).parent
SHARED = ("choice", "kinds", "figures", "statements")
"""Pages to read whatever the tool, in this order, after the rules of the tool."""
RULES = "rules-"
CHECKED = "statements"
"""The page that a check belongs to; the others are confirmed as read."""

Verdict = Literal["supported", "contested", "not_shown"]


class Voice(Part):
    """A point of view from which a document speaks."""

    name: Text
    meaning: Text


class Document(Part):
    """One document that the pages rest on."""

    voice: str
    title: Text


class Table(Part):
    """A table of figures; every row as long as the columns."""

    caption: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


class Section(Part):
    """One part of a page."""

    heading: Text
    paragraphs: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    table: Table | None = None
    sources: tuple[str, ...] = ()


class Statement(Part):
    """Something assessors hear, what the sources say of it, and how well it is founded."""

    id: str
    text: Text
    says: Text
    kind: Text
    sources: tuple[str, ...]
    verdict: Verdict
    because: Text


class ReadingPage(Part):
    """One page of reading."""

    id: str
    title: Text
    intro: Text
    minutes: int
    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()


@cache
def page(page_id: str) -> ReadingPage:
    """One of the shared pages. Raises KeyError for another."""
    if page_id not in SHARED:
        raise KeyError(page_id)
    return ReadingPage.model_validate(_read(page_id))


@cache
def voices() -> dict[str, Voice]:
    """The points of view, by their key."""
    return {
        key: Voice.model_validate(entry)
        for key, entry in _read("sources").items()
        if key != "documents"
    }


@cache
def documents() -> dict[str, Document]:
    """The documents behind the pages, by their key."""
    found = _read("sources")["documents"]
    return {key: Document.model_validate(entry) for key, entry in found.items()}


def pages_to_read(tool: str) -> tuple[str, ...]:
    """The pages for one tool, in the order in which they are read."""
    return (f"{RULES}{tool}", *SHARED)


def tool_of(page_id: str) -> str | None:
    """The tool whose rules this page shows; None for a shared page. Raises KeyError for neither."""
    if page_id in SHARED:
        return None
    tool = page_id.removeprefix(RULES)
    if page_id.startswith(RULES) and tool in {one.id for one in catalogue.tools()}:
        return tool
    raise KeyError(page_id)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))

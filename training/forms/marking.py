"""A marked sentence on its way from a scoring page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.marks import language_of
from vignettes.phrases import Language

LONGEST = 40


@dataclass(frozen=True)
class MarkSent:
    """Which sentence is marked, or no longer marked, as deciding which question."""

    question: str
    language: Language
    place: str


def mark_sent(data: Mapping[str, Any]) -> MarkSent | None:
    """What the list of sentences on a page sends; None where no sentence was chosen."""
    return _read(data.get("mark-question", ""), data.get("mark-place", ""))


def mark_named(text: str) -> MarkSent | None:
    """What the button on a marked sentence sends: its question, language and place."""
    question, _, place = text.partition(" ")
    return _read(question, place)


def _read(question: str, place: str) -> MarkSent | None:
    language, _, anchor = place.partition(" ")
    if not question or language not in ("en", "fr") or not 0 < len(anchor) <= LONGEST:
        return None
    return MarkSent(question, language_of(language), anchor)

"""Marked sentences as pages show them: on the scoring sheet, and beside the gold evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.models import CodingMark, DraftMark
from training.passages import Passage, passages
from vignettes.models import VignetteVersion
from vignettes.phrases import Language


@dataclass(frozen=True)
class Shown:
    """One marked passage with the question it was marked for."""

    question: str
    passage: Passage

    @property
    def key(self) -> str:
        """What a button sends to take the mark off."""
        return f"{self.question} {self.passage.language} {self.passage.place}"


@dataclass(frozen=True)
class Beside:
    """What stands beside gold in feedback on one question: own marks, and how others chose."""

    marks: tuple[Shown, ...] = ()
    decides: bool | None = None
    """Whether a marked sentence is one that decides; None where none was marked or none decides."""
    share: str = ""
    """How many learners chose otherwise; empty where too few scored the case."""


def shown(
    version: VignetteVersion,
    marks: Iterable[DraftMark | CodingMark],
    lit: Mapping[Language, frozenset[str]] | None = None,
) -> dict[str, tuple[Shown, ...]]:
    """Question to what was marked for it, in the order of marking.

    A place that the text does not have any more is left out.
    """
    found: dict[str, tuple[Shown, ...]] = {}
    for mark in marks:
        language = language_of(mark.language)
        known = passages(version, language, (lit or {}).get(language, frozenset()))
        if mark.place in known:
            one = Shown(mark.question, known[mark.place])
            found[mark.question] = (*found.get(mark.question, ()), one)
    return found


def language_of(code: str) -> Language:
    """The language of a text; English for anything but French."""
    return "fr" if code == "fr" else "en"

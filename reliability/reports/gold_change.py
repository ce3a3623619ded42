"""What a change of gold would do: whose answers would be held against another score.

Read before it is published. Nothing is written here, and nothing is reversed by it: attempts stay
as they were handed in, and are compared with the gold in force whenever they are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency
from reliability import tables
from reliability.reports.decision_change import DecisionChange, decision_changes
from training.answers import ELIGIBILITY
from training.models import Coding, Mode
from training.questions import Question, questions
from vignettes.models import Eligibility, GoldCoding, Provenance, VignetteVersion


@dataclass(frozen=True)
class Standard:
    """What gold would say; `accepted` are scores that count as right too."""

    eligibility: str
    scores: Mapping[str, int | None]
    accepted: Mapping[str, list[int | None]] = field(default_factory=dict)
    provenance: str = ""
    """Whose gold it would be; empty: as that in force."""
    rulings: Mapping[str, Any] = field(default_factory=dict)
    """What decides each score; empty: as in the gold in force."""


@dataclass(frozen=True)
class AnswerChange:
    """One question whose right answer would be another one."""

    question: Question
    was: str
    becomes: str
    also: str
    """Other answers that would be accepted."""


@dataclass(frozen=True)
class AttemptChange:
    """One attempt that would be compared with another result than before."""

    assessor: str
    """Empty for those who are counted and not named: people of another agency, among others."""
    agency: str
    submitted_at: datetime
    in_exam: bool
    was: tuple[int, int]
    becomes: tuple[int, int]


@dataclass(frozen=True)
class Impact:
    """What would change, for whom."""

    version: VignetteVersion
    tool: str
    answers: tuple[AnswerChange, ...]
    attempts: int
    """Attempts on this version with this tool, changed or not."""
    changed: tuple[AttemptChange, ...]
    decisions: tuple[DecisionChange, ...] = ()
    """Decisions on exams that the policy would make otherwise."""

    @property
    def named_decisions(self) -> tuple[DecisionChange, ...]:
        return tuple(one for one in self.decisions if one.assessor)

    @property
    def unnamed_decisions(self) -> dict[str, int]:
        """Agency -> decisions on exams of people who are not named here."""
        return dict(Counter(one.agency for one in self.decisions if not one.assessor))

    @property
    def unnamed(self) -> dict[str, int]:
        """Agency -> changed attempts of people who are not named here."""
        return dict(Counter(one.agency for one in self.changed if not one.assessor))

    @property
    def named(self) -> tuple[AttemptChange, ...]:
        return tuple(one for one in self.changed if one.assessor)

    @property
    def exams(self) -> int:
        return sum(one.in_exam for one in self.changed)


def impact(
    version: VignetteVersion,
    tool_id: str,
    becomes: Standard,
    *,
    agency: Agency,
    for_library: bool,
    names: bool,
) -> Impact:
    """Compare every attempt with the gold in force for its agency, and with what it would be.

    A change of the shipped gold reaches every agency whose own panel has not decided. People of
    another agency than `agency` are counted, never named; its own are named where `names` says so.
    """
    codings = tables.attempts(version, tool_id, None if for_library else agency)
    in_force = tables.gold_by_agency(version, tool_id, {coding.agency_id for coding in codings})
    own = tables.gold_by_agency(version, tool_id, {agency.pk})[agency.pk]
    reached = [
        coding
        for coding in codings
        if not (for_library and _decided_by_own_panel(in_force[coding.agency_id]))
    ]
    would_be = {
        coding.agency_id: _becoming(in_force[coding.agency_id], version, tool_id, becomes)
        for coding in reached
    }
    changed = [
        _attempt(coding, names and coding.agency_id == agency.pk, was, then)
        for coding in reached
        if (was := _right(in_force[coding.agency_id], coding))
        != (then := _right(would_be[coding.agency_id], coding))
    ]
    return Impact(
        version=version,
        tool=tool_id,
        answers=tuple(_answers(tool_id, own, becomes)),
        attempts=len(reached),
        changed=tuple(changed),
        decisions=decision_changes(version, would_be, agency=agency, names=names),
    )


def _becoming(
    was: GoldCoding | None, version: VignetteVersion, tool_id: str, becomes: Standard
) -> GoldCoding:
    """The gold that would be in force, as decisions read it; never saved."""
    return GoldCoding(
        version=version,
        tool=tool_id,
        eligibility=becomes.eligibility,
        scores=dict(becomes.scores),
        accepted=dict(becomes.accepted),
        rulings=dict(becomes.rulings or (was.rulings if was else {})),
        provenance=becomes.provenance or (was.provenance if was else Provenance.COMPUTED),
    )


def _decided_by_own_panel(gold: GoldCoding | None) -> bool:
    return gold is not None and gold.agency_id is not None


def _right(gold: GoldCoding | None, coding: Coding) -> tuple[int, int]:
    """Of the answers that are compared, how many are right, and how many there are.

    Whether the tool may be used is one answer, unless gold leaves it open; the items follow only
    where both sides say that it may.
    """
    if gold is None:
        return 0, 0
    graded = gold.eligibility != Eligibility.UNDECIDED
    hits = [coding.eligibility == gold.eligibility] if graded else []
    if gold.eligibility == coding.eligibility == Eligibility.YES:
        given = coding.scores
        hits += [gold.agrees(item, given.get(item)) for item in gold.scores]
    return sum(hits), len(hits)


def _attempt(
    coding: Coding, is_named: bool, was: tuple[int, int], becomes: tuple[int, int]
) -> AttemptChange:
    return AttemptChange(
        assessor=str(coding.assessor.user) if is_named else "",
        agency=coding.agency.name,
        submitted_at=coding.submitted_at,
        in_exam=coding.assignment.mode == Mode.EXAM,
        was=was,
        becomes=becomes,
    )


def _answers(tool_id: str, was: GoldCoding | None, becomes: Standard) -> Iterable[AnswerChange]:
    for question in questions(tool_id):
        change = AnswerChange(
            question,
            _answer(question, was) if was else _("no right answer yet"),
            _answer(question, becomes),
            ", ".join(_worded(question, s) for s in becomes.accepted.get(question.id, [])),
        )
        before = was.accepted.get(question.id, []) if was else []
        if change.was != change.becomes or before != becomes.accepted.get(question.id, []):
            yield change


def _answer(question: Question, gold: GoldCoding | Standard) -> str:
    if question.id == ELIGIBILITY:
        return question.wording(gold.eligibility)
    if gold.eligibility != Eligibility.YES:
        return _("not scored: the tool is not used")
    return _worded(question, gold.scores.get(question.id))


def _worded(question: Question, score: int | None) -> str:
    return _("not scored") if score is None else question.wording(str(score))

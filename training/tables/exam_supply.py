"""Exam rules in their list, and whether the bank of cases can fill a form by them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from training.actions.exam_rules import all_in_force
from training.actions.forms import blueprint_of, candidates
from training.blueprint import (
    NOT_USABLE,
    SCORABLE,
    BankShortError,
    Candidate,
    Shortfall,
    shortfalls,
)
from training.models import ExamRules, Programme
from training.questions import tool_name
from training.shortage import sentence_on, sort_name


@dataclass(frozen=True)
class RulesRow:
    """The rules in force for one programme and tool."""

    programme: Programme
    tool: str
    tool_name: str
    rules: ExamRules


@dataclass(frozen=True)
class Held:
    """How many cases of one sort an exam may draw on."""

    sort: str
    n: int


@dataclass(frozen=True)
class Supply:
    """The cases that an exam by these rules may draw on, for a person who has met none of them."""

    n_cases: int
    n_worn: int
    """Used as often as the rules allow."""
    levels: tuple[Held, ...]
    lacking: str
    """What is missing for a form, in sentences; empty where one can be drawn."""


def rules_of_agency(programmes: Iterable[Programme]) -> tuple[RulesRow, ...]:
    """One row for each tool of each programme."""
    found = list(programmes)
    rules = all_in_force(found)
    return tuple(
        RulesRow(programme, tool, tool_name(tool), rules[programme.pk, tool])
        for programme in found
        for tool in programme.tools
    )


def supply(rules: ExamRules) -> Supply:
    """What the bank holds for exams by these rules."""
    every = candidates(rules.agency, rules.tool)
    fresh = [one for one in every if one.uses < rules.most_exposed]
    missing = shortfalls(blueprint_of(rules, every), fresh)
    return Supply(
        n_cases=len(fresh),
        n_worn=len(every) - len(fresh),
        levels=_levels(fresh, rules.tool),
        lacking=_sentence(missing, rules.tool),
    )


def _levels(cases: Iterable[Candidate], tool: str) -> tuple[Held, ...]:
    counted = Counter(
        feature
        for one in cases
        for feature in one.features
        if feature[0] in ("band", "total") or feature in (NOT_USABLE, SCORABLE)
    )
    return tuple(Held(sort_name(feature, tool), n) for feature, n in sorted(counted.items()))


def _sentence(missing: Sequence[Shortfall], tool: str) -> str:
    return sentence_on(BankShortError(missing), tool) if missing else ""

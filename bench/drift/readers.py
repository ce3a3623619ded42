"""Assessors who score the cases that ship: they slip, more on some days, and may misread a rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import cast

from bench.cases import shipped_cases
from instruments.diagnosis import Coded
from instruments.diagnosis.forecast import JUDGED, Foreseen, Question, mask_of, rules_of
from instruments.diagnosis.observed import forecast
from instruments.facts import Facts
from instruments.rulings import Answer
from instruments.scores import Scores
from reliability.monitoring import RuleSign, rule_signs
from reliability.monitoring.chances import CLUSTERING

SOUND = 0.90
"""The share of answers that sound assessors get right."""


@dataclass(frozen=True)
class Result:
    """What one coding showed. No items where the tool is not, or is held not to be, usable."""

    items: int
    hits: int
    deviation: int | None
    signs: tuple[RuleSign, ...]


@cache
def bank(tool: str) -> tuple[Facts, ...]:
    """The cases that ship and that this tool grades."""
    return tuple(facts for facts in shipped_cases() if forecast(tool, facts).questions())


@cache
def rules_exercised(tool: str) -> dict[str, tuple[int, ...]]:
    """For each rule, the cases (by place) on which misreading it changes an answer.

    Where the tool may not be used only that question is answered.
    """
    found: dict[str, list[int]] = {}
    for place, facts in enumerate(bank(tool)):
        case = forecast(tool, facts)
        for rule in _rules(case.questions() if case.answer == "yes" else [case.may_use]):
            found.setdefault(rule, []).append(place)
    return {rule: tuple(found[rule]) for rule in sorted(found)}


@cache
def rules_of_bank(tool: str) -> tuple[str, ...]:
    """Those rules, and those that decide scores which only a wrong answer on use brings about."""
    every = [_rules(forecast(tool, facts).questions()) for facts in bank(tool)]
    return tuple(sorted(set().union(*every)))


def _rules(questions: Iterable[Question]) -> set[str]:
    return {rule for one in questions for bit, _ in one.step(0)[2] for rule in rules_of(bit)}


def results(
    tool: str,
    facts: Facts,
    number: int,
    dice: Random,
    misread: Sequence[str] = (),
    sound: float = SOUND,
) -> list[Result]:
    """So many codings of this case, each by a reader of another day."""
    size = (1 - CLUSTERING) / CLUSTERING
    mask = mask_of(misread)
    days = [1 - dice.betavariate(sound * size, (1 - sound) * size) for _ in range(number)]
    return [_result(tool, facts, mask, slips, dice) for slips in days]


def _result(tool: str, facts: Facts, mask: int, slips: float, dice: Random) -> Result:
    case = forecast(tool, facts)
    said = cast(Answer, _answer(case.may_use, mask, slips, ("yes", "no", "undecided"), dice))
    given: dict[str, int | None] = {}
    for item in case.tool.items:
        answer = _answer(case.items[item.id], mask, slips, item.values, dice)
        given[item.id] = answer if said == "yes" and isinstance(answer, int) else None
    scores = Scores(items=given, eligible=said)
    signs = rule_signs(Coded(facts.case, tool, facts, scores))
    right = {item: question.foreseen(0)[0] for item, question in case.items.items()}
    graded = {item: score for item, score in right.items() if isinstance(score, int)}
    if said != "yes" or case.answer != "yes" or not graded:
        return Result(0, 0, None, signs)
    away = [(given[item] or 0) - score for item, score in graded.items()]
    return Result(len(away), away.count(0), sum(away), signs)


def _answer(
    question: Question, mask: int, slips: float, options: Sequence[Foreseen], dice: Random
) -> Foreseen:
    """What he gives: what he foresees, or one of the other answers, evenly."""
    foreseen = question.foreseen(mask)[0]
    if foreseen == JUDGED:
        return dice.choice(options)
    if foreseen is None or dice.random() >= slips:
        return foreseen
    return dice.choice([option for option in options if option != foreseen])

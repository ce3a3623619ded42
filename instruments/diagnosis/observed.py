"""Codings as evidence: what one assessor answered, beside what any reader would have answered."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from instruments.diagnosis.forecast import JUDGED, Forecast, Foreseen, Question
from instruments.facts import Facts
from instruments.rulings import Answer
from instruments.scores import Scores


@dataclass(frozen=True)
class Coded:
    """One coding of one case by the assessor."""

    case: str
    tool: str
    facts: Facts
    scores: Scores

    @property
    def said(self) -> Answer | None:
        """His answer whether the tool may be used; who scores an item says yes."""
        scored = any(score is not None for score in self.scores.items.values())
        return self.scores.eligible or ("yes" if scored else None)


Cost = tuple[int, float]
"""Is it a slip (0 or 1), and the logarithm of how many answers it was chosen from, below 0."""


class Observation:
    """One answer of the assessor to one question of one case."""

    __slots__ = ("_costs", "case", "given", "question", "right", "tool")

    def __init__(self, coded: Coded, question: Question, given: Foreseen) -> None:
        self.case = coded.case
        self.tool = coded.tool
        self.question = question
        self.given = given
        self.right = question.foreseen(0)[0]
        self._costs: dict[Foreseen, Cost] = {}

    @property
    def item(self) -> str:
        return self.question.name

    @property
    def is_wrong(self) -> bool:
        return not self.fits(self.right)

    def fits(self, foreseen: Foreseen) -> bool:
        return self.given is not None if foreseen == JUDGED else self.given == foreseen

    def cost(self, foreseen: Foreseen) -> Cost:
        """What this answer says against a reader of whom this was foreseen."""
        known = self._costs.get(foreseen)
        if known is None:
            known = self._costs[foreseen] = self._cost(foreseen)
        return known

    def _cost(self, foreseen: Foreseen) -> Cost:
        options = self.question.options
        if self.fits(foreseen):
            return (0, -math.log(options) if foreseen == JUDGED else 0.0)
        # A score slips to one of the others; one left out is a choice among all, as is its reverse.
        others = options if self.given is None or foreseen is None else options - 1
        return (1, -math.log(others))


@lru_cache(maxsize=1024)
def forecast(tool_id: str, facts: Facts) -> Forecast:
    """The case as any reader would score it; what one diagnosis finds out serves the next."""
    return Forecast(tool_id, facts)


def observations(coded: Coded) -> list[Observation]:
    """All that a coding tells; nothing where the answer whether to use the tool is left open."""
    case = forecast(coded.tool, coded.facts)
    if coded.said is None or not case.questions():
        return []
    found = [Observation(coded, case.may_use, coded.said)]
    if coded.said != "yes":
        return found
    return found + _items(coded, case, coded.scores.items)


def _items(coded: Coded, case: Forecast, given: Mapping[str, int | None]) -> list[Observation]:
    return [
        Observation(coded, question, given[item])
        for item, question in case.items.items()
        if item in given and given[item] not in case.open[item]
    ]


def order(coded: Coded) -> tuple[str, str, str]:
    """Codings are taken in this order, so that no other order can matter."""
    return (coded.tool, coded.case, repr(sorted(coded.scores.items.items())))

"""A coding against gold, item by item, and the checks on it that need no facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from instruments import catalogue, scoring
from instruments.checks import Finding, findings
from instruments.rulings import Answer
from instruments.scores import Scores, ScoresError, read_scores

__all__ = [
    "Comparison",
    "Finding",
    "ItemComparison",
    "Scores",
    "ScoresError",
    "compare",
    "findings",
    "read_scores",
]


@dataclass(frozen=True)
class ItemComparison:
    """One item's score beside gold. None = not scored, on either side."""

    item: str
    given: int | None
    gold: int | None

    @property
    def is_hit(self) -> bool:
        """Equal to gold; leaving out what gold leaves out is a hit."""
        return self.given == self.gold

    @property
    def deviation(self) -> int | None:
        """Score minus gold, signed; None where one of them is not scored."""
        if self.given is None or self.gold is None:
            return None
        return self.given - self.gold

    @property
    def is_within_one(self) -> bool:
        """At most one point from gold; where one side is not scored, only if both are not."""
        return self.is_hit if self.deviation is None else abs(self.deviation) <= 1


@dataclass(frozen=True)
class Comparison:
    """A whole coding beside gold."""

    items: Mapping[str, ItemComparison]
    """The items the assessor rated, in the order of the sheet."""
    eligible_given: Answer | None
    eligible_gold: Answer | None
    total_given: scoring.TotalResult
    total_gold: scoring.TotalResult

    @property
    def hits(self) -> int:
        return sum(item.is_hit for item in self.items.values())

    @property
    def is_eligibility_hit(self) -> bool | None:
        """None where the question was not asked, or where gold is undecided: that is not graded."""
        if self.eligible_given is None or self.eligible_gold in (None, "undecided"):
            return None
        return self.eligible_given == self.eligible_gold

    @property
    def total_deviation(self) -> int | None:
        """Total minus gold's total, signed; None where one of them cannot be computed."""
        if self.total_given.value is None or self.total_gold.value is None:
            return None
        return self.total_given.value - self.total_gold.value


def compare(
    tool_id: str,
    scores: Scores | Mapping[str, int | None],
    gold: Scores | Mapping[str, int | None],
) -> Comparison:
    """Hold a coding against gold. Items without a rating are left out; None is an omission."""
    given = scores if isinstance(scores, Scores) else Scores(scores)
    right = gold if isinstance(gold, Scores) else Scores(gold)
    return Comparison(
        items={
            item.id: ItemComparison(item.id, given.items[item.id], right.items.get(item.id))
            for item in catalogue.tool(tool_id).items
            if item.id in given.items
        },
        eligible_given=given.eligible,
        eligible_gold=right.eligible,
        total_given=scoring.total(tool_id, given.items),
        total_gold=scoring.total(tool_id, right.items),
    )

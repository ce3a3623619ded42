"""What an exam showed, case by case: the only thing a verdict rests on. To and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from instruments.sheet import Part, RuleId

Probability = Annotated[float, Field(ge=0, le=1)]


class CaseEvidence(Part):
    """One case against gold, in the items that count under the policy.

    An item that counts and was left without an answer is an item without a hit. A case on which
    the tool may not be used has no items, and still answers the question of eligibility.
    """

    case: str
    """Its code, to name it; no part of the decision."""
    items: Annotated[int, Field(ge=0)]
    hits: Annotated[int, Field(ge=0)]
    is_eligibility_hit: bool | None = None
    """None where it was not asked, or is not graded."""
    total_deviation: int | None = None
    """Total minus gold's; None where one of them cannot be computed."""
    same_band: bool | None = None
    """None unless the cut-offs of the level are verified or confirmed."""

    @model_validator(mode="after")
    def _possible(self) -> CaseEvidence:
        if self.hits > self.items:
            raise ValueError(
                f"case {self.case}: found {self.hits} hits of {self.items} items; expected at "
                "most as many hits as items"
            )
        return self


class Evidence(Part):
    """All cases of one attempt that were handed in, and what the diagnosis makes of them."""

    cases: tuple[CaseEvidence, ...] = ()
    misread: Mapping[RuleId, Probability] = {}
    """The probability that each rule is misread; a rule that is absent was not tested."""
    signs: Mapping[RuleId, int] = {}
    """How many answers speak for a rule's being misread; an absent rule has as many as needed."""

    @property
    def items(self) -> int:
        """Items compared, over all cases."""
        return sum(case.items for case in self.cases)

    @property
    def hits(self) -> int:
        """Hits, over all cases."""
        return sum(case.hits for case in self.cases)

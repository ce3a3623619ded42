"""What a decision says, and why: an outcome, the agreement with its interval, every condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from instruments.sheet import Text
from reliability.stats.estimate import Estimate

Outcome = Literal["passed", "not_yet", "undecided"]
Name = Literal["items", "totals", "bands", "eligibility", "critical"]
State = Literal["met", "failed", "open", "not_judged"]
"""Failed: more cases can no longer change it. Open: not met so far, more cases can."""


@dataclass(frozen=True)
class Condition:
    """One rule of the policy, held against the evidence."""

    name: Name
    state: State
    sentence: Text
    source: Text
    """Where its threshold comes from."""
    right: int | None = None
    """So many of `judged`: items, or cases."""
    judged: int = 0
    rules: tuple[str, ...] = ()
    """Critical rules that are misread."""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one attempt so far."""

    outcome: Outcome
    sentence: Text
    cases: int
    more_cases: int
    """How many more until the next look; 0 unless undecided."""
    at_maximum: bool
    """No further cases are allowed: the decision is final for this attempt."""
    agreement: Estimate
    """True share of items scored like gold, with a 95 % interval for clustered items."""
    conditions: tuple[Condition, ...]

    def condition(self, name: Name) -> Condition | None:
        """The condition of this name; None if the policy does not ask for it."""
        return next((one for one in self.conditions if one.name == name), None)

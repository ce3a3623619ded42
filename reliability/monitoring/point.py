"""What one finished case says about an assessor: the only thing that watching rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Source = Literal["check", "exam", "practice"]


@dataclass(frozen=True)
class RuleSign:
    """What one case says of one rule that it exercises."""

    rule: str
    support: float
    """Natural logarithm of how much likelier the scores are if the rule is misread."""
    items: tuple[str, ...]
    """The answers that misreading it would change here."""


@dataclass(frozen=True)
class Point:
    """One case against gold, as gold stood when the caller counted the hits.

    Where gold was corrected the caller chooses: hits counted again with gold as it is, which clears
    an assessor of a fault that was gold's, or the hits as they were counted on the day.
    """

    case: str
    at: date
    n_items: int
    """Items that were compared; 0 on a case on which the tool may not be used."""
    n_hits: int
    items: tuple[tuple[str, bool], ...] = ()
    """Each item compared, and whether it was a hit; may be left out."""
    deviation: int | None = None
    """Total minus gold's; None where one of them cannot be computed."""
    rules: tuple[RuleSign, ...] = ()
    source: Source = "check"
    expected: float | None = None
    """The share of hits that sound assessors reach on this very case; None: the baseline's."""

    def __post_init__(self) -> None:
        if not 0 <= self.n_hits <= self.n_items:
            raise ValueError(
                f"case {self.case}: found {self.n_hits} hits of {self.n_items} items; expected at "
                "most as many hits as items"
            )
        if self.expected is not None and not 0 < self.expected < 1:
            raise ValueError(
                f"case {self.case}: the expected share must lie between 0 and 1, got "
                f"{self.expected}"
            )

"""What a statistic answers: a value with its interval, or the reason why there is none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One figure: a value or a reason, never a NaN.

    `value` is None where the figure is undefined, and `note` then says why. Where `value` is
    given, a note is a caution. A figure that is a list or a table (mean squares, one value per
    rater) has its numbers in `detail` and no `value`.

    `n_used` and `n_given` count targets: those that entered the figure, and all rows of the table.
    `low` and `high` bound the two-sided interval of `confidence`; `method` says how it was made.
    """

    value: float | None
    form: str
    n_used: int
    n_given: int
    low: float | None = None
    high: float | None = None
    se: float | None = None
    confidence: float | None = None
    method: str | None = None
    note: str | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_defined(self) -> bool:
        """Whether there is a number to show, in `value` or in `detail`."""
        return self.value is not None or (self.note is None and bool(self.detail))

    def cautioned(self, note: str | None) -> "Estimate":
        """The same estimate with one more sentence in its note; unchanged without a sentence."""
        if not note:
            return self
        return replace(self, note=f"{self.note}; {note}" if self.note else note)


def undefined(form: str, note: str, *, n_used: int, n_given: int, **detail: object) -> Estimate:
    """An estimate without a value, and the reason."""
    return Estimate(value=None, form=form, n_used=n_used, n_given=n_given, note=note, detail=detail)


def finite(number: float) -> float | None:
    """The number, or None where it is infinite or not a number."""
    return float(number) if math.isfinite(number) else None


def checked_confidence(confidence: float) -> float:
    """The confidence level, refused unless strictly between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(
            f"confidence must be strictly between 0 and 1, got {confidence}; write .95 for 95 %"
        )
    return confidence

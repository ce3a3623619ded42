"""From the points of step 1 and the aggravating factors to one of four categories."""

from __future__ import annotations

from collections.abc import Mapping

from instruments.computed import Computed
from instruments.sheet import Band, Instrument, Total

STEP_1 = ("i1", "i2", "i3")
FACTORS = ("i4", "i5", "i6", "i7")


def total(instrument: Instrument, wanted: Total, scored: Mapping[str, int]) -> Computed:
    """The category: that of the points, raised once for two or three factors, twice for four.

    Three like two, and nothing for one, are implied by the sources; never above the highest.
    The cut-offs of step 1 are disputed. A factor that was not scored counts as no.
    """
    return _category(wanted, _place(instrument, _points(scored)) + _raised(_factors(scored)))


def misread_band(
    instrument: Instrument, wanted: Total, scored: Mapping[str, int], rule: str
) -> Band | None:
    """The category of somebody who misreads this rule on the way from the scores."""
    points, factors = _points(scored), _factors(scored)
    place = _place(instrument, points)
    if rule == "RM-BUMP":
        return _category(wanted, _place(instrument, min(points + factors, 6))).band
    if rule == "RM-3F":
        return _category(wanted, place + (factors + 1) // 2).band
    return _category(wanted, _violence_place(instrument, points) + _raised(factors)).band


def _points(scored: Mapping[str, int]) -> int:
    return sum(scored[item] for item in STEP_1)


def _factors(scored: Mapping[str, int]) -> int:
    return sum(scored.get(item, 0) for item in FACTORS)


def _raised(factors: int) -> int:
    return factors // 2


def _place(instrument: Instrument, points: int) -> int:
    """The rank of the category of step 1, from 0 for the lowest."""
    return sum(points > band.high for band in instrument.total("points").bands)


def _violence_place(instrument: Instrument, points: int) -> int:
    """The rank by the cut-offs of the sister scale for violence."""
    return sum(points > instrument.constants[f"v-high-{n}"] for n in range(3))


def _category(wanted: Total, place: int) -> Computed:
    place = min(place, wanted.high)
    return Computed(place, wanted.bands[place])

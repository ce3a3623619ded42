"""OSP/IIC by its ladder, OSP/DC by its points, and the step down after five clear years."""

from __future__ import annotations

import math
from collections.abc import Mapping

from instruments.computed import Computed
from instruments.sheet import Band, Instrument, Total

POINTS = ("i2", "i3", "i4", "i5", "i6", "i7", "i8")
CLEAR_YEARS = "i9"


def total(instrument: Instrument, wanted: Total, scored: Mapping[str, int]) -> Computed:
    """The rung of OSP/IIC, or the points of OSP/DC, each with level and published probability."""
    return (
        _iic(instrument, wanted, scored) if wanted.id == "iic" else _dc(instrument, wanted, scored)
    )


def misread_band(
    instrument: Instrument, wanted: Total, scored: Mapping[str, int], rule: str
) -> Band | None:
    """No rule of this tool is misread on the way from the scores to the level."""
    return None


def _iic(instrument: Instrument, wanted: Total, scored: Mapping[str, int]) -> Computed:
    """The first rung that fits: two image or indirect sanctions, one, two contact-child, one, none.

    The public code gives the last rung its probability only where two more counts are above zero,
    which looks like a slip; the edition of 2025 gave it to all. Here all get it. All are low.
    """
    images, children = scored["i1"], scored["i2"]
    several = min(instrument.item("i2").values[2:])
    rung = images + 2 if images else (children > 0) + (children >= several)
    chance = instrument.constants[f"iic-{rung}"]
    return Computed(rung, _band(wanted, rung), (instrument.notes["iic-chance"],), chance)


def _dc(instrument: Instrument, wanted: Total, scored: Mapping[str, int]) -> Computed:
    """The sum of the points; the level is one lower after five clear years, unless it is low.

    The published probability goes by the points alone.
    """
    points = sum(scored[item] for item in POINTS)
    band = _band(wanted, points)
    notes = [instrument.notes["dc-chance"]]
    place = wanted.bands.index(band)
    if scored[CLEAR_YEARS] and place > 0:
        band = wanted.bands[place - 1]
        notes.insert(0, instrument.notes["five-years"])
    weight = instrument.constants["dc-intercept"] + instrument.constants["dc-slope"] * points
    return Computed(points, band, tuple(notes), 1 / (1 + math.exp(-weight)))


def _band(wanted: Total, value: int) -> Band:
    return next(band for band in wanted.bands if band.low <= value <= band.high)

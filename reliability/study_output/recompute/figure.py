"""One recomputed figure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

NAN = math.nan


@dataclass
class Figure:
    """A value, the two ends of its interval, its standard error, and the units behind it."""

    value: float
    low: float = NAN
    high: float = NAN
    se: float = NAN
    used: float = NAN
    detail: dict[str, float] = field(default_factory=dict)


def no_figure(used: float = NAN) -> Figure:
    return Figure(NAN, used=used)

"""Where shares with their intervals go: dots one under the other, for an SVG template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

BAR_LEFT, BAR_WIDTH, BAR_HEIGHT = 24, 480, 42


@dataclass(frozen=True)
class Bar:
    """One share with its interval; the label stands above it."""

    label: str
    y: float
    x: float
    x_low: float | None
    x_high: float | None


@dataclass(frozen=True)
class Tick:
    """One mark of the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Bars:
    """Shares as dots with intervals, one under the other, for `_plot.html`."""

    rows: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    axis_y: int
    left: int = BAR_LEFT


def bars(shares: Sequence[tuple[str, float, float | None, float | None]]) -> Bars:
    """Label, share and bounds, on an axis from 0 to the next full tenth."""
    most = max([0.1, *(high or share for _label, share, _low, high in shares)])
    most = min(1.0, ceil(10 * most) / 10)

    def x(share: float | None) -> float | None:
        return None if share is None else round(BAR_LEFT + BAR_WIDTH * min(share, most) / most, 1)

    rows = tuple(
        Bar(label, BAR_HEIGHT * n + 28.0, x(share) or 0.0, x(low), x(high))
        for n, (label, share, low, high) in enumerate(shares)
    )
    tenths = range(0, round(10 * most) + 1, 1 if most <= 0.5 else 2)
    return Bars(
        rows=rows,
        ticks=tuple(Tick(x(n / 10) or 0.0, f"{10 * n}\N{NO-BREAK SPACE}%") for n in tenths),
        width=2 * BAR_LEFT + BAR_WIDTH,
        height=BAR_HEIGHT * len(rows) + 40,
        axis_y=BAR_HEIGHT * len(rows) + 4,
    )

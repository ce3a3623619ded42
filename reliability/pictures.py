"""Where the marks of a picture go: numbers for an SVG template, computed here and drawn there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from reliability.stats.estimate import Estimate

LEFT = 24
PLOT_WIDTH = 480
ROW_HEIGHT = 46
LABEL_HEIGHT = 18
AXIS_HEIGHT = 40


@dataclass(frozen=True)
class Row:
    """One line of the picture. Without a value there is a note instead of marks."""

    label: str
    estimate: Estimate
    y: float
    """The height of the dot; the label stands above it."""
    x: float | None
    x_low: float | None
    x_high: float | None


@dataclass(frozen=True)
class Tick:
    """One mark of the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class IntervalPlot:
    """Estimates as dots with their intervals, one under the other, on an axis up to 1."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    axis_y: int
    left: int


def interval_plot(figures: Sequence[tuple[str, Estimate]]) -> IntervalPlot:
    """Place the estimates on one axis that runs from the lowest bound, at most 0, up to 1."""
    lowest = min([0.0, *(_lowest(estimate) for _, estimate in figures)])
    start = max(-1.0, -0.25 * -(lowest // 0.25))  # down to a full quarter, at most to -1
    rows = tuple(
        Row(
            label=label,
            estimate=estimate,
            y=ROW_HEIGHT * number + LABEL_HEIGHT + 12,
            x=_x(estimate.value, start),
            x_low=_x(estimate.low, start),
            x_high=_x(estimate.high, start),
        )
        for number, (label, estimate) in enumerate(figures)
    )
    axis_y = ROW_HEIGHT * len(figures) + 4
    return IntervalPlot(
        rows=rows,
        ticks=tuple(_ticks(start)),
        width=2 * LEFT + PLOT_WIDTH,
        height=axis_y + AXIS_HEIGHT,
        axis_y=axis_y,
        left=LEFT,
    )


def _lowest(estimate: Estimate) -> float:
    return min(bound for bound in (estimate.value, estimate.low, 0.0) if bound is not None)


def _x(value: float | None, start: float) -> float | None:
    if value is None:
        return None
    share = (max(value, start) - start) / (1 - start)
    return round(LEFT + PLOT_WIDTH * min(share, 1.0), 1)


def _ticks(start: float) -> list[Tick]:
    quarters = range(round(start * 4), 5)
    ticks = [(quarter / 4, _x(quarter / 4, start)) for quarter in quarters]
    return [
        Tick(x, number_format(value, 2).replace("-", "\N{MINUS SIGN}"))
        for value, x in ticks
        if x is not None
    ]

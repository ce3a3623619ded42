"""The drawings of a report: one SVG each, for the page, the PDF file and the Word file alike.

Colours stand as attributes for paper; classes let the page draw them in the reader's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from reliability.bar_pictures import BAR_HEIGHT, BAR_LEFT, BAR_WIDTH, Bar, Bars, Tick, bars
from reliability.pictures import IntervalPlot, interval_plot
from reliability.reports.studies.document import Picture
from reliability.reports.studies.numbers import signed
from reliability.stats import Estimate

FOLDER = "reliability/studies/report/"
COLUMNS_HEIGHT, COLUMNS_TOP, MOST_COLUMNS = 150, 24, 24
LONGEST = 60
"""Characters of a label, so that it fits a small screen too."""
MOST_ROWS = 30
"""So many assessors are drawn one by one; more are counted by lean."""


@dataclass(frozen=True)
class Leans:
    """Leans as dots with intervals on both sides of nought."""

    rows: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    zero: float
    height: int
    axis_y: int
    width: int = 2 * BAR_LEFT + BAR_WIDTH
    left: int = BAR_LEFT


@dataclass(frozen=True)
class LeanColumn:
    """How many assessors lean so far."""

    x: float
    y: float
    width: float
    height: float
    count: int

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class LeanColumns:
    """Assessors counted by their lean, half a point or more a column."""

    columns: tuple[LeanColumn, ...]
    ticks: tuple[Tick, ...]
    zero: float
    width: int = 2 * BAR_LEFT + BAR_WIDTH
    height: int = COLUMNS_TOP + COLUMNS_HEIGHT + 30
    axis_y: int = COLUMNS_TOP + COLUMNS_HEIGHT
    left: int = BAR_LEFT
    right: int = BAR_LEFT + BAR_WIDTH


def shortened(label: str) -> str:
    """A label that fits the picture; the table below has it whole."""
    if len(label) <= LONGEST:
        return label
    return label[:LONGEST].rsplit(" ", 1)[0].rstrip(" (,:") + "…"


def coefficients(name: str, title: str, rows: Sequence[tuple[str, Estimate]]) -> Picture:
    """Coefficients one under the other, on an axis up to 1."""
    return _drawn(
        name,
        title,
        _dots_and_lines(),
        interval_plot([(shortened(label), one) for label, one in rows]),
    )


def shares(name: str, title: str, rows: Sequence[tuple[str, Estimate]]) -> Picture:
    """Shares one under the other, on an axis from 0 %; those without a value are left out."""
    told = [
        (shortened(label), one.value, one.low, one.high)
        for label, one in rows
        if one.value is not None
    ]
    return _drawn(name, title, _dots_and_lines(), bars(told))


def leans(name: str, title: str, rows: Sequence[tuple[str, Estimate]]) -> Picture:
    """How far each assessor leans: one by one, or counted where there are many."""
    if len(rows) <= MOST_ROWS:
        return _drawn(name, title, _dots_and_lines(), _lean_rows(rows))
    values = [one.value for _label, one in rows if one.value is not None]
    told = _("Columns count assessors by their lean; the table below names each.")
    return _drawn(name, title, told, _lean_columns(values))


def _dots_and_lines() -> str:
    return _("Dots are values, lines are their intervals; the table below holds the same figures.")


def _drawn(
    name: str, title: str, description: str, plot: IntervalPlot | Bars | Leans | LeanColumns
) -> Picture:
    template = "columns.svg" if isinstance(plot, LeanColumns) else "intervals.svg"
    told = {"plot": plot, "title": title, "description": description}
    svg = render_to_string(FOLDER + template, told)
    return Picture(name, title, description, svg, plot.width, plot.height)


def _lean_rows(rows: Sequence[tuple[str, Estimate]]) -> Leans:
    ends = [
        abs(end)
        for _label, one in rows
        for end in (one.value, one.low, one.high)
        if end is not None
    ]
    most = max(1, min(ceil(max(ends, default=1)), 6))

    def x(value: float | None) -> float | None:
        if value is None:
            return None
        held = min(max(value, -most), most)
        return round(BAR_LEFT + BAR_WIDTH * (held + most) / (2 * most), 1)

    placed = tuple(
        Bar(label, BAR_HEIGHT * n + 28.0, x(one.value) or 0.0, x(one.low), x(one.high))
        for n, (label, one) in enumerate(rows)
    )
    axis_y = BAR_HEIGHT * len(placed) + 4
    ticks = tuple(Tick(x(n) or 0.0, signed(n, 0)) for n in range(-most, most + 1))
    return Leans(placed, ticks, x(0.0) or 0.0, axis_y + 36, axis_y)


def _lean_columns(values: Sequence[float]) -> LeanColumns:
    step, first, n = _steps(values)
    counts = [0] * n
    for value in values:
        counts[min(n - 1, floor(value / step) - first)] += 1
    wide, most = BAR_WIDTH / n, max(counts)

    def x(place: float) -> float:
        return round(BAR_LEFT + wide * place, 1)

    columns = tuple(
        LeanColumn(
            x=x(place),
            y=round(COLUMNS_TOP + COLUMNS_HEIGHT * (1 - count / most), 1),
            width=round(wide, 1),
            height=round(COLUMNS_HEIGHT * count / most, 1),
            count=count,
        )
        for place, count in enumerate(counts)
    )
    each = max(1, ceil(n / 8))
    ticks = tuple(Tick(x(p), signed((first + p) * step, 1)) for p in range(0, n + 1, each))
    return LeanColumns(columns, ticks, x(-first))


def _steps(values: Sequence[float]) -> tuple[float, int, int]:
    """The width of a column in points, the number of the first one from nought, how many."""
    step = 0.5
    while True:
        low = min(0, floor(min(values) / step))
        high = max(0, floor(max(values) / step) + 1)
        if high - low <= MOST_COLUMNS:
            return step, low, max(1, high - low)
        step *= 2

"""The charts of one assessor: every place with its average, its sum, its limits and its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal, cast

from reliability.monitoring.baseline import Baseline
from reliability.monitoring.chances import (
    accuracy_support,
    deviation_moments,
    share_deviation,
)
from reliability.monitoring.limits import SLACK, WEIGHT, Limits
from reliability.monitoring.point import Point, RuleSign
from reliability.stats import drift

Name = Literal["accuracy", "bias"]


@dataclass(frozen=True)
class ChartPlace:
    """One case on a chart."""

    place: int
    """Which of the points since the last start."""
    case: str
    at: date
    value: float
    """The share of hits, or the deviation of the total."""
    ewma: float
    ewma_low: float
    ewma_high: float
    cusum: float
    """The sum that watches for a fall of accuracy, or for totals that are too high."""
    cusum_low: float | None
    """The sum that watches for totals that are too low; None on the chart of accuracy."""
    limit: float
    is_signal: bool
    """A sum is above its limit. The average is drawn to be looked at, and alarms nobody."""


@dataclass(frozen=True)
class Chart:
    """One chart since its last start; a place for each case that has a value."""

    name: Name
    places: tuple[ChartPlace, ...]
    centre: float

    @property
    def signal(self) -> ChartPlace | None:
        """The first place whose sum is above the limit."""
        return next((place for place in self.places if place.is_signal), None)

    def began(self, at: int, *, low: bool = False) -> int:
        """Where the rise began that stands at this place: after the sum was last 0."""
        while at and (self.places[at - 1].cusum_low if low else self.places[at - 1].cusum):
            at -= 1
        return at


@dataclass(frozen=True)
class RuleTrack:
    """The evidence on one rule, case by case, since the last start."""

    rule: str
    sums: tuple[float, ...]
    """One for each point; unchanged by a case that does not exercise the rule."""
    signs: tuple[RuleSign | None, ...]
    """One for each point; None where the case does not exercise the rule."""
    limit: float

    @property
    def signal(self) -> int | None:
        """The first point whose sum is above the limit."""
        return next((n for n, one in enumerate(self.sums) if one > self.limit), None)

    def support(self, at: int) -> tuple[int, ...]:
        """The points that speak for a misreading, since the sum was last 0 before this point."""
        first = at
        while first and self.sums[first - 1] > 0:
            first -= 1
        return tuple(
            n for n in range(first, at + 1) if (sign := self.signs[n]) and sign.support > 0
        )


def accuracy_chart(points: Sequence[Point], held: Baseline, found: Limits) -> Chart:
    """Shares of hits; the sum is the support for a fall, so that no case weighs too much."""
    numbers, told = _those(points, [p.n_items > 0 for p in points])
    levels = [p.expected or held.level for p in told]
    spread = share_deviation(found.items, held.level, found.clustering)
    away = [
        (p.n_hits / p.n_items - level) / share_deviation(p.n_items, level, found.clustering)
        for p, level in zip(told, levels, strict=True)
    ]
    supports = [
        accuracy_support(p.n_items - p.n_hits, p.n_items, level, found.clustering)
        for p, level in zip(told, levels, strict=True)
    ]
    sums = _sums(supports, 0.0, found.accuracy)["c_plus"] if told else []
    averages = _averages(away, found.ewma) if told else ([], [], [])
    places = tuple(
        ChartPlace(
            place=n,
            case=p.case,
            at=p.at,
            value=p.n_hits / p.n_items,
            ewma=held.level + spread * z,
            ewma_low=held.level + spread * low,
            ewma_high=min(1.0, held.level + spread * high),
            cusum=total,
            cusum_low=None,
            limit=found.accuracy,
            is_signal=total > found.accuracy,
        )
        for n, p, total, z, low, high in zip(numbers, told, sums, *averages, strict=True)
    )
    return Chart("accuracy", places, held.level)


def bias_chart(points: Sequence[Point], held: Baseline, found: Limits) -> Chart:
    """Deviations of totals; the sums count standard deviations beyond the slack, each way."""
    numbers, told = _those(points, [p.deviation is not None and p.n_items > 0 for p in points])
    centre, spread = _in_control(found.items, held, found)
    away = [_standard_deviation(p, held, found) for p in told]
    sums = _sums(away, SLACK, found.bias) if told else {"c_plus": [], "c_minus": []}
    averages = _averages(away, found.bias_ewma) if told else ([], [], [])
    places = tuple(
        ChartPlace(
            place=n,
            case=p.case,
            at=p.at,
            value=float(cast(int, p.deviation)),
            ewma=centre + spread * z,
            ewma_low=centre + spread * low,
            ewma_high=centre + spread * high,
            cusum=up,
            cusum_low=down,
            limit=found.bias,
            is_signal=max(up, down) > found.bias,
        )
        for n, p, up, down, z, low, high in zip(
            numbers, told, sums["c_plus"], sums["c_minus"], *averages, strict=True
        )
    )
    return Chart("bias", places, centre)


def _those(points: Sequence[Point], kept: Sequence[bool]) -> tuple[list[int], list[Point]]:
    numbers = [n for n, is_kept in enumerate(kept) if is_kept]
    return numbers, [points[n] for n in numbers]


def _standard_deviation(point: Point, held: Baseline, found: Limits) -> float:
    centre, spread = _in_control(point.n_items, held, found)
    return (cast(int, point.deviation) - centre) / spread


def _in_control(items: int, held: Baseline, found: Limits) -> tuple[float, float]:
    """Mean and standard deviation of the deviation of a total, in points of the tool."""
    mean, spread = deviation_moments(items, held.level, found.clustering)
    centre = mean * found.points if held.bias is None else held.bias
    return centre, spread * found.points


def rule_tracks(points: Sequence[Point], found: Limits) -> tuple[RuleTrack, ...]:
    """One for each rule that any of these cases exercises, the strongest evidence first."""
    signs: dict[str, list[RuleSign | None]] = {}
    for n, point in enumerate(points):
        for sign in point.rules:
            signs.setdefault(sign.rule, [None] * len(points))[n] = sign
    tracks = []
    for rule, row in signs.items():
        supports = [sign.support if sign else 0.0 for sign in row]
        # The same sum as on the charts; a plain loop is quicker for so many short series.
        sums = accumulate(supports, lambda held, one: max(0.0, held + one), initial=0.0)
        tracks.append(RuleTrack(rule, tuple(sums)[1:], tuple(row), found.rule))
    return tuple(sorted(tracks, key=lambda track: (-round(track.sums[-1], 9), track.rule)))


def _sums(series: Sequence[float], slack: float, limit: float) -> dict[str, list[float]]:
    chart = drift.cusum(series, target=0.0, sigma=1.0, k=slack, h=limit).detail
    # A sum that was emptied keeps a trace of rounding: it counts as empty.
    return {
        name: [one if one > 1e-9 else 0.0 for one in cast(list[float], chart[name])]
        for name in ("c_plus", "c_minus")
    }


def _averages(
    series: Sequence[float], width: float
) -> tuple[list[float], list[float], list[float]]:
    chart = drift.ewma(series, target=0.0, sigma=1.0, weight=WEIGHT, width=width).detail
    low, high = (cast(list[float], chart[name]) for name in ("lcl", "ucl"))
    return cast(list[float], chart["z"]), low, high

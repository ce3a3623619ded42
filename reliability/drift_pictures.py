"""Where the marks of the charts of drift go: numbers for an SVG, drawn by a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from reliability.monitoring import ChartPlace, RuleTrack, Watch

LEFT, RIGHT, TOP, BOTTOM = 62, 16, 12, 40
WIDTH, HEIGHT, LOW_HEIGHT = 480, 200, 110
SMALL_WIDTH, SMALL_HEIGHT, SMALL_EDGE = 220, 56, 6
DAYS_SHOWN = 4
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Line:
    """One line. `kind` names its stroke, so that it is told by more than colour."""

    kind: str
    points: str


@dataclass(frozen=True)
class Dot:
    """One case. `label` says it in words, for whoever does not see where it stands."""

    x: float
    y: float
    kind: str
    href: str
    label: str


@dataclass(frozen=True)
class Mark:
    """One mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class ChartPlot:
    """Lines and dots over cases in order of time."""

    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    starts: tuple[float, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    height: int
    width: int = LEFT + WIDTH + RIGHT
    left: int = LEFT
    right: int = LEFT + WIDTH
    top: int = TOP

    @property
    def bottom(self) -> int:
        return self.height - BOTTOM


@dataclass(frozen=True)
class Told:
    """What a dot leads to, and its words."""

    href: str
    label: str


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float
    height: int

    def y(self, value: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(TOP + self.height * (1 - share), 1)


def accuracy(found: Watch, told: Mapping[str, Told], group: Mapping[int, float]) -> ChartPlot:
    """Shares of items like gold, their average with its limits, the level, and the group.

    `group`: the place of a point -> the median of the others at that time.
    """
    values = {n: p.n_hits / p.n_items for n, p in enumerate(found.points) if p.n_items}
    lows = [*values.values(), *group.values(), *(one.ewma_low for one in found.accuracy.places)]
    low = floor(10 * min([0.7, *lows])) / 10
    scale = _Scale(max(0.0, low), 1.0, HEIGHT)
    up = tuple(
        Mark(scale.y(n / 10), f"{10 * n}\N{NO-BREAK SPACE}%")
        for n in range(round(10 * scale.low), 11)
        if n % 2 == 0 or scale.low >= 0.5
    )
    lines = [*_averages(found, found.accuracy.places, found.accuracy.centre, scale)]
    if len(group) > 1:
        lines.append(_line("group", found, sorted(group.items()), scale))
    return _plot(found, lines, _dots(found, values, found.accuracy.places, told, scale), up, HEIGHT)


def bias(found: Watch, told: Mapping[str, Told]) -> ChartPlot:
    """Totals minus gold's, their average with its limits, and where chance alone would put them."""
    values = {n: float(p.deviation) for n, p in enumerate(found.points) if p.deviation is not None}
    most = max([3, *(ceil(abs(value)) for value in values.values())])
    scale = _Scale(-most, most, HEIGHT)
    step = max(1, ceil(most / 4))
    up = tuple(
        Mark(scale.y(n), f"+{n}" if n > 0 else f"{n}".replace("-", MINUS))
        for n in range(-step * (most // step), most + 1, step)
    )
    lines = _averages(found, found.bias.places, found.bias.centre, scale)
    return _plot(found, lines, _dots(found, values, found.bias.places, told, scale), up, HEIGHT)


def sums(found: Watch, name: str) -> ChartPlot:
    """The sums of evidence of one chart, and the limit above which an alert is raised."""
    places = found.accuracy.places if name == "accuracy" else found.bias.places
    limit = places[0].limit if places else 1.0
    highs = [limit, *(p.cusum for p in places), *(p.cusum_low or 0.0 for p in places)]
    scale = _Scale(0.0, 1.15 * max(highs), LOW_HEIGHT)
    lines = [
        _line("limit", found, [(found.since, limit), (len(found.points) - 1, limit)], scale),
        _line("average", found, [(_n(found, p), p.cusum) for p in places], scale),
    ]
    if name == "bias":
        down = [(_n(found, p), p.cusum_low or 0.0) for p in places]
        lines.append(_line("down", found, down, scale))
    up = (Mark(scale.y(0), "0"), Mark(scale.y(limit), f"{limit:.1f}"))
    return _plot(found, lines, (), up, LOW_HEIGHT)


@dataclass(frozen=True)
class SmallPlot:
    """The evidence on one rule, case by case, against the limit."""

    line: str
    limit: float
    last_x: float
    last_y: float
    width: int = SMALL_WIDTH
    height: int = SMALL_HEIGHT


def rule(track: RuleTrack) -> SmallPlot:
    """One small picture; all rules share the scale of the limit."""
    high = max(1.2 * track.limit, *track.sums)
    inner = SMALL_HEIGHT - 2 * SMALL_EDGE
    n = max(1, len(track.sums) - 1)

    def y(value: float) -> float:
        return round(SMALL_EDGE + inner * (1 - value / high), 1)

    places = [
        (round(SMALL_EDGE + (SMALL_WIDTH - 2 * SMALL_EDGE) * at / n, 1), y(value))
        for at, value in enumerate(track.sums)
    ]
    return SmallPlot(
        line=" ".join(f"{x},{y}" for x, y in places),
        limit=y(track.limit),
        last_x=places[-1][0],
        last_y=places[-1][1],
    )


def _averages(
    found: Watch, places: Sequence[ChartPlace], centre: float, scale: _Scale
) -> list[Line]:
    def of(value: Callable[[ChartPlace], float]) -> list[tuple[int, float]]:
        return [(_n(found, place), value(place)) for place in places]

    lines = [
        _line("level", found, [(0, centre), (len(found.points) - 1, centre)], scale),
        _line("limit", found, of(lambda place: place.ewma_low), scale),
        _line("limit", found, of(lambda place: place.ewma_high), scale),
        _line("average", found, of(lambda place: place.ewma), scale),
    ]
    return [line for line in lines if line.points]


def _dots(
    found: Watch,
    values: Mapping[int, float],
    places: Sequence[ChartPlace],
    told: Mapping[str, Told],
    scale: _Scale,
) -> tuple[Dot, ...]:
    signals = {_n(found, place) for place in places if place.is_signal}
    return tuple(
        Dot(
            x=_x(found, n),
            y=scale.y(value),
            kind="earlier" if n < found.since else "signal" if n in signals else "now",
            href=told[found.points[n].case].href,
            label=told[found.points[n].case].label,
        )
        for n, value in values.items()
    )


def _plot(
    found: Watch, lines: Sequence[Line], dots: tuple[Dot, ...], up: tuple[Mark, ...], height: int
) -> ChartPlot:
    codes = {point.case: n for n, point in enumerate(found.points)}
    starts = [codes[start.case] for start in found.starts if start.reason != "first"]
    return ChartPlot(
        lines=tuple(lines),
        dots=dots,
        starts=tuple(round(_x(found, n) - _step(found) / 2, 1) for n in starts),
        across=tuple(_days(found)),
        up=up,
        height=TOP + height + BOTTOM,
    )


def _days(found: Watch) -> list[Mark]:
    n = len(found.points)
    every = max(1, ceil(n / DAYS_SHOWN))
    return [Mark(_x(found, at), f"{found.points[at].at:%Y-%m}") for at in range(0, n, every)]


def _line(kind: str, found: Watch, values: Sequence[tuple[int, float]], scale: _Scale) -> Line:
    return Line(kind, " ".join(f"{_x(found, n)},{scale.y(value)}" for n, value in values))


def _n(found: Watch, place: ChartPlace) -> int:
    """Which of all points a place of the charts is."""
    return found.since + place.place


def _step(found: Watch) -> float:
    return WIDTH / max(1, len(found.points))


def _x(found: Watch, n: int) -> float:
    return round(LEFT + _step(found) * (n + 0.5), 1)

"""From charts to what is to be talked about: the first signal of each kind, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Literal

from instruments.sheet import Text
from reliability.monitoring import wording
from reliability.monitoring.charts import Chart, RuleTrack
from reliability.monitoring.point import Point

Kind = Literal["accuracy", "bias", "rule"]
Direction = Literal["lower", "higher"]
NOT_TOLD_APART = log(2)
"""Rules whose sums differ by less are named together: the evidence does not set them apart."""
HINT = 4.0
"""A sum at which a rule is named beside a fall of accuracy, as what may lie behind it."""
OWN = 2
"""Answers that an earlier alarm does not explain, before a second rule is named as well."""


@dataclass(frozen=True)
class Alarm:
    """One thing to talk about. `kind`, `case` and `at` stay the same however often it is found."""

    kind: Kind
    case: str
    """The case with which the limit was passed."""
    at: date
    since: str
    """The case with which the rise began."""
    value: float
    limit: float
    direction: Direction | None
    """For accuracy: lower. For bias: where totals went."""
    rules: tuple[str, ...]
    """Of a rule alarm: the rule, and those with the same evidence. Of others: what may lie behind
    it; may be empty."""
    cases: tuple[str, ...]
    """The cases that speak for it; never empty."""
    sentence: Text


Placed = tuple[int, Alarm]
"""With the place of its case among the points."""


def alarms_of(
    points: Sequence[Point], accuracy: Chart, bias: Chart, tracks: Sequence[RuleTrack]
) -> tuple[Alarm, ...]:
    """In order of time; a named rule before what it may explain."""
    found = [*_rules(points, tracks)]
    found += [one for chart in (accuracy, bias) if (one := _chart(chart, tracks))]
    return tuple(alarm for _, alarm in sorted(found, key=lambda entry: entry[0]))


def _chart(chart: Chart, tracks: Sequence[RuleTrack]) -> Placed | None:
    place = chart.signal
    if place is None:
        return None
    at = chart.places.index(place)
    low = place.cusum_low is not None and place.cusum_low > place.cusum
    began = chart.began(at, low=low)
    is_lower = chart.name == "accuracy" or low
    rise = chart.places[began : at + 1]
    cases = [p.case for p in rise if (p.value < chart.centre) == is_lower]
    direction: Direction = "lower" if is_lower else "higher"
    alarm = Alarm(
        kind=chart.name,
        case=place.case,
        at=place.at,
        since=rise[0].case,
        value=(place.cusum_low if low else place.cusum) or 0.0,
        limit=place.limit,
        direction=direction,
        rules=_hints(place.place, tracks),
        cases=tuple(cases),
        sentence=wording.of_chart(chart.name, direction, len(rise), chart.centre, rise),
    )
    return place.place, alarm


def _hints(at: int, tracks: Sequence[RuleTrack]) -> tuple[str, ...]:
    """The rules with most evidence on the day of the alarm."""
    top = max((track.sums[at] for track in tracks), default=0.0)
    if top < HINT:
        return ()
    return tuple(sorted(t.rule for t in tracks if t.sums[at] > top - NOT_TOLD_APART))


def _rules(points: Sequence[Point], tracks: Sequence[RuleTrack]) -> list[Placed]:
    """Rule by rule as they signal; one that earlier alarms explain is not named again."""
    signalled = [(track.signal, track) for track in tracks]
    order = sorted(
        ((at, -track.sums[at], track.rule, track) for at, track in signalled if at is not None),
        key=lambda entry: entry[:3],
    )
    found: list[Placed] = []
    explained: set[tuple[int, str]] = set()
    named: set[str] = set()
    for at, _, rule, track in order:
        support = {(n, item) for n in track.support(at) for item in _items(track, n)}
        if rule in named or (found and len(support - explained) < OWN):
            continue
        alarm = _rule(points, at, track, [one for one in tracks if one.rule not in named])
        found.append((at, alarm))
        named |= set(alarm.rules)
        explained |= {
            (n, item)
            for one in tracks
            if one.rule in alarm.rules
            for n in range(len(points))
            for item in _items(one, n)
        }
    return found


def _is_like(one: RuleTrack, track: RuleTrack, at: int) -> bool:
    """Whether the same answers speak for both, about as loudly."""
    is_near = abs(one.sums[at] - track.sums[at]) < NOT_TOLD_APART
    shared = set(one.support(at)) & set(track.support(at))
    return is_near and any(set(_items(one, n)) & set(_items(track, n)) for n in shared)


def _items(track: RuleTrack, place: int) -> tuple[str, ...]:
    sign = track.signs[place]
    return sign.items if sign else ()


def _rule(points: Sequence[Point], at: int, track: RuleTrack, tracks: Sequence[RuleTrack]) -> Alarm:
    support = track.support(at)
    near = [one.rule for one in tracks if one is not track and _is_like(one, track, at)]
    rules = (track.rule, *sorted(near))
    exercised = sum(sign is not None for sign in track.signs[support[0] : at + 1])
    return Alarm(
        kind="rule",
        case=points[at].case,
        at=points[at].at,
        since=points[support[0]].case,
        value=track.sums[at],
        limit=track.limit,
        direction=None,
        rules=rules,
        cases=tuple(points[n].case for n in support),
        sentence=wording.of_rules(rules, len(support), exercised),
    )

"""One assessor with one tool, watched: charts, evidence on rules, and alarms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from instruments.sheet import Text
from reliability.certification.agreement import clustered_agreement
from reliability.certification.evidence import CaseEvidence
from reliability.monitoring import wording
from reliability.monitoring.alarms import Alarm, alarms_of
from reliability.monitoring.baseline import Baseline
from reliability.monitoring.charts import Chart, RuleTrack, accuracy_chart, bias_chart, rule_tracks
from reliability.monitoring.limits import Limits
from reliability.monitoring.point import Point
from reliability.stats.estimate import Estimate

GAP_DAYS = 365
"""Evidence older than such a gap says what he did then, not what he does now."""


@dataclass(frozen=True)
class Start:
    """Where the charts begin anew: what lies before is shown, and counts no longer."""

    at: date
    case: str
    reason: Literal["first", "gap", "restart"]
    note: Text | None


@dataclass(frozen=True)
class Watch:
    """What all points say. Charts and tracks hold those since the last start."""

    points: tuple[Point, ...]
    """All of them, in order of time."""
    since: int
    """The first point of the last start: those before it are shown only."""
    baseline: Baseline
    limits: Limits
    accuracy: Chart
    bias: Chart
    rules: tuple[RuleTrack, ...]
    alarms: tuple[Alarm, ...]
    """Since the last start: the first of each kind, and of each rule. Empty: nothing to say."""
    earlier: tuple[Alarm, ...]
    """Those of before the last start."""
    starts: tuple[Start, ...]
    agreement: Estimate
    """The share of hits since the last start, with an interval for clustered items."""
    note: Text | None


def watch(
    points: Sequence[Point],
    held: Baseline,
    found: Limits,
    *,
    restarts: Sequence[date] = (),
    longest_gap_days: int = GAP_DAYS,
) -> Watch:
    """Charts and alarms from these points.

    Parameters
    ----------
    points : in any order; those of one day stay in the order given. A retired case is left out or
        left in by the caller; a corrected one has its hits counted with the gold the caller chose.
    restarts : days on which a remedy was done: the charts begin anew with the next day's case.
    longest_gap_days : after a longer gap they begin anew too.

    The same points give the same alarms, however often this runs. No point: no chart, no alarm.
    """
    told = tuple(sorted(points, key=lambda point: point.at))
    starts = _starts(told, sorted(restarts), longest_gap_days)
    places = [place for place, _ in starts]
    parts = [told[a:b] for a, b in pairwise([*places, len(told)])]
    earlier = [alarm for part in parts[:-1] for alarm in _watched(part, held, found)[3]]
    last = parts[-1] if parts else ()
    accuracy, bias, tracks, alarms = _watched(last, held, found)
    return Watch(
        points=told,
        since=places[-1] if places else 0,
        baseline=held,
        limits=found,
        accuracy=accuracy,
        bias=bias,
        rules=tracks,
        alarms=alarms,
        earlier=tuple(earlier),
        starts=tuple(start for _, start in starts),
        agreement=clustered_agreement([_evidence(p) for p in last], found.clustering),
        note=wording.of_few(len(last)),
    )


Watched = tuple[Chart, Chart, tuple[RuleTrack, ...], tuple[Alarm, ...]]


def _watched(part: Sequence[Point], held: Baseline, found: Limits) -> Watched:
    accuracy, bias = accuracy_chart(part, held, found), bias_chart(part, held, found)
    tracks = rule_tracks(part, found)
    return accuracy, bias, tracks, alarms_of(part, accuracy, bias, tracks)


def _starts(
    told: Sequence[Point], restarts: Sequence[date], longest: int
) -> list[tuple[int, Start]]:
    if not told:
        return []
    first = told[0]
    found = [(0, Start(first.at, first.case, "first", None))]
    for n, (before, point) in enumerate(pairwise(told), 1):
        days = (point.at - before.at).days
        if any(before.at <= day < point.at for day in restarts):
            found.append((n, Start(point.at, point.case, "restart", wording.RESTART)))
        elif days > longest:
            found.append((n, Start(point.at, point.case, "gap", wording.of_gap(days))))
    return found


def _evidence(point: Point) -> CaseEvidence:
    return CaseEvidence(case=point.case, items=point.n_items, hits=point.n_hits)

"""One assessor with one tool over time: charts, the table behind them, rules, what was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reliability import drift_pictures as pictures
from reliability import monitoring
from reliability.actions.monitoring.watching import points_of, watched
from reliability.drift_pictures import ChartPlot, Told
from reliability.models import Alert, MonitorPoint, OutsideTraining, Remedy, RemedyCase, Watch
from reliability.reports.alert_words import remedy_words
from reliability.reports.rules_over_time import RuleOverTime, rules_over_time
from training.models import Enrolment
from training.questions import spoken, tool_name

LEAST_OTHERS = 3
"""Fewer others than this in a month are no group."""
MULTIPLES = 12


@dataclass(frozen=True)
class PointRow:
    """One check case in the table behind the charts."""

    at: date
    case: str
    assignment: int
    hits: int
    items: int
    deviation: int | None
    place: monitoring.ChartPlace | None
    bias: monitoring.ChartPlace | None
    starts: str
    """Why the charts begin anew with this case; empty elsewhere."""


@dataclass(frozen=True)
class RemedyRow:
    """A remedy with where it stands."""

    remedy: Remedy
    words: str
    tone: str


@dataclass(frozen=True)
class DriftPage:
    """Everything on the page of one assessor and tool."""

    enrolment: Enrolment
    tool: str
    tool_name: str
    found: monitoring.Watch
    accuracy: ChartPlot
    accuracy_sums: ChartPlot
    bias: ChartPlot
    bias_sums: ChartPlot
    has_group: bool
    rows: tuple[PointRow, ...]
    rules: tuple[RuleOverTime, ...]
    n_more_rules: int
    intra: monitoring.IntraRater | None
    severity: Mapping[str, Any] | None
    alerts: tuple[Alert, ...]
    remedies: tuple[RemedyRow, ...]
    elsewhere: tuple[OutsideTraining, ...]

    @property
    def has_bias(self) -> bool:
        return any(point.deviation is not None for point in self.found.points)

    @property
    def notes(self) -> tuple[str, ...]:
        """Cautions on the level and on how little was seen so far."""
        both = (self.found.baseline.note, self.found.note)
        return tuple(spoken(note) for note in both if note is not None)

    @property
    def starts(self) -> tuple[tuple[date, str], ...]:
        """Where the charts began anew, and why."""
        return tuple((one.at, spoken(one.note)) for one in self.found.starts if one.note)

    @property
    def last(self) -> PointRow | None:
        return self.rows[-1] if self.rows else None

    @property
    def level(self) -> int:
        return round(100 * self.found.baseline.level)

    @property
    def run_length(self) -> int:
        return round(self.found.limits.run_length)

    @property
    def share(self) -> str:
        """The share of items like gold since the charts began, with its interval."""
        seen = self.found.agreement
        if seen.value is None:
            return ""
        if seen.low is None or seen.high is None:
            return f"{round(100 * seen.value)}\N{NO-BREAK SPACE}%"
        told = _("%(share)d %%, likely between %(low)d %% and %(high)d %%")
        parts = {"share": seen.value, "low": seen.low, "high": seen.high}
        return told % {name: round(100 * value) for name, value in parts.items()}


def drift_page(
    enrolment: Enrolment, tool: str, *, with_group: bool = False, with_alerts: bool = False
) -> DriftPage:
    """The charts of one person as they are now; group and alerts only for those who decide."""
    points = points_of(enrolment, tool)
    found = watched(enrolment, tool)
    group = _group(enrolment, tool, points) if with_group and points else {}
    words = {str(point.coding_id): _told(point) for point in _with_assignments(points)}
    alerts = tuple(enrolment.alerts.filter(tool=tool).order_by("-raised_at", "-pk"))
    named = {rule for alert in alerts if alert.closed_at is None for rule in alert.rules}
    rules = tuple(rules_over_time(tool, found.rules, named if with_alerts else set()))
    kept = Watch.objects.filter(enrolment=enrolment, tool=tool).first()
    return DriftPage(
        enrolment=enrolment,
        tool=tool,
        tool_name=tool_name(tool),
        found=found,
        accuracy=pictures.accuracy(found, words, group),
        accuracy_sums=pictures.sums(found, "accuracy"),
        bias=pictures.bias(found, words),
        bias_sums=pictures.sums(found, "bias"),
        has_group=len(group) > 1,
        rows=tuple(_rows(found, points)),
        rules=rules[:MULTIPLES],
        n_more_rules=max(0, len(rules) - MULTIPLES),
        intra=_intra(points),
        severity=(kept.state.get("severity") or None) if kept else None,
        alerts=alerts,
        remedies=tuple(_remedies(enrolment, tool)),
        elsewhere=tuple(elsewhere(enrolment).filter(tool__in=("", tool))),
    )


def elsewhere(enrolment: Enrolment) -> QuerySet[OutsideTraining]:
    """What this person took elsewhere and was not withdrawn, the newest first."""
    found = OutsideTraining.objects.filter(
        agency=enrolment.agency_id, assessor__user=enrolment.assessor.user_id, withdrawn_at=None
    )
    return found.select_related("recorded_by__user")


def _with_assignments(points: Sequence[MonitorPoint]) -> Sequence[MonitorPoint]:
    """The same points, each knowing the case that it came from; one query for all."""
    found = MonitorPoint.objects.filter(pk__in=[point.pk for point in points])
    codings = dict(found.values_list("pk", "coding__assignment"))
    for point in points:
        point.assignment_id = codings[point.pk]  # type: ignore[attr-defined]
    return points


def _told(point: MonitorPoint) -> Told:
    words = _("%(day)s, %(case)s: %(hits)s of %(items)s items like gold")
    said = words % {
        "day": localdate(point.at).isoformat(),
        "case": point.version.vignette.code,
        "hits": point.hits,
        "items": point.items,
    }
    assignment = point.assignment_id  # type: ignore[attr-defined]
    return Told(reverse("training:feedback", args=[assignment]), said)


def _group(enrolment: Enrolment, tool: str, points: Sequence[MonitorPoint]) -> dict[int, float]:
    """The place of a point -> the median of what the others did in that month."""
    others = MonitorPoint.objects.filter(
        agency=enrolment.agency_id, tool=tool, at__gte=points[0].at.replace(day=1), items__gt=0
    ).exclude(enrolment__assessor__user=enrolment.assessor.user_id)
    months: dict[tuple[int, int], list[float]] = defaultdict(list)
    counted = (
        others.order_by()
        .annotate(month=TruncMonth("at"))
        .values("month", "enrolment")
        .annotate(right=Sum("hits"), of=Sum("items"))
    )
    for one in counted:
        months[one["month"].year, one["month"].month].append(one["right"] / one["of"])
    found = {}
    for n, point in enumerate(points):
        day = localdate(point.at)
        shares = months.get((day.year, day.month), [])
        if len(shares) >= LEAST_OTHERS:
            found[n] = median(shares)
    return found


def _rows(found: monitoring.Watch, points: Sequence[MonitorPoint]) -> Iterable[PointRow]:
    accuracy = {place.case: place for place in found.accuracy.places}
    bias = {place.case: place for place in found.bias.places}
    starts = {one.case: spoken(one.note) for one in found.starts if one.note}
    for point in points:
        key = str(point.coding_id)
        yield PointRow(
            at=localdate(point.at),
            case=point.version.vignette.code,
            assignment=point.assignment_id,  # type: ignore[attr-defined]
            hits=point.hits,
            items=point.items,
            deviation=point.deviation,
            place=accuracy.get(key),
            bias=bias.get(key),
            starts=starts.get(key, ""),
        )


def _intra(points: Sequence[MonitorPoint]) -> monitoring.IntraRater | None:
    """How the person agrees with himself on cases that came again; None where none did."""
    met: dict[int, MonitorPoint] = {}
    repeats = []
    for point in points:
        case = point.version.vignette_id
        first = met.get(case)
        if first is not None:
            repeats.append(_again(first, point))
        met[case] = point
    return monitoring.intra_rater(repeats) if repeats else None


def _again(first: MonitorPoint, second: MonitorPoint) -> monitoring.Again:
    return monitoring.Again(
        case=str(first.version_id),
        days=(localdate(second.at) - localdate(first.at)).days,
        first=first.findings.get("given", {}),
        second=second.findings.get("given", {}),
    )


def _remedies(enrolment: Enrolment, tool: str) -> Iterable[RemedyRow]:
    found = Remedy.objects.filter(alert__enrolment=enrolment, alert__tool=tool)
    for remedy in found.prefetch_related("cases").order_by("-assigned_at", "-pk"):
        purposes = {case.purpose for case in remedy.cases.all()}
        words, tone = remedy_words(remedy, RemedyCase.Purpose.RECHECK in purposes)
        yield RemedyRow(remedy, words, tone)

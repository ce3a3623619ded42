"""Alerts about everybody: a group that moved together, or reads a rule otherwise together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from agencies.models import Agency
from reliability import monitoring
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.actions.monitoring.frame import Frame, explained_in
from reliability.actions.monitoring.gold_checks import ReadAlike, labels
from reliability.actions.monitoring.watching import told
from reliability.models import Alert, AlertStep, MonitorPoint
from training.models import Enrolment

PERIOD = timedelta(days=92)
"""What a group did lately: long enough for six check cases each."""
EXPLAINED = gettext_noop(
    "The group moved together; what these people's own charts show is part of it."
)

Series = tuple[Enrolment, str]


@dataclass(frozen=True)
class Group:
    """What a tool's group did lately, and the alert that is open about it."""

    found: monitoring.GroupDrift
    since: date
    alert: Alert | None = None
    rules: frozenset[str] = frozenset()
    """Rules that everybody seems to read otherwise."""
    noted: Mapping[str, object] = field(default_factory=dict)
    """Key of a personal signal that the open alert explained -> the coding it was seen at."""

    def explains(self, sight: Sight) -> bool:
        """Whether one person's alert is what the whole group did: then nobody is talked to alone.

        A rule is explained by the same rule; a fall or a lean by a group that moved, whatever lies
        behind it. What began before the period is a person's own. What was explained once stays
        so while the group's alert is open.
        """
        if self.noted.get(sight.key, "") == sight.evidence["signal"]:
            return True
        if sight.kind == Alert.Kind.RULE:
            return bool(self.rules.intersection(sight.rules))
        return bool(self.found.moved and sight.evidence["began"] >= self.since.isoformat())


def group_of(
    agency: Agency,
    frame: Frame,
    seen: Mapping[Series, monitoring.Watch],
    points: Sequence[MonitorPoint],
    alike: Sequence[ReadAlike],
    at: datetime,
) -> tuple[Group, int]:
    """Whether the group with this frame's tool moved; raises one alert about it if it is new.

    `alike`: rules that strong assessors answer alike on several cases, and otherwise than gold.
    """
    tool = frame.rules.tool
    closed = _groups(agency, tool).filter(closed_at__isnull=False).order_by("closed_at").last()
    since = localdate(at - PERIOD)
    if closed is not None and closed.closed_at is not None:
        since = max(since, localdate(closed.closed_at) + timedelta(days=1))
    names = labels(points)
    levels = {str(e.pk): found.baseline for (e, of), found in seen.items() if of == tool}
    series: dict[str, list[monitoring.Point]] = defaultdict(list)
    for point in points:
        if str(point.enrolment_id) in levels:
            as_read = told(point, frame.doubted)
            series[str(point.enrolment_id)].append(replace(as_read, case=names[point.version_id]))
    found = monitoring.group_drift(series, levels, since=since)
    rules = {one.name for one in found.explained_by if one.kind == "rule"}
    rules |= {rule for one in alike for rule in one.rules}
    sight = None
    if found.moved:
        recent = [p for p in points if p.items and localdate(p.at) >= since]
        sight = _moved(tool, found, sorted(rules), _cases(recent, names))
    elif alike:
        sight = _read_alike(tool, alike[0])
    raised = sight is not None and raise_alert(agency=agency, sight=sight, at=at) is not None
    alert = _groups(agency, tool).filter(closed_at=None).prefetch_related("steps").first()
    noted = explained_in(alert.steps.all()) if alert else []
    kept = {str(one["key"]): one["signal"] for one in noted}
    return Group(found, since, alert, frozenset(rules), kept), int(raised)


def _groups(agency: Agency, tool: str) -> QuerySet[Alert]:
    return Alert.objects.filter(agency=agency, tool=tool, kind=Alert.Kind.GROUP)


def _cases(points: Iterable[MonitorPoint], names: Mapping[int, str]) -> list[dict[str, object]]:
    versions = sorted({point.version_id for point in points})
    return [{"version": pk, "case": names[pk]} for pk in versions]


def _moved(
    tool: str, found: monitoring.GroupDrift, rules: list[str], cases: list[dict[str, object]]
) -> Sight:
    evidence = {
        "cases": cases,
        "assessors": found.assessors,
        "below": found.below,
        "expected": found.expected,
        "seen": found.seen,
        "p": found.p,
        "explained_by": [
            {"kind": one.kind, "name": one.name, "share": round(one.share, 3)}
            for one in found.explained_by
        ],
        "sentence": found.sentence.model_dump(),
    }
    return Sight(Alert.Kind.GROUP, tool, f"group {tool}", evidence, rules)


def _read_alike(tool: str, alike: ReadAlike) -> Sight:
    evidence = {
        "cases": [{"version": pk, "case": code} for pk, code in alike.cases],
        "assessors": alike.strong,
        "explained_by": [{"kind": "rule", "name": rule, "share": 1.0} for rule in alike.rules],
        "sentence": alike.sentence.model_dump(),
    }
    return Sight(Alert.Kind.GROUP, tool, f"group {tool}", evidence, alike.rules)


def note_explained(group: Group, sights: Collection[Sight], at: datetime) -> None:
    """Put on the group's alert whose own signals it explains, each once."""
    fresh = [
        {
            "enrolment": sight.enrolment.pk,
            "key": sight.key,
            "signal": sight.evidence["signal"],
        }
        for sight in sights
        if sight.enrolment and group.noted.get(sight.key, "") != sight.evidence["signal"]
    ]
    if group.alert is None or not fresh:
        return
    AlertStep.objects.create(
        agency_id=group.alert.agency_id,
        alert=group.alert,
        kind=AlertStep.Kind.NOTED,
        note=EXPLAINED,
        detail={"explained": fresh},
        at=at,
    )

"""Alerts about everybody: a group that moved together, and gold that strong assessors miss."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from agencies.models import Agency
from reliability import monitoring
from reliability.access import points_since
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.actions.monitoring.frame import Frame, explained_in
from reliability.actions.monitoring.watching import told
from reliability.models import Alert, AlertStep, MonitorPoint
from training.models import Enrolment
from vignettes.access import published_versions
from vignettes.models import VignetteVersion

PERIOD = timedelta(days=92)
"""What a group did lately: long enough for six check cases each."""
LATELY = timedelta(days=366)
"""How far back gold is checked by the answers of strong assessors."""
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
        if not self.found.moved:
            return False
        if sight.kind == Alert.Kind.RULE:
            behind = {one.name for one in self.found.explained_by if one.kind == "rule"}
            return bool(behind.intersection(sight.rules))
        return bool(sight.evidence["began"] >= self.since.isoformat())


def lately(agency: Agency, tool: str, at: datetime) -> list[MonitorPoint]:
    """The points of everybody that gold and groups are judged by, in order of time."""
    return list(points_since(agency, tool, at - LATELY))


def check_golds(agency: Agency, tool: str, points: Sequence[MonitorPoint], at: datetime) -> int:
    """Raise what strong assessors miss on cases in use; answer how many alerts are new.

    After an alert on a gold score was closed only answers given since then count against it.
    """
    names = labels(points)
    settled = _settled(agency, tool)
    answers = [
        monitoring.Answer(
            assessor=str(point.enrolment_id),
            case=names[point.version_id],
            item=item,
            is_hit=bool(is_hit),
            given=point.findings.get("given", {}).get(item),
        )
        for point in points
        for item, is_hit in point.findings.get("items", {}).items()
        if settled.get((point.version_id, item), point.at) <= point.at
    ]
    flagged = [found for found in monitoring.check_gold(answers) if found.is_flagged]
    if not flagged:
        return 0
    by_name = {name: version for version, name in names.items()}
    used = published_versions(agency).in_bulk([by_name[one.case] for one in flagged])
    return sum(
        _raise_gold(agency, tool, used[by_name[one.case]], one, points, at)
        for one in flagged
        if by_name[one.case] in used
    )


def labels(points: Iterable[MonitorPoint]) -> dict[int, str]:
    """What each version is called in sentences: its case's code, with its number where needed."""
    found = VignetteVersion.objects.filter(pk__in={point.version_id for point in points})
    versions = list(found.select_related("vignette"))
    often = Counter(version.vignette.code for version in versions)
    return {
        one.pk: one.vignette.code
        if often[one.vignette.code] == 1
        else f"{one.vignette.code}/{one.pk}"
        for one in versions
    }


def _settled(agency: Agency, tool: str) -> dict[tuple[int, str], datetime]:
    closed = Alert.objects.filter(
        agency=agency, tool=tool, kind=Alert.Kind.GOLD, closed_at__isnull=False
    )
    rows = closed.order_by("closed_at").values_list("version", "item", "closed_at")
    return {
        (version, item): closed_at
        for version, item, closed_at in rows
        if version is not None and closed_at is not None
    }


def _raise_gold(
    agency: Agency,
    tool: str,
    version: VignetteVersion,
    found: monitoring.GoldCheck,
    points: Iterable[MonitorPoint],
    at: datetime,
) -> int:
    codings = [
        {"coding": p.coding_id, "case": version.vignette.code}
        for p in points
        if p.version_id == version.pk and p.findings.get("items", {}).get(found.item) == 0
    ]
    evidence = {
        "cases": codings,
        "strong": found.strong,
        "missed": found.missed,
        "given": found.given,
        "same_answer": found.same_answer,
        "p": found.p,
        "sentence": found.sentence.model_dump(),
    }
    sight = Sight(
        Alert.Kind.GOLD,
        tool,
        f"gold {tool} {version.pk} {found.item}",
        evidence,
        version=version,
        item=found.item,
    )
    return int(raise_alert(agency=agency, sight=sight, at=at) is not None)


def group_of(
    agency: Agency,
    frame: Frame,
    seen: Mapping[Series, monitoring.Watch],
    points: Sequence[MonitorPoint],
    at: datetime,
) -> tuple[Group, int]:
    """Whether the group with this frame's tool moved; raises one alert about it if it is new."""
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
    recent = [p for p in points if p.items and localdate(p.at) >= since]
    raised = _raise_group(agency, tool, found, _cases(recent, names), at) if found.moved else 0
    alert = _groups(agency, tool).filter(closed_at=None).prefetch_related("steps").first()
    noted = explained_in(alert.steps.all()) if alert else []
    kept = {str(one["key"]): one["signal"] for one in noted}
    return Group(found, since, alert, kept), raised


def _groups(agency: Agency, tool: str) -> QuerySet[Alert]:
    return Alert.objects.filter(agency=agency, tool=tool, kind=Alert.Kind.GROUP)


def _cases(points: Iterable[MonitorPoint], names: Mapping[int, str]) -> list[dict[str, object]]:
    versions = sorted({point.version_id for point in points})
    return [{"version": pk, "case": names[pk]} for pk in versions]


def _raise_group(
    agency: Agency,
    tool: str,
    found: monitoring.GroupDrift,
    cases: list[dict[str, object]],
    at: datetime,
) -> int:
    rules = [one.name for one in found.explained_by if one.kind == "rule"]
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
    sight = Sight(Alert.Kind.GROUP, tool, f"group {tool}", evidence, rules)
    return int(raise_alert(agency=agency, sight=sight, at=at) is not None)


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

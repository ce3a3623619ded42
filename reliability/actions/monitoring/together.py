"""Alerts about everybody: a group that moved together, and gold that strong assessors miss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agencies.models import Agency
from reliability import monitoring
from reliability.access import points_since
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.actions.monitoring.watching import told
from reliability.models import Alert, MonitorPoint
from training.models import Enrolment
from vignettes.models import VignetteVersion

PERIOD = timedelta(days=92)
"""What a group did lately: long enough for six check cases each."""
LATELY = timedelta(days=366)
"""How far back gold is checked by the answers of strong assessors."""

Series = tuple[Enrolment, str]


@dataclass(frozen=True)
class Together:
    """What was seen of everybody, and how many alerts it raised."""

    groups: Mapping[str, monitoring.GroupDrift]
    """tool -> what its group did."""
    since: datetime
    raised: int

    def explains(self, sight: Sight) -> bool:
        """Whether one person's alert is what the whole group did: then nobody is talked to alone.

        A rule is explained by the same rule; a fall or a lean by a group that moved, whatever lies
        behind it. What began before the period is a person's own.
        """
        group = self.groups.get(sight.tool)
        if group is None or not group.moved:
            return False
        behind = {one.name for one in group.explained_by if one.kind == "rule"}
        if sight.kind == Alert.Kind.RULE:
            return bool(behind.intersection(sight.rules))
        return bool(sight.evidence["began"] >= self.since.date().isoformat())


def alerts_about_all(
    agency: Agency, seen: Mapping[Series, monitoring.Watch], at: datetime
) -> Together:
    """Look at each tool's group and at its gold; raise what is new."""
    since = at - PERIOD
    groups: dict[str, monitoring.GroupDrift] = {}
    raised = 0
    for tool in sorted({tool for _, tool in seen}):
        points = list(points_since(agency, tool, at - LATELY))
        groups[tool] = _group(points, seen, tool, since)
        raised += _raise_group(agency, tool, groups[tool], points, at)
        raised += sum(_raise_gold(agency, tool, found, points, at) for found in _flagged(points))
    return Together(groups, since, raised)


def _group(
    points: Iterable[MonitorPoint],
    seen: Mapping[Series, monitoring.Watch],
    tool: str,
    since: datetime,
) -> monitoring.GroupDrift:
    levels = {str(e.pk): found.baseline for (e, of), found in seen.items() if of == tool}
    series: dict[str, list[monitoring.Point]] = defaultdict(list)
    for point in points:
        if str(point.enrolment_id) in levels:
            series[str(point.enrolment_id)].append(_by_case(point))
    return monitoring.group_drift(series, levels, since=since.date())


def _by_case(point: MonitorPoint) -> monitoring.Point:
    """As the charts read it, but named by its case, which others have too."""
    return replace(told(point), case=str(point.version_id))


def _raise_group(
    agency: Agency,
    tool: str,
    found: monitoring.GroupDrift,
    points: Iterable[MonitorPoint],
    at: datetime,
) -> int:
    if not found.moved:
        return 0
    cases = sorted({p.version_id for p in points if p.at >= at - PERIOD and p.items})
    rules = [one.name for one in found.explained_by if one.kind == "rule"]
    evidence = {
        "cases": _titles(cases),
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


def _titles(versions: Iterable[int]) -> list[dict[str, object]]:
    found = VignetteVersion.objects.filter(pk__in=list(versions)).select_related("vignette")
    return [{"version": one.pk, "case": one.vignette.code} for one in found.order_by("pk")]


def _flagged(points: Iterable[MonitorPoint]) -> list[monitoring.GoldCheck]:
    answers = (
        monitoring.Answer(
            assessor=str(point.enrolment_id),
            case=str(point.version_id),
            item=item,
            is_hit=is_hit,
            given=point.findings.get("given", {}).get(item),
        )
        for point in points
        for item, is_hit in point.findings.get("items", {}).items()
    )
    return [found for found in monitoring.check_gold(answers) if found.is_flagged]


def _raise_gold(
    agency: Agency,
    tool: str,
    found: monitoring.GoldCheck,
    points: Iterable[MonitorPoint],
    at: datetime,
) -> int:
    version = VignetteVersion.objects.select_related("vignette").get(pk=int(found.case))
    codings = [
        {"coding": p.coding_id, "case": version.vignette.code}
        for p in points
        if p.version_id == version.pk and p.findings.get("items", {}).get(found.item) is False
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

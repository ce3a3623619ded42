"""Whether a remedy helped, by what was scored on its recheck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reliability.models import Alert, MonitorPoint, Remedy
from reliability.monitoring.baseline import LEVEL

SLACK = 1
"""Items that may be missed beyond what the level allows: a recheck is short."""


@dataclass(frozen=True)
class Judged:
    """What the recheck shows."""

    helped: bool
    rules: Mapping[str, float]
    """Rule -> what all cases together say of its being misread; below 0: it is read right."""
    items: int
    hits: int


def helped(remedy: Remedy, points: Sequence[MonitorPoint]) -> Judged:
    """It helped where what the alert was about is no longer seen.

    A rule: no named rule that the cases exercise speaks for being misread. A fall: as many items
    right as the level asks, one missed more at most. A lean: the totals lie within a point of
    gold's on average, the way they leaned. What no case exercises is judged by the items.
    """
    alert = remedy.alert
    rules: dict[str, float] = defaultdict(float)
    for point in points:
        for sign in point.findings.get("rules", []):
            if sign["rule"] in remedy.rules:
                rules[sign["rule"]] += sign["support"]
    items, hits = sum(point.items for point in points), sum(point.hits for point in points)
    level = alert.evidence.get("level", LEVEL)
    is_level = items > 0 and hits >= level * items - SLACK
    is_read = all(support < 0 for support in rules.values())
    if alert.kind == Alert.Kind.RULE:
        found = is_read if rules else is_level
    elif alert.kind == Alert.Kind.BIAS:
        found = is_read and _is_straight(alert, points)
    else:
        found = is_read and is_level
    told = {rule: round(support, 3) for rule, support in sorted(rules.items())}
    return Judged(found, told, items, hits)


def _is_straight(alert: Alert, points: Sequence[MonitorPoint]) -> bool:
    away = [point.deviation for point in points if point.deviation is not None]
    sign = -1 if alert.evidence.get("direction") == "lower" else 1
    return bool(away) and sign * sum(away) <= len(away)

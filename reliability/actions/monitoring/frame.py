"""What the charts of everybody with one tool in one agency share, read once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.utils.timezone import localdate

from instruments import catalogue
from reliability import monitoring
from reliability.actions.monitoring.peers import Peers, peers_of
from reliability.models import Alert, AlertStep, MonitorPoint, MonitorRules, Remedy
from training.models import CheckPlan

DEFAULT_RUN_LENGTH = 180.0
CHECKS_A_MONTH = 2.0
FEW = 30
"""Check cases of an agency, below which every one is taken to have items."""

Doubted = frozenset[tuple[int, str]]
"""Version and item of each gold score that is being checked: it counts for nobody meanwhile."""


@dataclass(frozen=True)
class Frame:
    """The agency's rules, and what was settled: from there on the charts begin anew."""

    rules: MonitorRules
    run_length: float
    items: int = 10
    """Counted items of a usual case."""
    scored: float = 1.0
    """The share of check cases that have any."""
    doubted: Doubted = frozenset()
    restarts: Mapping[int, tuple[date, ...]] = field(default_factory=dict)
    """Enrolment -> days on which a remedy was done, or an alert was closed."""
    peers: Peers = field(default_factory=Peers)


def frame_of(agency_id: int, tool: str) -> Frame:
    """Read it, in a number of queries that does not depend on how many people there are."""
    rules = monitor_rules(agency_id, tool)
    assessors = _assessors(agency_id, tool, rules)
    doubts = doubted(agency_id, tool)
    items, scored = _usual(agency_id, tool)
    return Frame(
        rules=rules,
        run_length=run_length_of(rules, assessors, cases_a_month(agency_id, tool)),
        items=items,
        scored=scored,
        doubted=doubts,
        restarts=_restarts(agency_id, tool),
        peers=peers_of(agency_id, tool, {version for version, _ in doubts}),
    )


def monitor_rules(agency_id: int, tool: str) -> MonitorRules:
    """The rules in force; the default ones, not stored, where the agency has made none."""
    found = MonitorRules.objects.filter(agency=agency_id, tool=tool).order_by("pk").last()
    return found or MonitorRules(agency_id=agency_id, tool=tool)


def run_length_of(
    rules: MonitorRules, assessors: int, cases_per_month: float = CHECKS_A_MONTH
) -> float:
    """The run length asked for; where false alerts a month are limited, what follows from that."""
    if rules.alerts_a_month is None or not assessors or not cases_per_month:
        return float(rules.run_length)
    return monitoring.run_length_for(
        float(rules.alerts_a_month), assessors=assessors, cases_per_month=cases_per_month
    )


def cases_a_month(agency_id: int, tool: str) -> float:
    """How many check cases the agency's plans give a person, over its programmes on average."""
    plans = CheckPlan.objects.filter(agency=agency_id, tool=tool).order_by("pk")
    newest = dict(plans.values_list("programme", "per_month"))
    return sum(newest.values()) / len(newest) if newest else CHECKS_A_MONTH


def doubted(agency_id: int, tool: str) -> Doubted:
    """Gold scores with an open alert: what nobody knows to be right speaks against nobody."""
    found = Alert.objects.filter(
        agency=agency_id, tool=tool, kind=Alert.Kind.GOLD, closed_at=None, version__isnull=False
    )
    return frozenset(found.values_list("version", "item"))


def explained_in(steps: Iterable[AlertStep]) -> list[Mapping[str, object]]:
    """The personal signals that a group alert explained, as its steps keep them."""
    return [one for step in steps for one in step.detail.get("explained", ())]


def _usual(agency_id: int, tool: str) -> tuple[int, float]:
    """Counted items of a usual case, and the share of cases that have any."""
    points = MonitorPoint.objects.filter(agency=agency_id, tool=tool)
    told = points.aggregate(
        n=Count("pk"), scored=Count("pk", filter=Q(items__gt=0)), items=Sum("items")
    )
    if not told["scored"]:
        return len(catalogue.tool(tool).items), 1.0
    few = told["n"] < FEW
    return round(told["items"] / told["scored"]), 1.0 if few else told["scored"] / told["n"]


def _assessors(agency_id: int, tool: str, rules: MonitorRules) -> int:
    if rules.alerts_a_month is None:
        return 0
    watched = MonitorPoint.objects.filter(agency=agency_id, tool=tool, enrolment__left_at=None)
    return watched.values("enrolment").distinct().count()


def _restarts(agency_id: int, tool: str) -> dict[int, tuple[date, ...]]:
    """A remedy done, an own alert closed, or a group's that had explained the own signal."""
    days: dict[int, set[date]] = defaultdict(set)
    about = {"agency": agency_id, "tool": tool}
    remedies = Remedy.objects.filter(
        alert__agency=agency_id, alert__tool=tool, done_at__isnull=False
    )
    rows: list[tuple[int | None, datetime | None]] = [
        *remedies.values_list("alert__enrolment", "done_at"),
        *Alert.objects.filter(**about, enrolment__isnull=False, closed_at__isnull=False)
        .order_by()
        .values_list("enrolment", "closed_at"),
    ]
    groups = Alert.objects.filter(**about, kind=Alert.Kind.GROUP, closed_at__isnull=False)
    for group in groups.prefetch_related("steps"):
        rows += [(int(str(one["enrolment"])), group.closed_at) for one in _explained(group)]
    for enrolment, at in rows:
        if enrolment is not None and at is not None:
            days[enrolment].add(localdate(at))
    return {enrolment: tuple(sorted(own)) for enrolment, own in days.items()}


def _explained(group: Alert) -> list[Mapping[str, object]]:
    return explained_in(group.steps.all())

"""Watching one assessor with one tool: from stored points to charts, and what stands of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from reliability import monitoring
from reliability.actions.monitoring.frame import (
    CHECKS_A_MONTH,
    DEFAULT_RUN_LENGTH,
    Doubted,
    Frame,
    frame_of,
    monitor_rules,
    run_length_of,
)
from reliability.actions.monitoring.severity import severity_of
from reliability.certification.sequence import design_effect
from reliability.models import Credential, MonitorPoint, Watch
from reliability.monitoring.chances import CLUSTERING
from reliability.reports.verdict_record import Kept, kept_with
from reliability.stats.estimate import Estimate
from training.models import Coding, Enrolment

__all__ = [
    "CHECKS_A_MONTH",
    "DEFAULT_RUN_LENGTH",
    "baseline_of",
    "cases_told",
    "keep_watch",
    "limits_of",
    "monitor_rules",
    "points_of",
    "run_length_of",
    "told",
    "watched",
]


def baseline_of(enrolment: Enrolment, tool: str) -> monitoring.Baseline:
    """What the newest certificate of this person rests on, in whatever agency it was earned.

    The stated default where there is none, and where its decision was made without items that
    count, or by a person before any evidence was kept.
    """
    newest = (
        Credential.objects.filter(holder=enrolment.assessor.user_id, tool=tool, revoked_at=None)
        .select_related("decision")
        .order_by("-issued_at", "-pk")
        .first()
    )
    if newest is None:
        return monitoring.baseline(None)
    decided = localdate(newest.decision.made_at)
    evidence = newest.decision.evidence
    if not isinstance(evidence, dict) or "verdict" not in evidence:
        return monitoring.baseline(None, decided=decided)
    return monitoring.baseline(_agreement(kept_with(newest.decision)), decided=decided)


def _agreement(kept: Kept) -> Estimate:
    """The share of the exam, with the number of items that it rests on."""
    cases = [case.items for case in kept.evidence.cases if case.items]
    if not cases:
        return kept.agreement
    items = sum(cases)
    effect = sum(n * design_effect(n, CLUSTERING) for n in cases) / items
    return replace(kept.agreement, detail={"items": items, "design_effect": effect})


def limits_of(
    tool: str, held: monitoring.Baseline, frame: Frame, points: Sequence[monitoring.Point] = ()
) -> monitoring.Limits:
    """Limits for this person's level, by the agency's rules and by what is known of the cases."""
    shares = [point.expected for point in points if point.n_items]
    return monitoring.limits(
        frame.run_length,
        items=frame.items,
        level=held.level,
        clustering=frame.peers.clustering(shares, frame.rules.clustering),
        points=monitoring.item_points(tool),
        scored=frame.scored,
    )


def points_of(enrolment: Enrolment, tool: str) -> list[MonitorPoint]:
    """The stored points in order of time, each with its case."""
    found = MonitorPoint.objects.filter(enrolment=enrolment, tool=tool)
    return list(found.select_related("version__vignette").order_by("at", "pk"))


def told(
    point: MonitorPoint, doubted: Doubted = frozenset(), expected: float | None = None
) -> monitoring.Point:
    """A stored point as the charts read it. `case` names the coding: a case may come twice.

    A doubted item is left out, and with it the total where it was missed, and what the case says
    of the rules that decide it.
    """
    out = {item for version, item in doubted if version == point.version_id}
    items = tuple((item, bool(hit)) for item, hit in point.findings.get("items", {}).items())
    missed = {item for item, hit in items if not hit and item in out}
    left_out = [item for item, _ in items if item in out]
    return monitoring.Point(
        case=str(point.coding_id),
        at=localdate(point.at),
        n_items=point.items - len(left_out),
        n_hits=point.hits - len(left_out) + len(missed),
        items=tuple((item, hit) for item, hit in items if item not in out),
        deviation=None if missed else point.deviation,
        rules=tuple(
            monitoring.RuleSign(sign["rule"], sign["support"], tuple(sign["items"]))
            for sign in point.findings.get("rules", [])
            if not out.intersection(sign["items"])
        ),
        expected=expected,
    )


def watched(enrolment: Enrolment, tool: str, frame: Frame | None = None) -> monitoring.Watch:
    """The charts of this person now. `frame`: read before, where many people are watched."""
    return _watched(enrolment, tool, points_of(enrolment, tool), frame)


def _watched(
    enrolment: Enrolment, tool: str, stored: Sequence[MonitorPoint], frame: Frame | None
) -> monitoring.Watch:
    frame = frame or frame_of(enrolment.agency_id, tool)
    held = baseline_of(enrolment, tool)
    points = [
        told(
            point,
            frame.doubted,
            frame.peers.expected(enrolment.pk, point.version_id, held.level),
        )
        for point in stored
    ]
    restarts = frame.restarts.get(enrolment.pk, ())
    found = monitoring.watch(points, held, limits_of(tool, held, frame, points), restarts=restarts)
    return _settled(found, restarts)


def _settled(found: monitoring.Watch, restarts: Sequence[date]) -> monitoring.Watch:
    """Nothing is new where every case lies before the day on which all of it was settled."""
    if not found.points or not restarts or max(restarts) < found.points[-1].at:
        return found
    return replace(found, alarms=(), earlier=found.earlier + found.alarms)


def keep_watch(
    enrolment: Enrolment, tool: str, at: datetime, frame: Frame | None = None
) -> monitoring.Watch:
    """Compute the charts and store where they stand. Safe to repeat."""
    stored = points_of(enrolment, tool)
    found = _watched(enrolment, tool, stored, frame)
    before = Watch.objects.filter(enrolment=enrolment, tool=tool).first()
    known = before.state.get("severity") if before else None
    Watch.objects.update_or_create(
        enrolment=enrolment,
        tool=tool,
        defaults={
            "agency_id": enrolment.agency_id,
            "points": len(stored),
            "last_at": stored[-1].at if stored else None,
            "signal": found.alarms[0].kind if found.alarms else "",
            "state": _state(found) | {"severity": severity_of(stored, known)},
            "computed_at": at,
        },
    )
    return found


def _state(found: monitoring.Watch) -> dict[str, Any]:
    """What a list of many people shows of each, without computing a chart."""
    held, share = found.baseline, found.agreement
    return {
        "level": held.level,
        "is_certified": held.is_certified,
        "since": len(found.points) - found.since,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "accuracy": _place(found.accuracy),
        "bias": _place(found.bias),
        "rules": sorted({rule for alarm in found.alarms for rule in alarm.rules}),
    }


def _place(chart: monitoring.Chart) -> dict[str, float | None] | None:
    if not chart.places:
        return None
    place = chart.places[-1]
    return {
        "ewma": place.ewma,
        "low": place.ewma_low,
        "high": place.ewma_high,
        "cusum": place.cusum,
        "cusum_low": place.cusum_low,
        "limit": place.limit,
    }


def cases_told(codings: Sequence[str]) -> list[dict[str, Any]]:
    """The codings that speak for something, each with its case, as an alert keeps them."""
    found = Coding.objects.filter(pk__in=[int(pk) for pk in codings])
    rows = found.order_by("submitted_at", "pk").values_list("pk", "version__vignette__code")
    return [{"coding": pk, "case": code} for pk, code in rows]

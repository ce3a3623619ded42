"""Watching one assessor with one tool: from stored points to charts, and what stands of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from instruments import catalogue
from reliability import monitoring
from reliability.models import Credential, MonitorPoint, MonitorRules, Remedy, Watch
from reliability.reports.verdict_record import kept_with
from training.models import Coding, Enrolment

DEFAULT_RUN_LENGTH = 180.0
CHECKS_A_MONTH = 2.0


def monitor_rules(agency_id: int, tool: str) -> MonitorRules:
    """The rules in force; the default ones, not stored, where the agency has made none."""
    found = MonitorRules.objects.filter(agency=agency_id, tool=tool).order_by("pk").last()
    return found or MonitorRules(agency_id=agency_id, tool=tool)


def run_length_of(rules: MonitorRules, assessors: int) -> float:
    """The run length asked for; where false alerts a month are limited, what follows from that."""
    if rules.alerts_a_month is None or not assessors:
        return float(rules.run_length)
    return monitoring.run_length_for(
        float(rules.alerts_a_month), assessors=assessors, cases_per_month=CHECKS_A_MONTH
    )


def baseline_of(enrolment: Enrolment, tool: str) -> monitoring.Baseline:
    """What the newest certificate of this person rests on, in whatever agency it was earned."""
    newest = (
        Credential.objects.filter(holder=enrolment.assessor.user_id, tool=tool, revoked_at=None)
        .select_related("decision")
        .order_by("-issued_at", "-pk")
        .first()
    )
    if newest is None:
        return monitoring.baseline(None)
    kept = kept_with(newest.decision)
    return monitoring.baseline(kept.agreement, decided=localdate(newest.decision.made_at))


def limits_of(enrolment: Enrolment, tool: str, held: monitoring.Baseline) -> monitoring.Limits:
    """Limits for this person's level, by the agency's rules."""
    rules = monitor_rules(enrolment.agency_id, tool)
    watched = Watch.objects.filter(agency=enrolment.agency_id, tool=tool).count()
    return monitoring.limits(
        run_length_of(rules, watched),
        items=len(catalogue.tool(tool).items),
        level=held.level,
        clustering=rules.clustering,
    )


def points_of(enrolment: Enrolment, tool: str) -> list[MonitorPoint]:
    """The stored points in order of time, each with its case."""
    found = MonitorPoint.objects.filter(enrolment=enrolment, tool=tool)
    return list(found.select_related("version__vignette").order_by("at", "pk"))


def told(point: MonitorPoint) -> monitoring.Point:
    """A stored point as the charts read it. `case` names the coding: a case may come twice."""
    return monitoring.Point(
        case=str(point.coding_id),
        at=localdate(point.at),
        n_items=point.items,
        n_hits=point.hits,
        items=tuple(point.findings.get("items", {}).items()),
        deviation=point.deviation,
        rules=tuple(
            monitoring.RuleSign(sign["rule"], sign["support"], tuple(sign["items"]))
            for sign in point.findings.get("rules", [])
        ),
    )


def watched(enrolment: Enrolment, tool: str) -> monitoring.Watch:
    """The charts of this person now."""
    held = baseline_of(enrolment, tool)
    remedies = Remedy.objects.filter(
        alert__enrolment=enrolment, alert__tool=tool, done_at__isnull=False
    )
    return monitoring.watch(
        [told(point) for point in points_of(enrolment, tool)],
        held,
        limits_of(enrolment, tool, held),
        restarts=[localdate(done) for done in remedies.values_list("done_at", flat=True) if done],
    )


def keep_watch(enrolment: Enrolment, tool: str, at: datetime) -> monitoring.Watch:
    """Compute the charts and store where they stand. Safe to repeat."""
    found = watched(enrolment, tool)
    last = found.points[-1] if found.points else None
    Watch.objects.update_or_create(
        enrolment=enrolment,
        tool=tool,
        defaults={
            "agency_id": enrolment.agency_id,
            "points": len(found.points),
            "last_at": _moment(enrolment, tool) if last else None,
            "signal": found.alarms[0].kind if found.alarms else "",
            "state": _state(found),
            "computed_at": at,
        },
    )
    return found


def _moment(enrolment: Enrolment, tool: str) -> datetime | None:
    newest = MonitorPoint.objects.filter(enrolment=enrolment, tool=tool).order_by("at").last()
    return newest.at if newest else None


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

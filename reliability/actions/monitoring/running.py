"""The run over one agency: check cases, points, charts, alerts, remedies. Safe to repeat.

Every step finds for itself what is to be done, so a run that was killed is made up for by the next
one, and two runs at once do nothing twice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import now

from agencies.models import Agency
from reliability import monitoring
from reliability.access import enrolments_to_check, remedies_under_way, watched_series
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.actions.monitoring.points import write_points
from reliability.actions.monitoring.remedying import finish_if_done, judge_recheck
from reliability.actions.monitoring.together import alerts_about_all
from reliability.actions.monitoring.watching import cases_told, keep_watch
from reliability.models import Alert, MonitorRun
from training.actions.checks import fill_month
from training.models import Enrolment

logger = logging.getLogger(__name__)

Series = tuple[Enrolment, str]


def monitor_agency(agency: Agency, at: datetime | None = None) -> MonitorRun:
    """One run, with its progress on record. What fails for one person is told, and stops no other.

    Raises nothing for a single series; the run's `error` names those that failed.
    """
    at = at or now()
    run = MonitorRun.objects.create(agency=agency, started_at=at)
    failed: list[str] = []
    for enrolment, tool in enrolments_to_check(agency, at):
        failed += _tried("check cases", _fill, enrolment, tool, at)
    for remedy in remedies_under_way(agency):
        finish_if_done(remedy, at)
    write_points(agency)
    series = list(watched_series(agency))
    run.to_do = len(series)
    run.save(update_fields=["to_do"])
    seen: dict[Series, monitoring.Watch] = {}
    for enrolment, tool in series:
        failed += _tried("charts", _watch, enrolment, tool, at, seen)
        run.done += 1
        if run.done % 50 == 0:
            run.save(update_fields=["done"])
    for remedy in remedies_under_way(agency):
        judge_recheck(remedy, at)
    run.raised = _raise(agency, seen, at)
    run.error = "\n".join(failed)
    run.finished_at = now()
    run.save(update_fields=["done", "raised", "error", "finished_at"])
    return run


def _fill(enrolment: Enrolment, tool: str, at: datetime) -> None:
    fill_month(enrolment=enrolment, tool=tool, at=at)


def _watch(
    enrolment: Enrolment, tool: str, at: datetime, seen: dict[Series, monitoring.Watch]
) -> None:
    seen[enrolment, tool] = keep_watch(enrolment, tool, at)


def _tried(step: str, action, enrolment: Enrolment, tool: str, *more) -> list[str]:  # type: ignore[no-untyped-def]
    """The sentence of what failed, in a list; empty where nothing did."""
    try:
        action(enrolment, tool, *more)
    except Exception as error:
        logger.exception("Monitoring: %s of enrolment %s, %s", step, enrolment.pk, tool)
        return [f"{step} of enrolment {enrolment.pk} with {tool}: {type(error).__name__}: {error}"]
    return []


def _raise(agency: Agency, seen: dict[Series, monitoring.Watch], at: datetime) -> int:
    """Alerts about everybody first: what they explain is nobody's own alert."""
    together = alerts_about_all(agency, seen, at)
    own = (sight for series, found in seen.items() for sight in _sights(series, found))
    kept = [sight for sight in own if not together.explains(sight)]
    return together.raised + sum(
        raise_alert(agency=agency, sight=sight, at=at) is not None for sight in kept
    )


def _sights(series: Series, found: monitoring.Watch) -> Iterable[Sight]:
    """What the charts of one person say: a named rule takes the place of the fall it explains."""
    enrolment, tool = series
    named = [alarm for alarm in found.alarms if alarm.kind == "rule"]
    for alarm in named or found.alarms:
        yield Sight(
            kind=Alert.Kind(alarm.kind),
            tool=tool,
            key=f"{alarm.kind} {enrolment.pk} {tool} {' '.join(alarm.rules[:1])}".strip(),
            evidence={
                "cases": cases_told(alarm.cases),
                "began": next(p.at for p in found.points if p.case == alarm.since).isoformat(),
                "at": alarm.at.isoformat(),
                "value": round(alarm.value, 3),
                "limit": round(alarm.limit, 3),
                "direction": alarm.direction,
                "sentence": alarm.sentence.model_dump(),
                "level": found.baseline.level,
            },
            rules=alarm.rules,
            enrolment=enrolment,
        )

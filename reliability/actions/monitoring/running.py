"""The run over one agency: check cases, points, charts, alerts, remedies, tallies. Safe to repeat.

Every step finds for itself what is to be done, so a run that was killed is made up for by the next
one, and two runs at once do nothing twice: what must not be there twice has a unique key, and what
is moved on is locked and read again first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, ParamSpec

from django.utils.timezone import now

from agencies.database_trouble import trouble_of
from agencies.models import Agency
from reliability import monitoring
from reliability.access import enrolments_to_check, remedies_under_way, watched_series
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.actions.monitoring.frame import frame_of
from reliability.actions.monitoring.gold_checks import check_golds, lately
from reliability.actions.monitoring.points import write_points
from reliability.actions.monitoring.remedying import finish_if_done, judge_recheck
from reliability.actions.monitoring.tallying import write_tallies
from reliability.actions.monitoring.together import group_of, note_explained
from reliability.actions.monitoring.watching import cases_told, keep_watch
from reliability.models import Alert, MonitorRun
from training.actions.checks import fill_month
from training.models import Enrolment

logger = logging.getLogger(__name__)

P = ParamSpec("P")
Series = tuple[Enrolment, str]

PROGRESS_EVERY = 25
ABANDONED = timedelta(hours=6)
"""A run that began so long ago and did not end was stopped from outside."""
STOPPED = "This run was stopped before it ended. The runs since then did what it had left."


class Failures(list[str]):
    """What could not be done, a sentence each; everything else goes on."""

    def tried(self, step: str, act: Callable[P, object], *args: P.args, **more: P.kwargs) -> bool:
        """Do it, or keep why not; answers whether it was done.

        A database that is gone is gone for everybody: the queue runs the whole job again.
        """
        try:
            act(*args, **more)
        except Exception as error:
            if trouble_of(error) is not None:
                raise
            logger.exception("Monitoring: %s", step)
            self.append(f"{step}: {type(error).__name__}: {error}")
            return False
        return True


def monitor_agency(agency: Agency, at: datetime | None = None) -> MonitorRun:
    """One run, with its progress on record. What fails for one person is told, and stops no other.

    Raises nothing for a single series; the run's `error` names those that failed.
    """
    at = at or now()
    _mark_abandoned(agency, at)
    run = MonitorRun.objects.create(agency=agency, started_at=at)
    failed = Failures()
    for enrolment, tool in enrolments_to_check(agency, at):
        failed.tried(_of("check cases", enrolment, tool), _fill, enrolment, tool, at)
    for remedy in remedies_under_way(agency):
        failed.tried(f"remedy {remedy.pk}", finish_if_done, remedy, at)
    failed += write_points(agency).failed
    series = list(watched_series(agency))
    run.to_do = len(series)
    run.save(update_fields=["to_do"])
    for tool in sorted({tool for _, tool in series}):
        own = [enrolment for enrolment, of in series if of == tool]
        failed.tried(f"alerts on {tool}", _watch_tool, run, tool, own, at, failed)
    for remedy in remedies_under_way(agency):
        failed.tried(f"recheck of remedy {remedy.pk}", judge_recheck, remedy, at)
    failed.tried("tallies", write_tallies, agency, at)
    run.error = "\n".join(failed)
    run.finished_at = now()
    run.save(update_fields=["done", "raised", "error", "finished_at"])
    return run


def _mark_abandoned(agency: Agency, at: datetime) -> None:
    open_runs = MonitorRun.objects.filter(agency=agency, finished_at=None, error="")
    open_runs.filter(started_at__lt=at - ABANDONED).update(error=STOPPED)


def _of(step: str, enrolment: Enrolment, tool: str) -> str:
    return f"{step} of enrolment {enrolment.pk} with {tool}"


def _fill(enrolment: Enrolment, tool: str, at: datetime) -> None:
    fill_month(enrolment=enrolment, tool=tool, at=at)


def _watch_tool(
    run: MonitorRun, tool: str, people: Iterable[Enrolment], at: datetime, failed: Failures
) -> None:
    """Gold first: what is doubted counts for nobody. Then everybody's charts, and what they show.

    Alerts about everybody come before personal ones: what they explain is nobody's own alert.
    """
    points = lately(run.agency, tool, at)
    golds = check_golds(run.agency, tool, points, at)
    run.raised += golds.raised
    frame = frame_of(run.agency_id, tool)
    seen: dict[Series, monitoring.Watch] = {}

    def watch(enrolment: Enrolment) -> None:
        seen[enrolment, tool] = keep_watch(enrolment, tool, at, frame)

    for enrolment in people:
        failed.tried(_of("charts", enrolment, tool), watch, enrolment)
        run.done += 1
        if run.done % PROGRESS_EVERY == 0:
            run.save(update_fields=["done", "raised"])
    group, raised = group_of(run.agency, frame, seen, points, golds.alike, at)
    run.raised += raised
    own = [sight for series, found in seen.items() for sight in _sights(series, found)]
    explained = [sight for sight in own if group.explains(sight)]
    note_explained(group, explained, at)
    named, told = _named(run.agency, tool), _told(run.agency, tool)
    for sight in own:
        if sight not in explained and not _is_named(sight, named) and not _is_told(sight, told):
            run.raised += raise_alert(agency=run.agency, sight=sight, at=at) is not None
    run.save(update_fields=["done", "raised"])


def _named(agency: Agency, tool: str) -> dict[int | None, set[str]]:
    """Enrolment -> the rules that open alerts name."""
    found: dict[int | None, set[str]] = {}
    alerts = Alert.objects.filter(agency=agency, tool=tool, kind=Alert.Kind.RULE, closed_at=None)
    for enrolment, rules in alerts.values_list("enrolment", "rules"):
        found.setdefault(enrolment, set()).update(rules)
    return found


def _is_named(sight: Sight, named: dict[int | None, set[str]]) -> bool:
    """Whether an open alert is about one of these rules: another of its class may come first."""
    key = sight.enrolment.pk if sight.enrolment else None
    return sight.kind == Alert.Kind.RULE and not named.get(key, set()).isdisjoint(sight.rules)


CHARTS = (Alert.Kind.ACCURACY, Alert.Kind.BIAS)


def _told(agency: Agency, tool: str) -> dict[int | None, list[set[int]]]:
    """Enrolment -> the cases of each open alert on a fall or a lean."""
    found: dict[int | None, list[set[int]]] = {}
    alerts = Alert.objects.filter(agency=agency, tool=tool, kind__in=CHARTS, closed_at=None)
    for enrolment, evidence in alerts.values_list("enrolment", "evidence"):
        found.setdefault(enrolment, []).append(_codings(evidence))
    return found


def _is_told(sight: Sight, told: dict[int | None, list[set[int]]]) -> bool:
    """Whether an open alert tells of a fall or a lean over mostly the same cases already.

    What was the stronger sign on an earlier night need not be so on this one.
    """
    if sight.kind not in CHARTS or sight.enrolment is None:
        return False
    mine = _codings(sight.evidence)
    return any(
        2 * len(mine & one) > min(len(mine), len(one)) for one in told.get(sight.enrolment.pk, [])
    )


def _codings(evidence: Mapping[str, Any]) -> set[int]:
    return {one["coding"] for one in evidence.get("cases", []) if "coding" in one}


def _sights(series: Series, found: monitoring.Watch) -> Iterable[Sight]:
    """What the charts of one person say, once for what rests on the same cases.

    A named rule takes the place of the fall it explains; of a fall and a lean that rose over
    mostly the same cases the one seen first is raised, and tells of the other.
    """
    enrolment, tool = series
    named = [alarm for alarm in found.alarms if alarm.kind == "rule"]
    if named:
        yield from (_sight(enrolment, tool, found, alarm) for alarm in named)
        return
    kept: list[set[str]] = []
    for alarm in found.alarms:
        rise = _rise(found, alarm)
        if any(2 * len(rise & one) > min(len(rise), len(one)) for one in kept):
            continue
        kept.append(rise)
        others = (one for one in found.alarms if one is not alarm)
        beside = [one for one in others if rise & _rise(found, one)]
        yield _sight(enrolment, tool, found, alarm, beside)


def _rise(found: monitoring.Watch, alarm: monitoring.Alarm) -> set[str]:
    """The cases from where the rise began to where it passed the limit."""
    cases = [point.case for point in found.points]
    return set(cases[cases.index(alarm.since) : cases.index(alarm.case) + 1])


def _sight(
    enrolment: Enrolment,
    tool: str,
    found: monitoring.Watch,
    alarm: monitoring.Alarm,
    beside: Iterable[monitoring.Alarm] = (),
) -> Sight:
    began = next(point.at for point in found.points if point.case == alarm.since)
    evidence = {
        "cases": cases_told(alarm.cases),
        "signal": int(alarm.case),
        "began": began.isoformat(),
        "at": alarm.at.isoformat(),
        "value": round(alarm.value, 3),
        "limit": round(alarm.limit, 3),
        "direction": alarm.direction,
        "sentence": alarm.sentence.model_dump(),
        "also": [{"kind": one.kind, "sentence": one.sentence.model_dump()} for one in beside],
        "level": found.baseline.level,
    }
    return Sight(
        kind=Alert.Kind(alarm.kind),
        tool=tool,
        key=_key(alarm, enrolment, tool),
        evidence=evidence,
        rules=alarm.rules,
        enrolment=enrolment,
    )


def _key(alarm: monitoring.Alarm, enrolment: Enrolment, tool: str) -> str:
    """What the alert is about. Rules that may lie behind a fall do not make it another one."""
    about = f"{alarm.kind} {enrolment.pk} {tool}"
    return f"{about} {alarm.rules[0]}" if alarm.kind == "rule" else about

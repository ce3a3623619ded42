"""Runs: beside one another, killed half-way, stopped from outside, and with a stated cost."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Role
from reliability.access import enrolments_to_check
from reliability.actions.monitoring import running
from reliability.actions.monitoring.running import STOPPED, monitor_agency
from reliability.models import Alert, AlertStep, MonitorPoint, MonitorRun, Watch
from tests.databases import address
from tests.factories import make_person
from tests.reliability.monitored import check_series, enrolled
from tests.reliability.monitoring_engine.engine import AFTER, MISREAD, later
from tests.test_repository import ROOT
from training.models import Assignment, CheckMonth, CheckPlan

MANAGE = [sys.executable, "manage.py", "check_drift"]


def people(north, bank, n):
    made = [enrolled(make_person(f"Person {k}", north, Role.ASSESSOR)) for k in range(n)]
    for enrolment in made:
        check_series(enrolment, bank[:3])
    return made


def queries(act):
    with CaptureQueriesContext(connection) as told:
        act()
    return len(told)


def test_a_run_costs_each_person_a_few_queries_and_the_rest_once(north, bank):
    people(north, bank, 2)
    monitor_agency(north, AFTER)
    few = queries(lambda: monitor_agency(north, later(1)))
    for k in range(4):
        check_series(enrolled(make_person(f"More {k}", north, Role.ASSESSOR)), bank[:3])
    monitor_agency(north, later(2))
    many = queries(lambda: monitor_agency(north, later(3)))

    assert many - few <= 4 * 9


def test_who_is_to_be_checked_is_read_in_a_number_of_queries_that_stays(north, bank):
    people(north, bank, 1)
    few = queries(lambda: list(enrolments_to_check(north, AFTER)))
    for k in range(5):
        enrolled(make_person(f"More {k}", north, Role.ASSESSOR))

    assert queries(lambda: list(enrolments_to_check(north, AFTER))) == few


def test_a_run_that_was_stopped_is_marked_by_a_later_one(north):
    stopped = MonitorRun.objects.create(agency=north, started_at=AFTER)
    monitor_agency(north, AFTER + timedelta(hours=1))
    stopped.refresh_from_db()
    fresh = stopped.error
    monitor_agency(north, AFTER + timedelta(hours=7))
    stopped.refresh_from_db()

    assert fresh == ""
    assert (stopped.error, stopped.finished_at) == (STOPPED, None)


def test_progress_is_on_record_while_it_runs(north, bank, monkeypatch):
    people(north, bank, 3)
    monkeypatch.setattr(running, "PROGRESS_EVERY", 1)
    seen = []
    keep = running.keep_watch

    def watch(*told):
        seen.append(MonitorRun.objects.get().done)
        return keep(*told)

    monkeypatch.setattr(running, "keep_watch", watch)
    run = monitor_agency(north, AFTER)

    assert seen == [0, 1, 2]
    assert (run.done, run.to_do) == (3, 3)


@pytest.fixture
def monitored(transactional_db, north, bank):
    """Three people who get check cases without a certificate; one of them reads a rule anew."""
    first, *others = people(north, bank, 3)
    check_series(others[0], bank[3:8], [MISREAD] * 5)
    CheckPlan.objects.create(
        agency=north, programme=first.programme, tool="static-99r", certified_only=False
    )
    return north


def environment():
    return {**os.environ, "DATABASE_URL": address(), "SECRET_KEY": "x" * 50}


def started():
    return subprocess.Popen(
        MANAGE,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def until(happened, seconds=120):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "the run did not come so far in time"
        time.sleep(0.02)


def everything():
    return (
        Alert.objects.count(),
        AlertStep.objects.count(),
        MonitorPoint.objects.count(),
        Watch.objects.count(),
        CheckMonth.objects.count(),
        Assignment.objects.filter(month__in=CheckMonth.objects.filter(seed__gt=1)).count(),
    )


def test_a_killed_run_is_made_up_for_by_the_next_one(monitored):
    process = started()
    try:
        until(MonitorPoint.objects.exists)
    finally:
        process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    killed = MonitorRun.objects.get(agency=monitored)
    monitor_agency(monitored)
    after = everything()
    monitor_agency(monitored)

    assert killed.finished_at is None
    assert everything() == after
    assert Alert.objects.get().kind == "rule"
    assert MonitorPoint.objects.count() == 14
    assert Watch.objects.count() == 3


def test_two_runs_at_once_do_nothing_twice(monitored):
    both = [started(), started()]
    try:
        ended = [process.wait(timeout=200) for process in both]
    finally:
        for process in both:
            process.kill()

    assert ended == [0, 0]
    assert MonitorRun.objects.filter(agency=monitored, error="").count() == 2
    assert Alert.objects.count() == AlertStep.objects.count() == 1
    assert (MonitorPoint.objects.count(), Watch.objects.count()) == (14, 3)
    fresh = CheckMonth.objects.filter(seed__gt=1)
    assert fresh.count() == 3
    assert {month.assignments.count() for month in fresh} == {2}

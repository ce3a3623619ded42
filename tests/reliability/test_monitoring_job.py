"""The nightly job and the command: every agency, once, with failures told and nobody held up."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string
from django.utils.timezone import now
from django_scopes import scopes_disabled

from config.models import Schedule
from reliability.actions.monitoring import running
from reliability.actions.monitoring.watching import keep_watch
from reliability.models import Alert, MonitorRun, Watch
from reliability.tasks import MonitoringFailedError, monitor, monitor_one
from tests.reliability.certificates import certify, coordinator_of
from tests.reliability.monitored import (
    THREE_WRONG,
    check_series,
    enrolled,
    make_checks_bank,
)
from training.models import Assignment, CheckPlan, Mode


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def bank(db):
    return make_checks_bank(14)


@pytest.fixture
def fallen(asha, bank):
    enrolment = enrolled(asha)
    check_series(enrolment, bank, [{}] * 8 + [THREE_WRONG] * 6)
    return enrolment


def test_the_schedule_ships_and_the_job_looks_at_every_agency(fallen, north, south):
    schedule = Schedule.objects.get(name="monitor")

    looked_at = import_string(schedule.task).enqueue().return_value

    assert looked_at == 2
    assert set(MonitorRun.objects.values_list("agency", flat=True)) == {north.pk, south.pk}
    assert not MonitorRun.objects.filter(finished_at=None).exists()
    assert Alert.objects.get().agency == north


def test_what_fails_for_one_person_is_told_and_stops_no_other(
    fallen, ben, bank, north, monkeypatch
):
    other = enrolled(ben)
    check_series(other, bank[:2])

    def breaks(enrolment, tool, at, frame):
        if enrolment == fallen:
            raise ArithmeticError("a chart that cannot be")
        return keep_watch(enrolment, tool, at, frame)

    monkeypatch.setattr(running, "keep_watch", breaks)
    with pytest.raises(MonitoringFailedError, match=f"enrolment {fallen.pk}.*cannot be"):
        monitor_one.func(north.pk)

    run = MonitorRun.objects.get()
    assert (run.done, run.to_do) == (2, 2)
    assert Watch.objects.get().enrolment == other
    monkeypatch.undo()
    assert "1 alerts raised" in monitor_one.func(north.pk)


def test_the_command_does_the_same_by_hand(fallen, north):
    out = StringIO()
    call_command("check_drift", agency=north.slug, stdout=out)
    told = StringIO()
    call_command("check_drift", "--json", stdout=told)

    assert f"{north.slug}: 1 of 1 charts drawn, 1 new alerts, 1 open." in out.getvalue()
    assert "Asha" in out.getvalue()
    by_agency = {one["agency"]: one for one in json.loads(told.getvalue())}
    assert by_agency[north.slug]["raised"] == 0
    assert len(by_agency[north.slug]["open"]) == 1


def test_the_command_refuses_an_agency_that_is_not_there(db):
    with pytest.raises(CommandError, match="no agency with the short name nowhere"):
        call_command("check_drift", agency="nowhere")


@pytest.mark.parametrize("certified", [True, False])
def test_the_job_gives_check_cases_to_those_with_a_certificate(asha, bank, north, certified):
    enrolled(asha)
    if certified:
        certify(asha, coordinator_of(north))
    monitor_one.func(north.pk)
    monitor_one.func(north.pk)

    given = Assignment.objects.filter(mode=Mode.CHECK)
    assert given.count() == (2 if certified else 0)


def test_a_plan_may_check_people_without_a_certificate(asha, bank, north):
    enrolment = enrolled(asha)
    CheckPlan.objects.create(
        agency=north,
        programme=enrolment.programme,
        tool="static-99r",
        certified_only=False,
        per_month=1,
        made_at=now(),
    )
    monitor.enqueue()

    assert Assignment.objects.filter(mode=Mode.CHECK).count() == 1

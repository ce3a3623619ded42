"""The schedule enqueues once, and a job lost by its worker comes back."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import InterfaceError, OperationalError
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from config import compat, jobs
from config.compat import TaskResultStatus
from config.models import Schedule, WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": compat.TASK_BACKEND, "QUEUES": ["default"]}}


@pytest.fixture
def lost_job():
    """A job that a worker claimed an hour ago and never finished."""
    jobs.reap.enqueue()
    job = DBTaskResult.objects.get()
    job.claim("worker-1")
    DBTaskResult.objects.update(started_at=now() - timedelta(hours=1))
    job.refresh_from_db()
    return job


def only_schedule(**fields):
    Schedule.objects.all().delete()
    fields = {"name": "reap", "task": "config.jobs.reap", "every": 60, **fields}
    return Schedule.objects.create(**fields)


def test_shipped_schedules_name_tasks_that_exist():
    names = set(Schedule.objects.values_list("name", flat=True))

    assert {"reap-lost-jobs", "prune-job-results", "clear-expired-sessions"} <= names
    assert set(jobs.tick(now() + timedelta(days=2))) == names


def test_tick_enqueues_what_is_due_and_moves_on():
    start = now()
    schedule = only_schedule(next_run_at=start)

    assert jobs.tick(start) == ["reap"]

    schedule.refresh_from_db()
    assert schedule.next_run_at == start + timedelta(seconds=60)
    assert schedule.last_run_at == start
    assert DBTaskResult.objects.get().task_path == "config.jobs.reap"


def test_tick_twice_enqueues_once():
    start = now()
    only_schedule(next_run_at=start)

    assert [jobs.tick(start), jobs.tick(start)] == [["reap"], []]
    assert DBTaskResult.objects.count() == 1


def test_tick_leaves_a_schedule_that_another_worker_took():
    start = now()
    seen = only_schedule(next_run_at=start)
    jobs.tick(start)

    assert jobs._enqueue_once(seen, start) is False
    assert DBTaskResult.objects.count() == 1


def test_tick_does_not_make_up_for_missed_runs():
    start = now()
    schedule = only_schedule(next_run_at=start - timedelta(seconds=601))

    jobs.tick(start)

    schedule.refresh_from_db()
    assert schedule.next_run_at == start + timedelta(seconds=59)
    assert DBTaskResult.objects.count() == 1


def test_tick_passes_over_disabled_and_broken_schedules(caplog):
    only_schedule(enabled=False)
    Schedule.objects.create(name="broken", task="config.jobs.nothing", every=60)

    assert jobs.tick(now()) == []
    assert "names the task 'config.jobs.nothing', which cannot be imported" in caplog.text


def test_a_lost_job_is_ready_again(lost_job):
    assert jobs.reap_lost_jobs(now()) == 1

    lost_job.refresh_from_db()
    assert lost_job.status == TaskResultStatus.READY
    assert DBTaskResult.objects.ready().count() == 1


def test_a_job_within_its_lease_is_left_alone(lost_job):
    assert jobs.reap_lost_jobs(now() - timedelta(minutes=50)) == 0

    lost_job.refresh_from_db()
    assert lost_job.status == TaskResultStatus.RUNNING


def test_a_job_of_a_worker_that_fell_silent_does_not_wait_for_its_lease(lost_job):
    lost_job.claim("worker-2")
    WorkerBeat.beat("worker-2", now() - timedelta(minutes=2))
    assert jobs.reap_lost_jobs(now()) == 0

    WorkerBeat.beat("worker-2", now() - timedelta(minutes=4))
    assert jobs.reap_lost_jobs(now()) == 1

    lost_job.refresh_from_db()
    assert lost_job.status == TaskResultStatus.READY


def test_a_job_that_the_database_left_in_the_middle_is_given_back_by_its_own_worker(lost_job):
    assert jobs.give_back("worker-2", now()) == 0
    assert jobs.give_back("worker-1", now()) == 1

    lost_job.refresh_from_db()
    assert lost_job.status == TaskResultStatus.READY


@pytest.mark.parametrize(
    ("error", "attempts", "status"),
    [
        (OperationalError("the connection is lost"), 1, TaskResultStatus.READY),
        (InterfaceError("the connection is closed"), 2, TaskResultStatus.READY),
        (OperationalError("the connection is lost"), 3, TaskResultStatus.FAILED),
        (ZeroDivisionError(), 1, TaskResultStatus.FAILED),
    ],
)
def test_a_job_is_run_again_that_failed_because_the_database_was_gone(
    lost_job, error, attempts, status
):
    for number in range(1, attempts):
        lost_job.claim(f"worker-{number}")
    lost_job.set_failed(error)

    jobs.reap_lost_jobs(now())

    lost_job.refresh_from_db()
    assert lost_job.status == status


def test_a_job_that_failed_days_ago_is_not_run_again(lost_job):
    lost_job.set_failed(OperationalError("the connection is lost"))

    assert jobs.reap_lost_jobs(now() + timedelta(days=2)) == 0


def test_a_worker_that_says_that_it_lives_may_take_longer_than_a_lease(lost_job):
    WorkerBeat.beat("worker-1", now())
    assert jobs.reap_lost_jobs(now()) == 0

    DBTaskResult.objects.update(started_at=now() - timedelta(hours=6, minutes=1))
    assert jobs.reap_lost_jobs(now()) == 1


def test_a_clock_set_back_holds_up_no_schedule():
    start = now()
    schedule = only_schedule(next_run_at=start + timedelta(hours=3))

    assert [jobs.tick(start), jobs.tick(start)] == [["reap"], []]

    schedule.refresh_from_db()
    assert start < schedule.next_run_at <= start + timedelta(seconds=60)


def test_a_clock_set_forward_makes_up_for_nothing():
    start = now()
    schedule = only_schedule(next_run_at=start)

    assert [jobs.tick(start + timedelta(days=400)) for _ in range(2)] == [["reap"], []]

    schedule.refresh_from_db()
    assert schedule.next_run_at > start + timedelta(days=400)


def test_a_job_lost_three_times_has_failed(lost_job):
    DBTaskResult.objects.update(worker_ids=["worker-1", "worker-2", "worker-3"])

    jobs.reap_lost_jobs(now())

    lost_job.refresh_from_db()
    assert lost_job.status == TaskResultStatus.FAILED
    assert "started 3 times" in lost_job.traceback
    assert lost_job.task_result.errors[0].exception_class is jobs.LostByWorkerError


def test_prune_results_deletes_old_finished_jobs_only(lost_job):
    jobs.reap.enqueue()
    finished = DBTaskResult.objects.exclude(pk=lost_job.pk).get()
    finished.set_successful(None)
    DBTaskResult.objects.filter(pk=finished.pk).update(finished_at=now() - timedelta(days=31))

    assert jobs.prune_results.call() == 1

    assert DBTaskResult.objects.get() == lost_job


def test_clear_expired_sessions_keeps_live_ones():
    for key, expires in {
        "old": now() - timedelta(days=1),
        "live": now() + timedelta(days=1),
    }.items():
        Session.objects.create(session_key=key, session_data="", expire_date=expires)

    jobs.clear_expired_sessions.call()

    assert [session.session_key for session in Session.objects.all()] == ["live"]

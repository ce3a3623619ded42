"""Recurring background jobs: enqueue what is due, and take back what a dead worker left behind."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import models, transaction
from django.utils.module_loading import import_string
from django.utils.timezone import now as current_time
from django_tasks_db.models import DBTaskResult

from config import extras
from config.compat import TaskResultStatus, task
from config.models import Schedule, WorkerBeat

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
LEASES_OF_THE_LIVING = 12
WORTH_REPEATING = timedelta(days=1)
DATABASE_GONE = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError")
"""What a job ends with that did nothing wrong: the connection was cut, or nobody answered."""


def tick(now: datetime) -> list[str]:
    """Enqueue every scheduled job that is due, each once; returns their names.

    Two workers may tick in the same second: only the one that moves `next_run_at` enqueues.
    """
    due = [one for one in Schedule.objects.filter(enabled=True) if one.is_due(now)]
    on = [schedule for schedule in due if not _is_switched_off(schedule)]
    return [schedule.name for schedule in on if _enqueue_once(schedule, now)]


def _is_switched_off(schedule: Schedule) -> bool:
    """Whether it belongs to an extra that was in use once: its tables and schedules stay."""
    app = schedule.task.partition(".")[0]
    return app in extras.EXTRAS and app not in settings.EXTRAS


def _enqueue_once(schedule: Schedule, now: datetime) -> bool:
    try:
        job = import_string(schedule.task)
    except ImportError:
        logger.exception(
            "The schedule %r names the task %r, which cannot be imported. "
            "Correct its task in the admin, or disable it.",
            schedule.name,
            schedule.task,
        )
        return False
    with transaction.atomic():
        taken = Schedule.objects.filter(
            pk=schedule.pk, enabled=True, next_run_at=schedule.next_run_at
        ).update(next_run_at=_next_run(schedule, now), last_run_at=now)
        if taken:
            job.enqueue()
    return bool(taken)


def _next_run(schedule: Schedule, now: datetime) -> datetime:
    """The first beat after now: runs missed while no worker was up are not made up for."""
    every = timedelta(seconds=schedule.every)
    missed = (now - schedule.next_run_at) // every
    return schedule.next_run_at + (missed + 1) * every  # missed is below 0 after a clock set back


def reap_lost_jobs(now: datetime) -> int:
    """Give back jobs whose worker died: RUNNING becomes READY again.

    A worker that has said that it lives, and says so no more, is dead. One that says nothing has
    the lease for a job, and one that says so twelve leases: a job that takes longer hangs. A job
    whose database went away under it is lost as well, although its worker lives. After three
    attempts a job is marked FAILED instead. A job may therefore run twice, so every task must be
    safe to repeat. Returns how many jobs were taken back or given up.
    """
    silent, alive = WorkerBeat.silent(now), WorkerBeat.names_alive(now)
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    lost = [
        job
        for job in running
        if silent & set(job.worker_ids[-1:])
        or job.started_at < now - _lease(is_alive=bool(alive & set(job.worker_ids[-1:])))
    ]
    return sum(_take_back(job, now) for job in [*lost, *_cut_off(now)])


def _lease(*, is_alive: bool) -> timedelta:
    """How long a job may take, of a worker that says that it lives and of one that says nothing."""
    lease = timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return LEASES_OF_THE_LIVING * lease if is_alive else lease


def give_back(worker_id: str, now: datetime) -> int:
    """What this worker was running when the database left it: it does not run any more."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    own = [job for job in running if job.worker_ids[-1:] == [worker_id]]
    return sum(_take_back(job, now) for job in own)


def _cut_off(now: datetime) -> list[DBTaskResult[Any, Any]]:
    """Jobs that failed lately because the database was gone, and may be tried again."""
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED,
        exception_class_path__in=DATABASE_GONE,
        finished_at__gte=now - WORTH_REPEATING,
    )
    return [job for job in failed if len(job.worker_ids) < MOST_ATTEMPTS]


def _take_back(job: DBTaskResult[Any, Any], now: datetime) -> int:
    attempts = len(job.worker_ids)
    # The start time tells this attempt from the next: a second reaper changes nothing.
    same_attempt = DBTaskResult.objects.filter(
        pk=job.pk, status=job.status, started_at=job.started_at
    )
    if attempts < MOST_ATTEMPTS:
        logger.warning("Job %s (%s) was lost by its worker: queued again", job.pk, job.task_path)
        return same_attempt.update(status=TaskResultStatus.READY, run_after=now)
    logger.error("Job %s (%s) was lost %d times: given up", job.pk, job.task_path, attempts)
    return same_attempt.update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path="config.jobs.LostByWorkerError",
        traceback=f"The job was started {attempts} times and no worker finished it.",
    )


class LostByWorkerError(Exception):
    """The reason that a given-up job shows in its result."""


@task
def reap() -> int:
    return reap_lost_jobs(current_time())


@task
def prune_results() -> int:
    """Delete results that finished so many days ago as the settings say; 30 unless told."""
    return old_results(current_time()).delete()[0]


def old_results(now: datetime) -> models.QuerySet[DBTaskResult[Any, Any]]:
    """Results of jobs that are over, past the days that they are kept; 0: for good."""
    days = settings.DAYS_KEPT["jobs"]
    found: models.QuerySet[DBTaskResult[Any, Any]] = DBTaskResult.objects.finished()
    return found.filter(finished_at__lt=now - timedelta(days=days)) if days else found.none()


@task
def prune() -> dict[str, int]:
    """Delete every kind of leftover that is past its days; safe to repeat."""
    from config.pruning import prune_all

    return prune_all(current_time())


@task
def clear_expired_sessions() -> None:
    SessionStore.clear_expired()

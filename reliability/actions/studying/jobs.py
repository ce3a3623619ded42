"""Long work on studies: asked for, run, followed, stopped. Safe to repeat after a kill.

A job stores what it makes in short transactions, in a study that nobody sees until the last of
them freezes it and ends the job, both or neither. Whatever ends a job before that takes the
unfinished study away; a worker that died is made up for by the next one, which begins anew.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from agencies.actions import record
from agencies.database_trouble import trouble_of
from agencies.models import Agency, Membership
from instruments.sheet import Text
from reliability.actions.studying.refusing import StudyRefusedError, in_both
from reliability.models import Intake, Study, StudyCoding, StudyJob, StudySource
from reliability.tasks import study_job

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_WORDS = 0.5
State = StudyJob.State
FAULT = _(
    "A fault in the program stopped this work, and nothing of it was stored. Whoever runs this "
    "installation finds what happened in its log, under job %(job)s."
)


class StoppedError(Exception):
    """Somebody asked the job to stop."""


class OvertakenError(Exception):
    """Another worker has taken the job: this one was too slow, and counts as dead."""


class Progress:
    """Tells the page how far a job came, at most twice a second; raises where it is to stop.

    Call it outside transactions: a page sees only what is committed.
    """

    def __init__(self, job: StudyJob) -> None:
        self._own = StudyJob.objects.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING)
        self._step, self._told_at = "", 0.0

    def __call__(self, step: str, done: int, to_do: int) -> None:
        """Raises StoppedError or OvertakenError."""
        at = time.monotonic()
        if step == self._step and at - self._told_at < SECONDS_BETWEEN_WORDS:
            return
        self._step, self._told_at = step, at
        going_on = self._own.filter(asked_to_stop_at=None)
        if not going_on.update(step=step[:40], done=done, to_do=to_do):
            raise StoppedError if self._own.exists() else OvertakenError


Work = Callable[[StudyJob, Progress], None]


def ask(
    *,
    agency: Agency,
    by: Membership,
    kind: str,
    intake: Intake | None = None,
    study: Study | None = None,
    settings: dict[str, Any] | None = None,
) -> StudyJob:
    """Write a job down and put it into the queue; inside the caller's transaction."""
    job = StudyJob.objects.create(
        agency=agency, by=by, kind=kind, intake=intake, study=study, settings=settings or {}
    )
    record(agency=agency, actor=by.user, verb="ask_study_job", obj=job, detail={"kind": kind})
    study_job.enqueue(job.pk)
    job.refresh_from_db()
    return job


@transaction.atomic
def stop(*, job: StudyJob, by: Membership) -> None:
    """Ask a job to stop at its next step. What it did so far is taken away."""
    job = StudyJob.objects.select_for_update().get(pk=job.pk)
    if job.is_over or job.asked_to_stop_at is not None:
        return
    job.asked_to_stop_at = now()
    if job.state == State.WAITING:
        job.state, job.finished_at = State.STOPPED, now()
    job.save(update_fields=["asked_to_stop_at", "state", "finished_at"])
    record(agency=job.agency, actor=by.user, verb="stop_study_job", obj=job)


def run_job(job_pk: int) -> str:
    """Do a job to its end, whatever came before; says in a word how it ended.

    A job that is over stays as it is. One that a killed worker left behind begins anew: what that
    worker stored is taken away first. What fails is told in `job.failure`, a sentence.
    """
    with scopes_disabled():
        job = _take(job_pk)
    if job is None:
        return "over"
    with scope(agency=job.agency):
        try:
            _work_of(job)(job, Progress(job))
        except StoppedError:
            return _end(job, State.STOPPED)
        except OvertakenError:
            return "overtaken"
        except StudyRefusedError as refused:
            return _end(job, State.FAILED, refused.text)
        except Exception as error:
            if trouble_of(error) is not None:
                raise  # no fault of the job: the queue runs it again when the database is back
            logger.exception("Job %s on a study (%s) failed", job.pk, job.kind)
            return _end(job, State.FAILED, in_both(FAULT, job=job.pk))
    return str(State.DONE)


def _work_of(job: StudyJob) -> Work:
    # Imported here: these need the statistics, and pages that only ask for a job do not.
    from reliability.actions.studying import checking_job, making_job, report_job

    return {
        StudyJob.Kind.CHECK: checking_job.check_table,
        StudyJob.Kind.MAKE: making_job.make_study,
        StudyJob.Kind.REPORT: report_job.make_edition,
    }[StudyJob.Kind(job.kind)]


@transaction.atomic
def _take(job_pk: int) -> StudyJob | None:
    """The job, for this worker from now on, without what an earlier one left; None if over."""
    found = StudyJob.objects.select_for_update(of=("self",)).select_related(
        "agency", "by__user", "study"
    )
    job: StudyJob | None = found.filter(pk=job_pk).first()
    if job is None or job.is_over:
        return None
    with scope(agency=job.agency):
        take_away(job)
    job.state, job.started_at, job.attempt = State.RUNNING, now(), job.attempt + 1
    job.step, job.done, job.to_do = "", 0, 0
    job.save(update_fields=["state", "started_at", "attempt", "step", "done", "to_do"])
    return job


@transaction.atomic
def _end(job: StudyJob, state: str, because: Text | None = None) -> str:
    """End a job that made nothing, unless another worker has it by now."""
    held = still_own(job)
    if held is None:
        return "overtaken"
    take_away(held)
    if held.asked_to_stop_at is not None:
        state, because = State.STOPPED, None
    finish(held, state, because)
    # A person's table waits for another try; a program sends its rows again.
    Intake.objects.filter(jobs=held, source=StudySource.API).delete()
    return state


def still_own(job: StudyJob) -> StudyJob | None:
    """The job, locked, while it is this worker's; to be asked in a transaction."""
    own = StudyJob.objects.select_for_update(of=("self",)).select_related("agency", "by__user")
    found: StudyJob | None = own.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING).first()
    return found


def hold(job: StudyJob) -> StudyJob:
    """The job, locked, for the transaction that ends it well.

    Raises StoppedError or OvertakenError.
    """
    held = still_own(job)
    if held is None:
        raise OvertakenError
    if held.asked_to_stop_at is not None:
        raise StoppedError
    return held


def finish(job: StudyJob, state: str = State.DONE, because: Text | None = None) -> None:
    """Write down that a job is over."""
    job.state, job.finished_at = state, now()
    job.failed_because = {"en": because.en, "fr": because.fr} if because else {}
    job.save(update_fields=["state", "finished_at", "failed_because", "study", "edition"])


def take_away(job: StudyJob) -> None:
    """Delete the study that a job has begun and not frozen."""
    study = job.study
    if job.kind != StudyJob.Kind.MAKE or study is None or study.is_frozen:
        return
    job.study = None
    job.save(update_fields=["study"])
    StudyCoding.objects.filter(study=study).delete()
    study.delete()

"""The hourly job: what was to be kept until a moment is deleted after it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from agencies.actions import record
from agencies.models import SentOnce
from reliability.actions.studying.jobs import finish, take_away
from reliability.actions.studying.refusing import in_both
from reliability.models import Intake, Study, StudyCoding, StudyJob

ANSWERS_KEPT = timedelta(days=1)
ATTEMPTS = 4
OVER = (StudyJob.State.DONE, StudyJob.State.FAILED, StudyJob.State.STOPPED)
LOST = _(
    "This work was begun several times and never ended: the program was stopped each time. Nothing "
    "of it was stored. Ask for it again, or tell whoever runs this installation."
)


def forget_the_old(at: datetime) -> dict[str, int]:
    """Delete codings past their day (reports stay), tables past theirs, and answers to programs.

    Jobs that no worker will finish are ended first. Safe to repeat.
    """
    with scopes_disabled():
        lost = sum(_end_lost(job) for job in list(_lost_jobs(at)))
        emptied = sum(_empty(study, at) for study in list(_past_their_day(at)))
        tables = sum(_drop(intake) for intake in list(_past_tables(at)))
        answers, _each = SentOnce.objects.filter(at__lt=at - ANSWERS_KEPT).delete()
    return {"lost": lost, "emptied": emptied, "tables": tables, "answers": answers}


def _lost_jobs(at: datetime) -> list[StudyJob]:
    """Jobs taken up so long ago that the queue itself has given them up."""
    given_up = at - ATTEMPTS * timedelta(seconds=settings.JOB_LEASE_SECONDS)
    running = StudyJob.objects.filter(state=StudyJob.State.RUNNING, started_at__lt=given_up)
    return list(running.select_related("agency"))


@transaction.atomic
def _end_lost(job: StudyJob) -> int:
    with scope(agency=job.agency):
        held = StudyJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if held.state != StudyJob.State.RUNNING:
            return 0
        take_away(held)
        finish(held, StudyJob.State.FAILED, in_both(LOST))
    return 1


def _past_their_day(at: datetime) -> list[Study]:
    found = Study.objects.filter(
        keep_until__lt=localdate(at), emptied_at=None, frozen_at__isnull=False
    )
    return list(found.select_related("agency"))


@transaction.atomic
def _empty(study: Study, at: datetime) -> int:
    """Delete the codings of one study, once."""
    with scope(agency=study.agency):
        if not Study.objects.filter(pk=study.pk, emptied_at=None).update(emptied_at=at):
            return 0
        StudyCoding.objects.filter(study=study).delete()
        detail = {"keep_until": str(study.keep_until), "codings": study.codings}
        record(agency=study.agency, actor=None, verb="empty_study", obj=study, detail=detail)
    return 1


def _past_tables(at: datetime) -> list[Intake]:
    """Tables past their day, but for those that a job is at work on."""
    at_work = StudyJob.objects.exclude(state__in=OVER).filter(intake__isnull=False)
    return list(Intake.objects.filter(expires_at__lte=at).exclude(pk__in=at_work.values("intake")))


def _drop(intake: Intake) -> int:
    intake.delete()
    return 1

"""Sitting a personal exam: the clock of a case, time on top, and what the coordinator is shown."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from training.access import is_closed, is_over, moment
from training.actions.handing_in import hand_in_by_clock
from training.models import (
    Assignment,
    Coding,
    DeviceSighting,
    Enrolment,
    Exam,
    Retake,
    TimeExtension,
)
from training.models.sitting import REASON_LENGTH


class TimeRefusedError(Exception):
    """No time can be given on top. The message is a sentence for the coordinator."""


def start_case(*, assignment: Assignment, at: datetime) -> None:
    """Set when the time for a case of a personal exam is over. The first opening counts."""
    minutes = minutes_for(assignment)
    if minutes is not None:
        due_at = at + timedelta(minutes=minutes)
        Assignment.objects.filter(pk=assignment.pk, due_at=None).update(due_at=due_at)


def minutes_for(assignment: Assignment) -> int | None:
    """How long a case of a personal exam may take, with the person's own time factor."""
    exam = assignment.exam
    if exam is None or exam.rules is None or exam.enrolment is None:
        return None
    return int(exam.rules.minutes_per_case * float(exam.enrolment.time_factor))


def settle(*, assignment: Assignment, at: datetime) -> Coding | None:
    """Hand in what was saved of a case whose time is over, without waiting for the schedule."""
    if assignment.exam is None or not is_over(assignment, at):
        return None
    return hand_in_by_clock(assignment=assignment, at=at)


@transaction.atomic
def end_exam(*, exam: Exam, at: datetime) -> None:
    """Close a personal exam before its time, when all its cases are handed in.

    Whoever decided on it calls this: no case can then be added. Once closed it stays as it is.
    """
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    if exam.closed_at is not None:
        return
    if not exam.is_personal:
        raise ValueError(f"exam {exam.pk} is a group's: it closes at its time")
    if exam.assignments.filter(codings=None, declined_at=None).exists():
        raise ValueError(f"exam {exam.pk} has cases that are not handed in: it closes at its time")
    exam.closed_at = at
    exam.save(update_fields=["closed_at"])
    detail = {"title": exam.title, "before_its_time": True}
    record(agency=exam.agency, actor=None, verb="close_exam", obj=exam, detail=detail)


@transaction.atomic
def open_again(
    *, enrolment: Enrolment, tool: str, reason: str, by: Membership, at: datetime
) -> Retake:
    """One more attempt for somebody who has passed, or has used all attempts."""
    retake = Retake.objects.create(
        agency=enrolment.agency,
        enrolment=enrolment,
        tool=tool,
        reason=reason[:REASON_LENGTH],
        opened_by=by,
        opened_at=at,
    )
    detail = {"tool": tool, "reason": retake.reason}
    record(
        agency=enrolment.agency, actor=by.user, verb="open_attempt", obj=enrolment, detail=detail
    )
    return retake


@transaction.atomic
def give_case_time(
    *, assignment: Assignment, minutes: int, reason: str, by: Membership, at: datetime
) -> TimeExtension:
    """More minutes for a case that is open, counted from its end, or from now if that is over."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    exam = _running(assignment.exam, at)
    if assignment.codings.exists():
        raise TimeRefusedError(
            _("This case was handed in already, so its time can no longer be extended.")
        )
    if assignment.due_at is None:
        raise TimeRefusedError(_("This case was not opened yet: its time has not begun."))
    assignment.due_at = max(assignment.due_at, at) + timedelta(minutes=minutes)
    assignment.save(update_fields=["due_at"])
    if exam.closes_at < assignment.due_at:
        exam.closes_at = assignment.due_at
        exam.save(update_fields=["closes_at"])
    return _extension(exam, assignment, minutes, assignment.due_at, reason, by, at)


@transaction.atomic
def give_exam_time(
    *, exam: Exam, days: int, reason: str, by: Membership, at: datetime
) -> TimeExtension:
    """More days for the whole exam."""
    exam = _running(exam, at)
    exam.closes_at += timedelta(days=days)
    exam.save(update_fields=["closes_at"])
    return _extension(exam, None, days * 24 * 60, exam.closes_at, reason, by, at)


def _running(exam: Exam | None, at: datetime) -> Exam:
    if exam is None:
        raise ValueError("a practice case has no time that could be extended")
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    if is_closed(exam, at):
        raise TimeRefusedError(
            _("The exam closed on %(when)s. Its time can no longer be extended.")
            % {"when": moment(exam.closed_at or exam.closes_at)}
        )
    return exam


def _extension(
    exam: Exam,
    assignment: Assignment | None,
    minutes: int,
    ends_at: datetime,
    reason: str,
    by: Membership,
    at: datetime,
) -> TimeExtension:
    made = TimeExtension.objects.create(
        agency=exam.agency,
        exam=exam,
        assignment=assignment,
        minutes=minutes,
        ends_at=ends_at,
        reason=reason,
        granted_by=by,
        granted_at=at,
    )
    detail = {"minutes": minutes, "case": assignment.pk if assignment else None, "reason": reason}
    record(agency=exam.agency, actor=by.user, verb="extend_time", obj=exam, detail=detail)
    return made


def note_device(*, assignment: Assignment, device: str, at: datetime) -> None:
    """Note on which browser a case of a personal exam was opened."""
    if assignment.exam is None or not assignment.exam.is_personal:
        return
    DeviceSighting.objects.update_or_create(
        assignment=assignment,
        device=device,
        defaults={"last_at": at},
        create_defaults={"first_at": at, "last_at": at},
    )


def note_left(*, assignment: Assignment, device: str, at: datetime) -> None:
    """Count that the page of a case in a personal exam went out of sight."""
    if assignment.exam is None or not assignment.exam.is_personal:
        return
    note_device(assignment=assignment, device=device, at=at)
    seen = DeviceSighting.objects.filter(assignment=assignment, device=device)
    seen.update(times_left=F("times_left") + 1)

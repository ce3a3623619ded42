"""Jobs of this app that run by the schedule."""

from datetime import datetime

from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from config.compat import task
from training.actions.handing_in import close_exam, hand_in_by_clock
from training.actions.reminding import remind_due
from training.models import Assignment, Exam


@task
def remind_of_due_dates() -> int:
    """Tell assessors 30, 7 and 1 days before a programme is due; safe to repeat."""
    return remind_due(now())


@task
def close_due_exams() -> int:
    """Hand in what was saved in every exam and every case whose time is over; safe to repeat."""
    at = now()
    with scopes_disabled():
        due = list(Exam.objects.filter(closed_at=None, closes_at__lte=at).select_related("agency"))
    handed_in = 0
    for exam in due:
        with scope(agency=exam.agency):
            handed_in += close_exam(exam=exam, at=at)
    return handed_in + _hand_in_due_cases(at)


def _hand_in_due_cases(at: datetime) -> int:
    """Cases of personal exams that are still open, but whose own time is over."""
    with scopes_disabled():
        # Looked up first: of all exams ever sat few are open.
        still_open = list(Exam.objects.filter(closed_at=None).values_list("pk", flat=True))
        cases = Assignment.objects.filter(
            exam__in=still_open, due_at__lte=at, codings=None, declined_at=None
        )
        due = list(cases.select_related("agency"))
    handed_in = 0
    for assignment in due:
        with scope(agency=assignment.agency):
            handed_in += hand_in_by_clock(assignment=assignment, at=at) is not None
    return handed_in

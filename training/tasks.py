"""Jobs of this app that run by the schedule."""

from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from config.compat import task
from training.actions.handing_in import close_exam
from training.models import Exam


@task
def close_due_exams() -> int:
    """Hand in what was saved in every exam whose time is over; safe to repeat."""
    at = now()
    with scopes_disabled():
        due = list(Exam.objects.filter(closed_at=None, closes_at__lte=at).select_related("agency"))
    handed_in = 0
    for exam in due:
        with scope(agency=exam.agency):
            handed_in += close_exam(exam=exam, at=at)
    return handed_in

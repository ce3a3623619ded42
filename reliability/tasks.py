"""Jobs of this app that run by the schedule."""

from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from config.compat import task
from reliability.access import exams_to_decide
from reliability.actions.deciding import decide_exam
from reliability.actions.reminding import remind_expiring


@task
def remind_of_expiry() -> int:
    """Tell holders 90, 60, 30 and 7 days before a certificate expires; safe to repeat."""
    return remind_expiring(now())


@task
def decide_exams() -> int:
    """Decide on every personal exam that is over and has nothing decided on it; safe to repeat."""
    with scopes_disabled():
        due = list(exams_to_decide().select_related("agency"))
    for exam in due:
        with scope(agency=exam.agency):
            decide_exam(exam=exam)
    return len(due)

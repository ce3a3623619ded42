"""Jobs of this app that run by the schedule."""

from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from agencies.models import Agency
from config.compat import task
from reliability.access import exams_to_decide
from reliability.actions import telling
from reliability.actions.deciding import decide_exam
from reliability.actions.monitoring.running import monitor_agency
from reliability.actions.reminding import remind_expiring


@task
def remind_of_expiry() -> int:
    """Tell holders 90, 60, 30 and 7 days before a certificate expires; safe to repeat."""
    return remind_expiring(now())


@task
def tell_holder(credential: int, news: str) -> bool:
    """Write to the holder of a certificate that was issued or revoked."""
    return telling.tell_holder(credential, news)


@task
def tell_of_manual(agency: int, tool: str) -> int:
    """Write to those who certify in an agency that certificates of an earlier manual end."""
    return telling.tell_coordinators(agency, tool)


@task
def decide_exams() -> int:
    """Decide on every personal exam that is over and has nothing decided on it; safe to repeat."""
    with scopes_disabled():
        due = list(exams_to_decide().select_related("agency"))
    for exam in due:
        with scope(agency=exam.agency):
            decide_exam(exam=exam)
    return len(due)


@task
def monitor() -> int:
    """Have every agency looked at: a job each, so that any number of workers share them."""
    agencies = list(Agency.objects.values_list("pk", flat=True).order_by("pk"))
    for pk in agencies:
        monitor_one.enqueue(pk)
    return len(agencies)


@task
def monitor_one(agency_pk: int) -> str:
    """Check cases, points, charts and alerts of one agency; safe to repeat, and beside itself.

    The run tells in the admin how far it came. Raises where a person's charts failed, so that the
    job shows as failed; all others were computed, and the next run tries again.
    """
    agency = Agency.objects.get(pk=agency_pk)
    with scope(agency=agency):
        run = monitor_agency(agency)
    if run.error:
        raise MonitoringFailedError(run.error)
    return f"{run.done} of {run.to_do} watched, {run.raised} alerts raised"


@task
def study_job(job_pk: int) -> str:
    """Check a table, make a study, or compute a report; safe to repeat."""
    # Imported here: what asks for a job imports this module.
    from reliability.actions.studying.jobs import run_job

    return run_job(job_pk)


@task
def forget_old_studies() -> dict[str, int]:
    """Delete what was kept until a day that is past, and end jobs that no worker will finish."""
    from reliability.actions.studying.retention import forget_the_old

    return forget_the_old(now())


class MonitoringFailedError(Exception):
    """Some charts could not be computed. The message names them."""

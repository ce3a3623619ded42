"""What an assessor does with a case beside scoring it: read its notice, pause, decline."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import User
from training.access import WorkRefusedError, check_work, is_closed, moment
from training.actions.forms import replace_declined
from training.models import Assignment, Draft
from vignettes.actions.panels import PanelRefusedError, leave_seat


def see_notice(*, assignment: Assignment, at: datetime) -> None:
    """Note that the assessor read the notice before the case. The first time counts."""
    Assignment.objects.filter(pk=assignment.pk, notice_seen_at=None).update(notice_seen_at=at)


def pause(*, assignment: Assignment, at: datetime) -> None:
    """Note that the assessor put the case aside. What is saved stays; an exam's time runs on."""
    Assignment.objects.filter(pk=assignment.pk).update(paused_at=at)


@transaction.atomic
def decline(*, assignment: Assignment, reason: str, actor: User, at: datetime) -> None:
    """Give a case back unscored. It is no mark against the assessor; what was saved is kept."""
    assignment = _locked(assignment)
    if assignment.declined_at is not None:
        return
    check_work(assignment, at)
    assignment.declined_at = at
    assignment.decline_reason = reason
    assignment.save(update_fields=["declined_at", "decline_reason"])
    _tell_panel(assignment, left_at=at)
    record(agency=assignment.agency, actor=actor, verb="decline", obj=assignment)
    replace_declined(assignment=assignment, at=at)


@transaction.atomic
def take_back(*, assignment: Assignment, actor: User, at: datetime) -> None:
    """Take on a case again that one had declined, in an exam until it closes."""
    assignment = _locked(assignment)
    if assignment.declined_at is None:
        return
    if assignment.exam is not None and assignment.exam.is_personal:
        raise WorkRefusedError(
            _("Another case took the place of the one you declined; it cannot be taken back.")
        )
    if assignment.exam is not None and is_closed(assignment.exam, at):
        raise WorkRefusedError(
            _("The exam closed on %(when)s; a declined case can no longer be taken back.")
            % {"when": moment(assignment.exam.closes_at)}
        )
    _tell_panel(assignment, left_at=None)
    assignment.declined_at = None
    assignment.decline_reason = ""
    assignment.save(update_fields=["declined_at", "decline_reason"])
    record(agency=assignment.agency, actor=actor, verb="take_back", obj=assignment)


def _tell_panel(assignment: Assignment, left_at: datetime | None) -> None:
    """A panel waits for an expert who has taken the case on, and for none who declined it."""
    if assignment.panel is None:
        return
    try:
        leave_seat(panel=assignment.panel, expert=assignment.assessor, at=left_at)
    except PanelRefusedError as refused:
        raise WorkRefusedError(str(refused)) from None


def _locked(assignment: Assignment) -> Assignment:
    """The case as it stands now, held so that it is not handed in or closed meanwhile."""
    draft = Draft.objects.select_for_update().get(assignment=assignment)
    return Assignment.objects.select_related("exam", "agency", "panel", "assessor").get(
        pk=draft.assignment_id
    )

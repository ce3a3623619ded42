"""Writes: who is told by e-mail that the due date of a programme comes near, each time once."""

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope, scopes_disabled

from training.attempts import attempts_of
from training.models import Enrolment
from training.verdicts import verdict_on

logger = logging.getLogger(__name__)

REMIND_AT = (30, 7, 1)
"""Days before the due date."""


def remind_due(at: datetime) -> int:
    """Write to everybody whose due date has come so near; how many were told.

    Safe to repeat. After a pause of the worker one reminder is sent, not all that were missed. A
    new due date is reminded of anew. Nobody on leave is written to, nor who has passed everything.
    """
    today = localdate(at)
    with scopes_disabled():
        due = list(_near(today))
    told = 0
    for enrolment in due:
        with scope(agency=enrolment.agency):
            told += not has_passed_all(enrolment) and _remind(enrolment, today)
    return told


def days_due(enrolment: Enrolment, today: date) -> set[int]:
    """The reminders whose day has come. Who has less time than that from the start has none."""
    if enrolment.due_on is None:
        return set()
    left = (enrolment.due_on - today).days
    lasts = (enrolment.due_on - localdate(enrolment.enrolled_at)).days
    return {days for days in REMIND_AT if left <= days < lasts}


def has_passed_all(enrolment: Enrolment) -> bool:
    """Whether a person has passed the exam of every tool of the programme."""
    newest = (attempts_of(enrolment, tool).first() for tool in enrolment.programme.tools)
    verdicts = [verdict_on(exam) if exam else None for exam in newest]
    return all(verdict is not None and verdict.is_passed for verdict in verdicts)


def _near(today: date) -> QuerySet[Enrolment]:
    found: QuerySet[Enrolment] = Enrolment.objects.filter(
        due_on__range=(today, today + timedelta(days=max(REMIND_AT))),
        left_at=None,
        on_leave_since=None,
        programme__closed_at=None,
        assessor__user__is_active=True,
    )
    return found.select_related("agency", "programme", "assessor__user")


def _remind(enrolment: Enrolment, today: date) -> bool:
    """Note it first, then send: of two workers one sends. What was not sent is taken back."""
    before = _claim(enrolment, today)
    if before is None:
        return False
    try:
        _send(enrolment, today)
    except OSError:
        logger.exception("No reminder was sent for enrolment %s; tried again later", enrolment.pk)
        Enrolment.objects.filter(pk=enrolment.pk).update(reminded_of=before)
        return False
    return True


@transaction.atomic
def _claim(enrolment: Enrolment, today: date) -> dict[str, list[int]] | None:
    """What was sent before this one; None where there is nothing new to send."""
    row = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    before: dict[str, list[int]] = row.reminded_of
    day = str(row.due_on)
    due = days_due(row, today)
    if due <= set(before.get(day, [])):
        return None
    row.reminded_of = {day: sorted({*before.get(day, []), *due}, reverse=True)}
    row.save(update_fields=["reminded_of"])
    return before


def _send(enrolment: Enrolment, today: date) -> None:
    due = enrolment.due_on or today
    user = enrolment.assessor.user
    with translation.override(enrolment.language or user.language or settings.LANGUAGE_CODE):
        told = {
            "name": user.name,
            "programme": enrolment.programme.title,
            "agency": enrolment.agency.name,
            "day": due.isoformat(),
            "address": f"{settings.BASE_URL}{reverse('training:home')}",
        }
        left = (due - today).days
        subject = ngettext(
            "%(programme)s is due in %(n)s day", "%(programme)s is due in %(n)s days", left
        ) % (told | {"n": left})
        if not left:
            subject = _("%(programme)s is due today") % told
        body = _(
            "Hello %(name)s,\n\n"
            "The programme %(programme)s of %(agency)s is due on %(day)s. Your start page says "
            "what comes next. If the date does not suit you, ask your coordinator for another.\n\n"
            "Your start page: %(address)s\n"
        )
        # One line only: a title with a line break would write headers.
        send_mail(" ".join(subject.split()), body % told, None, [user.email])

"""Writes: who is told by e-mail that a certificate expires, each time once."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scopes_disabled

from reliability.credentials.addresses import whole
from reliability.credentials.status import Status, name_of, status_of
from reliability.models import Credential
from training.models import Enrolment

logger = logging.getLogger(__name__)

REMIND_AT = (90, 60, 30, 7)
"""Days before expiry."""


def remind_expiring(at: datetime) -> int:
    """Write to every holder whose certificate has reached one of these days; how many were told.

    Safe to repeat. After a pause of the worker one reminder is sent, not all that were missed.
    Nobody on leave is written to: their reminder follows when they are back.
    """
    today = localdate(at)
    with scopes_disabled():
        due = [one for one in _expiring(today) if status_of(one, today) is Status.VALID]
    return sum(_remind(credential, today) for credential in due)


def days_due(credential: Credential, today: date) -> set[int]:
    """The reminders whose day has come. A short certificate has no day before its own issue."""
    left = (credential.valid_until - today).days
    lasts = (credential.valid_until - localdate(credential.issued_at)).days
    return {days for days in REMIND_AT if left <= days < lasts}


def _expiring(today: date) -> QuerySet[Credential]:
    on_leave = Enrolment.objects.filter(
        assessor__user=OuterRef("holder"), on_leave_since__lte=today, left_at=None
    )
    renewed = Credential.objects.filter(
        holder=OuterRef("holder"),
        tool=OuterRef("tool"),
        revoked_at=None,
        valid_until__gt=OuterRef("valid_until"),
    )
    return Credential.objects.filter(
        ~Exists(on_leave),
        ~Exists(renewed),
        revoked_at=None,
        renamed_as=None,
        holder__is_active=True,
        valid_until__range=(today, today + timedelta(days=max(REMIND_AT))),
    ).select_related("holder", "agency")


def _remind(credential: Credential, today: date) -> bool:
    """Note it first, then send: of two workers one sends. What was not sent is taken back."""
    before = _claim(credential, today)
    if before is None:
        return False
    try:
        _send(credential, today)
    except OSError:
        logger.exception(
            "No reminder was sent for certificate %s; tried again later", credential.pk
        )
        Credential.objects.filter(pk=credential.pk).update(reminded_on=before)
        return False
    return True


@transaction.atomic
def _claim(credential: Credential, today: date) -> list[int] | None:
    """The reminders sent before this one; None where there is nothing new to send."""
    row = Credential.objects.select_for_update().get(pk=credential.pk)
    before: list[int] = row.reminded_on
    due = days_due(row, today)
    if due <= set(before):
        return None
    row.reminded_on = sorted({*before, *due}, reverse=True)
    row.save(update_fields=["reminded_on"])
    return before


def _send(credential: Credential, today: date) -> None:
    left = (credential.valid_until - today).days
    with translation.override(credential.holder.language or credential.language):
        told = {
            "name": credential.holder.name,
            "tool": name_of(credential.tool),
            "until": credential.valid_until.isoformat(),
            "agency": credential.agency.name,
            "address": whole(reverse("reliability:my_certificates")),
        }
        subject = ngettext(
            "Your certificate for %(tool)s expires in %(n)s day",
            "Your certificate for %(tool)s expires in %(n)s days",
            left,
        ) % (told | {"n": left})
        body = _(
            "Hello %(name)s,\n\n"
            "Your certificate for %(tool)s, issued by %(agency)s, is valid until %(until)s. "
            "A new exam renews it; your coordinator knows when one is open to you.\n\n"
            "Your certificates: %(address)s\n"
        )
        send_mail(subject, body % told, None, [credential.holder.email])

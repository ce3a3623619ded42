"""Alerts: raised once from what the charts show, with evidence; then steps until they close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Agency, Membership
from reliability.access import DECIDING_ROLES
from reliability.actions.outside import tell_of_alert
from reliability.models import Alert, AlertStep
from training.models import Cohort, Enrolment
from vignettes.models import VignetteVersion


class AlertRefusedError(Exception):
    """This cannot be done with the alert. The message is a sentence."""


@dataclass(frozen=True)
class Sight:
    """What a detector saw: everything that an alert keeps."""

    kind: Alert.Kind
    tool: str
    key: str
    """What it is about: while an alert with this key is open, no second one is raised."""
    evidence: Mapping[str, Any]
    rules: Sequence[str] = ()
    enrolment: Enrolment | None = None
    cohort: Cohort | None = None
    version: VignetteVersion | None = None
    item: str = ""


@transaction.atomic
def raise_alert(*, agency: Agency, sight: Sight, at: datetime) -> Alert | None:
    """Put what was seen on record; None where an open alert is about the same already.

    Raises ValueError without evidence: nobody is talked to about nothing.
    """
    if not sight.evidence.get("cases"):
        raise ValueError(f"the alert {sight.key!r} names no case that speaks for it")
    try:
        with transaction.atomic():
            alert = Alert.objects.create(
                agency=agency,
                kind=sight.kind,
                tool=sight.tool,
                enrolment=sight.enrolment,
                cohort=sight.cohort,
                version=sight.version,
                item=sight.item,
                rules=list(sight.rules),
                evidence=dict(sight.evidence),
                key=sight.key,
                raised_at=at,
            )
    except IntegrityError:
        if not Alert.objects.filter(agency=agency, key=sight.key, closed_at=None).exists():
            raise
        return None
    AlertStep.objects.create(agency=agency, alert=alert, kind=AlertStep.Kind.RAISED, at=at)
    record(agency=agency, actor=None, verb="raise_alert", obj=alert, detail={"key": sight.key})
    tell_of_alert(alert)
    return alert


@transaction.atomic
def close_alert(*, alert: Alert, by: Membership, reason: str, at: datetime) -> AlertStep:
    """A person closes it, with a reason. Raises AlertRefusedError."""
    alert = locked(alert, by)
    step = add_step(alert, AlertStep.Kind.CLOSED, by=by, note=_reason(reason), at=at)
    alert.closed_at = at
    alert.save(update_fields=["closed_at"])
    return step


@transaction.atomic
def escalate_alert(*, alert: Alert, by: Membership, reason: str, at: datetime) -> AlertStep:
    """Hand it on, with a reason; it stays open. Raises AlertRefusedError."""
    return add_step(locked(alert, by), AlertStep.Kind.ESCALATED, by=by, note=_reason(reason), at=at)


@transaction.atomic
def note_on_alert(*, alert: Alert, by: Membership, note: str, at: datetime) -> AlertStep:
    """Write something down about it. Raises AlertRefusedError."""
    return add_step(locked(alert, by), AlertStep.Kind.NOTED, by=by, note=_reason(note), at=at)


def locked(alert: Alert, by: Membership) -> Alert:
    """The open alert, held until the transaction ends, for somebody who may act on it."""
    alert = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if by.agency_id != alert.agency_id or by.role not in DECIDING_ROLES:
        raise AlertRefusedError(_("Coordinators of this agency look after its alerts."))
    if alert.enrolment is not None and alert.enrolment.assessor.user_id == by.user_id:
        raise AlertRefusedError(_("This alert is about you: somebody else looks after it."))
    if alert.closed_at is not None:
        raise AlertRefusedError(_("This alert is closed. What was done stays on record."))
    return alert


def add_step(
    alert: Alert,
    kind: AlertStep.Kind,
    *,
    by: Membership | None,
    at: datetime,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AlertStep:
    """Put one thing that was done on record."""
    step = AlertStep.objects.create(
        agency_id=alert.agency_id,
        alert=alert,
        kind=kind,
        by=by,
        note=note,
        detail=dict(detail or {}),
        at=at,
    )
    record(
        agency=alert.agency,
        actor=by.user if by else None,
        verb=f"alert_{kind}",
        obj=alert,
        detail={"note": note} | dict(detail or {}),
    )
    return step


def _reason(told: str) -> str:
    reason = told.strip()
    if not reason:
        raise AlertRefusedError(_("Say why, in a sentence: it stays on record."))
    return reason[:1000]

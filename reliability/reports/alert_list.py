"""The list of alerts: each with whom it is about and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from agencies.models import Membership
from reliability import access
from reliability.models import Alert, Remedy, RemedyCase
from reliability.reports.alert_words import about
from training.questions import tool_name


@dataclass(frozen=True)
class AlertRow:
    """One alert in the list of all."""

    alert: Alert
    about: str
    tool_name: str
    state: str
    tone: str


def listed(membership: Membership, *, closed: bool) -> QuerySet[Alert]:
    """The open alerts, or those that were closed; the newest first."""
    found = access.alerts(membership).exclude(closed_at__isnull=closed)
    under_way = Remedy.objects.filter(alert=OuterRef("pk"), done_at=None)
    rechecks = RemedyCase.objects.filter(
        remedy__alert=OuterRef("pk"), purpose=RemedyCase.Purpose.RECHECK, remedy__helped=None
    )
    return found.annotate(
        has_remedy=Exists(Remedy.objects.filter(alert=OuterRef("pk"))),
        is_under_way=Exists(under_way),
        is_rechecked=Exists(rechecks),
    )


def alert_row(alert: Alert) -> AlertRow:
    """An alert of `listed` with its state in words."""
    state, tone = _state(alert)
    return AlertRow(alert, about(alert), tool_name(alert.tool), state, tone)


def _state(alert: Alert) -> tuple[str, str]:
    if alert.closed_at is not None:
        return _("closed"), "ok"
    if alert.is_rechecked:  # type: ignore[attr-defined]
        return _("recheck under way"), ""
    if alert.is_under_way:  # type: ignore[attr-defined]
        return _("remedy under way"), ""
    if alert.has_remedy:  # type: ignore[attr-defined]
        return _("remedy done"), "warn"
    return _("to look at"), "warn"

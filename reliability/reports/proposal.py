"""What the page of an alert proposes to do, and why: from the smallest remedy to the largest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from reliability.actions.monitoring.alerting import AlertRefusedError
from reliability.actions.monitoring.boosting import check_booster
from reliability.models import Alert, Remedy

DAYS = 14
"""How long a remedy is given, unless the coordinator says otherwise."""


@dataclass(frozen=True)
class Proposal:
    """What the page proposes to do, why, and until when."""

    kind: str
    sentence: str
    due_on: date


def proposal(alert: Alert, remedies: Iterable[Remedy], at: datetime) -> Proposal | None:
    """The smallest remedy that fits; None where an alert is closed or about nobody in training.

    A booster ends in an exam: where none can be sat now, cases take its place.
    """
    enrolment = alert.enrolment
    if enrolment is None or enrolment.left_at or alert.closed_at:
        return None
    due = localdate(at) + timedelta(days=DAYS)
    if alert.rules and not any(remedy.helped is False for remedy in remedies):
        sentence = _(
            "The answers point at a rule. Three cases that turn on it, with feedback after "
            "each, are the shortest way to read it right again."
        )
        return Proposal(Remedy.Kind.CASES, sentence, due)
    try:
        check_booster(enrolment, alert.tool, at)
    except AlertRefusedError:
        sentence = _(
            "Go through the cases above together, then give three more on the rules that they "
            "speak of. A booster is not possible now: it ends in an exam, and none can be sat."
        )
        return Proposal(Remedy.Kind.CASES, sentence, due)
    return Proposal(Remedy.Kind.BOOSTER, _why_a_booster(alert, remedies), due)


def _why_a_booster(alert: Alert, remedies: Iterable[Remedy]) -> str:
    if any(remedy.helped is False for remedy in remedies):
        return _(
            "The remedy before has not helped yet. A booster brings reading and practice together; "
            "a talk about the cases above often finds what a page does not."
        )
    if alert.kind == Alert.Kind.BIAS:
        return _(
            "Totals lean to one side and no single rule explains it. A booster goes through the "
            "rules that most often move a total."
        )
    return _(
        "Fewer items are right than at certification and no single rule explains it. A booster "
        "refreshes the whole tool: reading and practice."
    )

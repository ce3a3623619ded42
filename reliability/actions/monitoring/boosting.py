"""Boosters: the rule page and cases to practise, then one more attempt at the programme's exam."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reliability.actions.monitoring.alerting import AlertRefusedError
from reliability.models import Remedy
from training.actions.sitting import open_again
from training.attempts import attempts_of, deciding_gold, open_attempt
from training.models import Enrolment, Exam, Retake
from training.verdicts import verdict_on


@dataclass(frozen=True)
class Boosted:
    """The exam of a booster, decided by a person."""

    exam: Exam
    is_passed: bool


def check_booster(enrolment: Enrolment, tool: str, at: datetime) -> None:
    """Raise AlertRefusedError with a sentence unless the exam can be sat once more."""
    if enrolment.programme.closed_at is not None or tool not in enrolment.programme.tools:
        raise AlertRefusedError(
            _("The programme of this person holds no exam on this tool now. Give cases instead.")
        )
    if not deciding_gold(enrolment.agency, tool).exists():
        raise AlertRefusedError(
            _("No panel has confirmed gold for this tool, so it has no exam. Give cases instead.")
        )
    if open_attempt(enrolment, tool, at) is not None:
        raise AlertRefusedError(
            _("An attempt at the exam is open already. Wait for its decision, or give cases.")
        )


def open_booster_exam(remedy: Remedy, at: datetime) -> None:
    """Open the attempt once, in the name of whoever assigned the booster."""
    enrolment = remedy.alert.enrolment
    if enrolment is None or _retakes(remedy).exists():
        return
    open_again(
        enrolment=enrolment,
        tool=remedy.alert.tool,
        reason=_("Booster after an alert."),
        by=remedy.assigned_by,
        at=at,
    )


def boosted(remedy: Remedy) -> Boosted | None:
    """The exam that was sat since, once a person has decided on it."""
    retake = _retakes(remedy).first()
    if retake is None:
        return None
    since = attempts_of(retake.enrolment, retake.tool).filter(opens_at__gte=retake.opened_at)
    exam = since.order_by("attempt").first()
    verdict = verdict_on(exam) if exam else None
    if exam is None or verdict is None or not verdict.is_settled:
        return None
    return Boosted(exam, verdict.is_passed)


def _retakes(remedy: Remedy) -> QuerySet[Retake]:
    alert = remedy.alert
    found = Retake.objects.filter(enrolment=alert.enrolment_id, tool=alert.tool)
    return found.filter(opened_at__gte=remedy.assigned_at).order_by("pk")

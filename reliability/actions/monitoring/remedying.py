"""Remedies: given after an alert, done by the assessor, then rechecked on cases not yet seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from reliability.actions.monitoring.alerting import AlertRefusedError, add_step, locked
from reliability.actions.monitoring.boosting import boosted, check_booster, open_booster_exam
from reliability.actions.monitoring.judging import Judged, helped
from reliability.models import Alert, AlertStep, MonitorPoint, Remedy, RemedyCase
from training.actions.checks import give_cases_on_rules
from training.models import Assignment, Enrolment, Mode

CASES = 3
"""Cases to practise on the rule, or on what the alert is about."""
RECHECKS = 3
"""Cases not yet seen that show whether the rule is read right now."""


@dataclass(frozen=True)
class Offer:
    """What a coordinator gives: the kind, the rules it is about, until when, and a kind word."""

    kind: Remedy.Kind
    due_on: date
    rules: Sequence[str] = ()
    note: str = ""


@transaction.atomic
def assign_remedy(*, alert: Alert, offer: Offer, by: Membership, at: datetime) -> Remedy:
    """Give the assessor something that helps. Raises AlertRefusedError with a sentence.

    With cases: three that bring the rules into play and that the person has not met; fewer where
    the bank has fewer, which the record tells; where it has none, a sentence says so and the rule
    page is what is left. A booster is the page, such cases, and then one more attempt at the exam.
    """
    alert = locked(alert, by)
    rules = list(offer.rules or alert.rules)
    enrolment = _in_training(alert)
    if alert.remedies.filter(done_at=None).exists():
        raise AlertRefusedError(_("A remedy is under way already. Wait until it is done."))
    if offer.kind == Remedy.Kind.PAGE and not rules:
        raise AlertRefusedError(
            _("No rule is named here. Say which rule page is to be read, or give cases.")
        )
    if offer.kind == Remedy.Kind.BOOSTER:
        check_booster(enrolment, alert.tool, at)
    remedy = Remedy.objects.create(
        agency=alert.agency,
        alert=alert,
        kind=offer.kind,
        rules=rules,
        note=offer.note.strip()[:1000],
        assigned_by=by,
        assigned_at=at,
        due_on=offer.due_on,
    )
    detail: dict[str, object] = {"remedy": remedy.pk, "kind": str(offer.kind), "rules": rules}
    if offer.kind != Remedy.Kind.PAGE:
        given = _give(remedy, RemedyCase.Purpose.PRACTISE, CASES, by, at)
        detail |= {"cases": given, "wanted": CASES}
    add_step(alert, AlertStep.Kind.ASSIGNED, by=by, note=remedy.note, detail=detail, at=at)
    return remedy


def _in_training(alert: Alert) -> Enrolment:
    """Whom the alert is about, if there is somebody to be given anything."""
    if alert.enrolment is None:
        raise AlertRefusedError(
            _("This alert is about the rule or the gold, not about a person: nobody is assigned.")
        )
    if alert.enrolment.left_at is not None:
        raise AlertRefusedError(
            _("This person has left the programme: nothing can be assigned. Close with a reason.")
        )
    return alert.enrolment


def _give(remedy: Remedy, purpose: RemedyCase.Purpose, n: int, by: Membership, at: datetime) -> int:
    is_recheck = purpose == RemedyCase.Purpose.RECHECK
    given = give_cases_on_rules(
        enrolment=_in_training(remedy.alert),
        tool=remedy.alert.tool,
        rules=remedy.rules,
        n=n,
        mode=Mode.CHECK if is_recheck else Mode.PRACTICE,
        actor=by.user,
        at=at,
    )
    if not given:
        raise AlertRefusedError(_nothing_left(is_recheck=is_recheck))
    RemedyCase.objects.bulk_create(
        RemedyCase(remedy=remedy, assignment=one, purpose=purpose) for one in given
    )
    return len(given)


def _nothing_left(*, is_recheck: bool) -> str:
    if is_recheck:
        return _(
            "No case that brings these rules into play, and that this person has not met, is left "
            "to recheck with. The check cases of the coming months will tell: close the alert with "
            "a reason, hand it on, or add cases to the library."
        )
    return _(
        "No case that brings this rule into play is left for this person. Assign the rule "
        "page, or add cases to the library."
    )


@transaction.atomic
def read_page(*, remedy: Remedy, by: Membership, at: datetime) -> Remedy:
    """The assessor has read the rule page. Sent twice, it stays as it was the first time."""
    remedy = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    enrolment = remedy.alert.enrolment
    if enrolment is None or enrolment.assessor_id != by.pk:
        raise AlertRefusedError(_("This remedy is somebody else's."))
    if remedy.read_at is None:
        remedy.read_at = at
        remedy.save(update_fields=["read_at"])
        record(agency=remedy.agency, actor=by.user, verb="read_remedy", obj=remedy)
    finish_if_done(remedy, at)
    return Remedy.objects.get(pk=remedy.pk)


@transaction.atomic
def finish_if_done(remedy: Remedy, at: datetime) -> bool:
    """Mark a remedy done when all that it asks for was done. Safe to repeat, and beside itself.

    A case that was declined is not waited for; the record tells how many were.
    """
    remedy = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    practised = remedy.cases.filter(purpose=RemedyCase.Purpose.PRACTISE)
    waiting = practised.filter(assignment__codings=None, assignment__declined_at=None)
    page_waits = remedy.kind != Remedy.Kind.CASES and remedy.read_at is None
    if remedy.done_at is not None or page_waits or waiting.exists():
        return False
    detail: dict[str, object] = {
        "remedy": remedy.pk,
        "cases": practised.exclude(assignment__codings=None).count(),
        "declined": practised.filter(assignment__codings=None).count(),
    }
    if remedy.kind != Remedy.Kind.BOOSTER:
        _done(remedy, detail, at)
        return True
    open_booster_exam(remedy, at)
    exam = boosted(remedy)
    if exam is None:
        return False
    remedy.helped = exam.is_passed
    _done(remedy, detail, at)
    told = {"remedy": remedy.pk, "helped": exam.is_passed, "exam": exam.exam.pk}
    add_step(remedy.alert, AlertStep.Kind.RECHECKED, by=None, detail=told, at=at)
    return True


def _done(remedy: Remedy, detail: dict[str, object], at: datetime) -> None:
    remedy.done_at = at
    remedy.save(update_fields=["done_at", "helped"])
    add_step(remedy.alert, AlertStep.Kind.DONE, by=None, detail=detail, at=at)


@transaction.atomic
def recheck(*, remedy: Remedy, by: Membership, at: datetime) -> int:
    """Give cases not yet seen that show whether the remedy helped; answers how many.

    Once, or again where all of them were declined.
    """
    alert = locked(remedy.alert, by)
    remedy = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    if remedy.done_at is None:
        raise AlertRefusedError(_("The remedy is not done yet. Recheck when it is."))
    rechecks = remedy.cases.filter(purpose=RemedyCase.Purpose.RECHECK)
    if remedy.helped is not None or rechecks.filter(assignment__declined_at=None).exists():
        raise AlertRefusedError(_("The recheck was given out already."))
    given = _give(remedy, RemedyCase.Purpose.RECHECK, RECHECKS, by, at)
    detail = {"remedy": remedy.pk, "recheck": given}
    add_step(alert, AlertStep.Kind.NOTED, by=by, note=_("Recheck given out."), detail=detail, at=at)
    return given


@transaction.atomic
def judge_recheck(remedy: Remedy, at: datetime) -> bool:
    """Say whether the remedy helped, once every recheck case is in. Safe to repeat.

    A case that was declined is left out; with none left nothing is said. A person closes.
    """
    remedy = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    rechecks = Assignment.objects.filter(
        remedy_case__remedy=remedy, remedy_case__purpose=RemedyCase.Purpose.RECHECK
    )
    if remedy.helped is not None or rechecks.filter(codings=None, declined_at=None).exists():
        return False
    points = list(MonitorPoint.objects.filter(coding__assignment__in=rechecks).order_by("pk"))
    if not points:
        return False
    judged: Judged = helped(remedy, points)
    remedy.helped = judged.helped
    remedy.save(update_fields=["helped"])
    detail = {
        "remedy": remedy.pk,
        "helped": judged.helped,
        "cases": [point.coding_id for point in points],
        "rules": judged.rules,
        "items": judged.items,
        "hits": judged.hits,
    }
    add_step(remedy.alert, AlertStep.Kind.RECHECKED, by=None, detail=detail, at=at)
    return True

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
from reliability.models import Alert, AlertStep, MonitorPoint, Remedy, RemedyCase
from reliability.monitoring.baseline import LEVEL
from training.actions.checks import give_cases_on_rules
from training.models import Mode

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

    With cases: up to three that bring the rules into play and that the person has not met; where
    the bank has none, a sentence says so and the rule page is what is left.
    """
    alert = locked(alert, by)
    if alert.enrolment is None:
        raise AlertRefusedError(
            _("This alert is about the rule or the gold, not about a person: nobody is assigned.")
        )
    if alert.remedies.filter(done_at=None).exists():
        raise AlertRefusedError(_("A remedy is under way already. Wait until it is done."))
    remedy = Remedy.objects.create(
        agency=alert.agency,
        alert=alert,
        kind=offer.kind,
        rules=list(offer.rules or alert.rules),
        note=offer.note.strip()[:1000],
        assigned_by=by,
        assigned_at=at,
        due_on=offer.due_on,
    )
    if offer.kind != Remedy.Kind.PAGE:
        _give(remedy, RemedyCase.Purpose.PRACTISE, CASES, by, at)
    detail = {"remedy": remedy.pk, "kind": str(offer.kind), "rules": remedy.rules}
    add_step(alert, AlertStep.Kind.ASSIGNED, by=by, note=remedy.note, detail=detail, at=at)
    return remedy


def _give(remedy: Remedy, purpose: RemedyCase.Purpose, n: int, by: Membership, at: datetime) -> int:
    alert = remedy.alert
    enrolment = alert.enrolment
    if enrolment is None:
        raise ValueError(f"the alert {alert.key!r} is about nobody: no case can be given")
    is_recheck = purpose == RemedyCase.Purpose.RECHECK
    given = give_cases_on_rules(
        enrolment=enrolment,
        tool=alert.tool,
        rules=remedy.rules,
        n=n,
        mode=Mode.CHECK if is_recheck else Mode.PRACTICE,
        actor=by.user,
        at=at,
    )
    if not given:
        raise AlertRefusedError(
            _(
                "No case that brings this rule into play is left for this person. Assign the rule "
                "page, or add cases to the library."
            )
        )
    RemedyCase.objects.bulk_create(
        RemedyCase(remedy=remedy, assignment=one, purpose=purpose) for one in given
    )
    return len(given)


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
    return remedy


def finish_if_done(remedy: Remedy, at: datetime) -> bool:
    """Mark a remedy done when all that it asks for was done. Safe to repeat."""
    if remedy.done_at is not None:
        return False
    waiting = remedy.cases.filter(
        purpose=RemedyCase.Purpose.PRACTISE,
        assignment__codings=None,
        assignment__declined_at=None,
    )
    page_waits = remedy.kind == Remedy.Kind.PAGE and remedy.read_at is None
    if page_waits or waiting.exists():
        return False
    remedy.done_at = at
    remedy.save(update_fields=["done_at"])
    add_step(remedy.alert, AlertStep.Kind.DONE, by=None, detail={"remedy": remedy.pk}, at=at)
    return True


@transaction.atomic
def recheck(*, remedy: Remedy, by: Membership, at: datetime) -> int:
    """Give cases not yet seen that show whether the remedy helped; answers how many."""
    alert = locked(remedy.alert, by)
    remedy = Remedy.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    if remedy.done_at is None:
        raise AlertRefusedError(_("The remedy is not done yet. Recheck when it is."))
    if remedy.cases.filter(purpose=RemedyCase.Purpose.RECHECK).exists():
        raise AlertRefusedError(_("The recheck was given out already."))
    given = _give(remedy, RemedyCase.Purpose.RECHECK, RECHECKS, by, at)
    detail = {"remedy": remedy.pk, "recheck": given}
    add_step(alert, AlertStep.Kind.NOTED, by=by, note=_("Recheck given out."), detail=detail, at=at)
    return given


def judge_recheck(remedy: Remedy, at: datetime) -> bool:
    """Say whether the remedy helped, once every recheck case is in. Safe to repeat.

    It helped where the recheck cases together no longer speak for the rules being misread; about
    no rule, where the items of those cases are right as often as the level asks. A person closes.
    """
    cases = list(remedy.cases.filter(purpose=RemedyCase.Purpose.RECHECK).values("assignment"))
    if remedy.helped is not None or not cases:
        return False
    points = list(
        MonitorPoint.objects.filter(coding__assignment__in=[one["assignment"] for one in cases])
    )
    if len(points) < len(cases):
        return False
    remedy.helped = _helped(remedy, points)
    with transaction.atomic():
        remedy.save(update_fields=["helped"])
        detail = {
            "remedy": remedy.pk,
            "helped": remedy.helped,
            "cases": [point.coding_id for point in points],
        }
        add_step(remedy.alert, AlertStep.Kind.RECHECKED, by=None, detail=detail, at=at)
    return True


def _helped(remedy: Remedy, points: Sequence[MonitorPoint]) -> bool:
    rules = set(remedy.rules)
    support = [
        sign["support"]
        for point in points
        for sign in point.findings.get("rules", [])
        if sign["rule"] in rules
    ]
    if support:
        return bool(sum(support) < 0)
    items, hits = sum(p.items for p in points), sum(p.hits for p in points)
    level = remedy.alert.evidence.get("level", LEVEL)
    return bool(items > 0 and hits >= level * items - 1)

"""Writes: an assessor's appeal against a decision, and its answer on record."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from reliability.access import is_own, others_who_decide
from reliability.actions.deciding import (
    SETTLED,
    AlreadyDecidedError,
    DecisionRefusedError,
    follow,
    refuse_stranger,
)
from reliability.models import Appeal, Decision, Outcome
from training.models import Exam


@transaction.atomic
def appeal(*, decision: Decision, by: Membership, reason: str) -> Appeal:
    """The assessor objects to the decision that stands, once for an exam."""
    Exam.objects.select_for_update().get(pk=decision.exam_id)
    refusal = refusal_of_appeal(decision, by)
    if refusal:
        raise DecisionRefusedError(refusal)
    if not reason.strip():
        raise DecisionRefusedError(_("Say what you object to."))
    made: Appeal = Appeal.objects.create(
        agency=decision.agency, decision=decision, reason=reason.strip()
    )
    detail = {"decision": decision.pk}
    record(agency=decision.agency, actor=by.user, verb="appeal_made", obj=made, detail=detail)
    return made


def refusal_of_appeal(decision: Decision, by: Membership) -> str:
    """Why this person cannot appeal against this decision; empty where they can."""
    if not is_own(decision, by):
        return _("Only the assessor whom a decision concerns can appeal against it.")
    if decision.basis == Decision.Basis.COMPUTED:
        return _("No person has decided yet. You can appeal once somebody has.")
    if Decision.objects.filter(follows=decision).exists():
        return _("A later decision stands. Look at that one.")
    if decision.outcome == Outcome.PASSED:
        return _("You have passed: there is nothing to appeal against.")
    if Appeal.objects.filter(decision__exam=decision.exam_id).exists():
        return _("An exam can be appealed once, and this one was.")
    return ""


@transaction.atomic
def answer_appeal(*, appeal: Appeal, by: Membership, answer: str, outcome: str) -> Appeal:
    """Answer on record. A changed outcome is a new decision; the one before stays as it was.

    Answered by somebody who did not make the decision, where the agency has such a person.
    """
    decision = appeal.decision
    Exam.objects.select_for_update().get(pk=decision.exam_id)
    found: Appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if found.answered_at is not None:
        raise AlreadyDecidedError(_("Somebody answered this appeal while the page was open."))
    refusal = refusal_of_answer(decision, by)
    if refusal:
        raise DecisionRefusedError(refusal)
    if not answer.strip() or outcome not in SETTLED:
        raise DecisionRefusedError(_("Answer the appeal, and say what stands."))
    found.answer, found.answered_by, found.answered_at = answer.strip(), by, now()
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    standing = Decision.objects.get(exam=decision.exam_id, followed_by=None)
    if outcome != standing.outcome:
        follow(standing, Decision.Basis.APPEALED, outcome, by, answer[:1000])
    detail = {"decision": decision.pk, "outcome": outcome}
    record(agency=decision.agency, actor=by.user, verb="appeal_answered", obj=found, detail=detail)
    return found


def refusal_of_answer(decision: Decision, by: Membership) -> str:
    """Why this person cannot answer an appeal against this decision; empty where they can."""
    try:
        refuse_stranger(decision, by)
    except DecisionRefusedError as refused:
        return str(refused)
    made_it = decision.by is not None and decision.by.user_id == by.user_id
    if made_it and others_who_decide(decision, by).exists():
        return _("You made this decision. Somebody else in your agency answers the appeal.")
    return ""

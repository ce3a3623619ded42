"""Writes: decisions on personal exams. Rows are added, each after the one before; none changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from reliability.access import DECIDING_ROLES, is_own, standing_decision
from reliability.actions.outside import tell_of_decision
from reliability.actions.policies import policy_of
from reliability.certification import Verdict, decide, read_policy
from reliability.models import Appeal, Decision, Outcome
from reliability.reports.evidence import codings_of, exam_evidence
from reliability.reports.review import changed_gold
from reliability.reports.verdict_record import (
    CLOSED_EARLY,
    MORE_CASES,
    NO_MORE_CASES,
    NOTHING_COUNTS,
    record_of,
)
from training.actions.forms import FormRefusedError, extend_exam
from training.actions.sitting import end_exam
from training.attempts import waiting_cases
from training.models import Exam

SETTLED = (Outcome.PASSED, Outcome.NOT_YET)


class DecisionRefusedError(Exception):
    """A decision cannot be made. The message is a sentence."""


class AlreadyDecidedError(DecisionRefusedError):
    """Somebody else was first. The message is a sentence."""


@transaction.atomic
def decide_exam(*, exam: Exam, at: datetime | None = None) -> Decision:
    """What the policy makes of an exam that is over; more cases where it leaves a doubt.

    Safe to repeat: without new codings the decision there is comes back, and once a person has
    decided nothing is computed any more. Raises DecisionRefusedError while cases wait.
    """
    at = at or now()
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    if exam.enrolment is None:
        raise ValueError(f"exam {exam.pk} is a group's: nobody is certified by it")
    standing = standing_decision(exam)
    if standing is not None and _is_last_word(standing, exam):
        return standing
    if exam.closed_at is None and waiting_cases(exam).exists():
        raise DecisionRefusedError(_("Cases of this exam are still to be handed in."))
    row = policy_of(exam)
    policy = read_policy(row.rules)
    found = exam_evidence(exam, policy)
    verdict = decide(found.evidence, policy)
    outcome, note = _settled(exam, verdict, at)
    if outcome in SETTLED:
        _end_sitting(exam, at)
    made: Decision = Decision.objects.create(
        agency=exam.agency,
        enrolment=exam.enrolment,
        exam=exam,
        tool=exam.tool,
        policy=row,
        outcome=outcome,
        evidence=record_of(found, verdict, exam.tool, note),
        follows=standing,
        made_at=at,
    )
    tell_of_decision(made)
    return made


def _is_last_word(standing: Decision, exam: Exam) -> bool:
    """Whether there is nothing new to compute."""
    if standing.basis != Decision.Basis.COMPUTED or standing.outcome != Outcome.UNDECIDED:
        return True
    handed_in = sorted(coding.pk for coding in codings_of(exam))
    ended_early = exam.closed_at is not None and waiting_cases(exam).exists()
    return standing.evidence["codings"] == handed_in and not ended_early


def _settled(exam: Exam, verdict: Verdict, at: datetime) -> tuple[str, str]:
    """The outcome and a note on it; a doubt asks for more cases, or ends with the exam's time."""
    if Outcome(verdict.outcome) in SETTLED:
        return verdict.outcome, ""
    if exam.closed_at is not None and waiting_cases(exam).exists():
        return Outcome.NOT_YET, CLOSED_EARLY
    if not verdict.more_cases:
        return Outcome.UNDECIDED, NOTHING_COUNTS
    return Outcome.UNDECIDED, _more_cases(exam, verdict.more_cases, at)


def _end_sitting(exam: Exam, at: datetime) -> None:
    """No case can be added to an exam that is decided."""
    if exam.closed_at is None and not waiting_cases(exam).exists():
        end_exam(exam=exam, at=at)


def _more_cases(exam: Exam, n: int, at: datetime) -> str:
    try:
        extend_exam(exam=exam, n=n, at=at)
    except FormRefusedError:
        return NO_MORE_CASES
    return MORE_CASES


@transaction.atomic
def confirm(
    *, decision: Decision, by: Membership, reason: str, at: datetime | None = None
) -> Decision:
    """A person takes the computed decision as it is. Raises DecisionRefusedError."""
    decision = _locked(decision, by, reason)
    if decision.basis != Decision.Basis.COMPUTED:
        raise AlreadyDecidedError(_("This decision was confirmed already."))
    if decision.outcome not in SETTLED:
        raise DecisionRefusedError(
            _("The policy leaves this exam undecided. Decide it yourself, with a reason.")
        )
    return follow(decision, Decision.Basis.CONFIRMED, decision.outcome, by, reason, at=at)


@transaction.atomic
def override(*, decision: Decision, outcome: str, by: Membership, reason: str) -> Decision:
    """A person decides otherwise. Raises DecisionRefusedError."""
    decision = _locked(decision, by, reason)
    _refuse_running(decision)
    if outcome not in SETTLED or outcome == decision.outcome:
        raise DecisionRefusedError(_("Choose another outcome than the one that stands."))
    if Appeal.objects.filter(decision=decision, answered_at=None).exists():
        raise DecisionRefusedError(_("An appeal waits for its answer. Answer it instead."))
    return follow(decision, Decision.Basis.OVERRIDDEN, outcome, by, reason)


@transaction.atomic
def review(*, decision: Decision, outcome: str, by: Membership, reason: str) -> Decision:
    """A person looks at a decision again after gold changed under it, and keeps or changes it.

    The new row rests on the gold in force now. Raises DecisionRefusedError.
    """
    decision = _locked(decision, by, reason)
    _refuse_running(decision)
    if outcome not in SETTLED:
        raise DecisionRefusedError(_("Choose passed or not yet."))
    if not changed_gold([decision]):
        raise DecisionRefusedError(_("No gold that this decision rests on has changed since."))
    return follow(
        decision, Decision.Basis.REVIEWED, outcome, by, reason, recomputed_evidence(decision)
    )


def recomputed_evidence(decision: Decision) -> dict[str, Any]:
    """What the same exam shows by the gold in force now."""
    policy = read_policy(decision.policy.rules)
    found = exam_evidence(decision.exam, policy)
    return record_of(found, decide(found.evidence, policy), decision.tool, "")


def _locked(decision: Decision, by: Membership, reason: str) -> Decision:
    """The decision, checked: it stands, the person may decide, and says why."""
    Exam.objects.select_for_update().get(pk=decision.exam_id)
    found: Decision = Decision.objects.select_related(
        "agency", "enrolment__assessor__user", "exam__agency", "policy", "by__user"
    ).get(pk=decision.pk)
    refuse_stranger(found, by)
    if not reason.strip():
        raise DecisionRefusedError(_("Say why. The reason is kept with the decision."))
    if Decision.objects.filter(follows=found).exists():
        raise AlreadyDecidedError(
            _("Somebody decided on this exam while the page was open. Look at what stands now.")
        )
    return found


def refuse_stranger(decision: Decision, by: Membership) -> None:
    """Only those who decide for the agency, and nobody on themselves."""
    if by.agency_id != decision.agency_id or by.role not in DECIDING_ROLES:
        raise DecisionRefusedError(
            _("A coordinator or an agency admin of the agency decides on exams.")
        )
    if is_own(decision, by):
        raise DecisionRefusedError(_("Nobody decides on their own exam. Ask another coordinator."))


def _refuse_running(decision: Decision) -> None:
    exam = decision.exam
    if exam.closed_at is None and waiting_cases(exam).exists():
        raise DecisionRefusedError(
            _("The exam still runs: cases are to be handed in. Decide when it is over.")
        )


def follow(
    decision: Decision,
    basis: str,
    outcome: str,
    by: Membership,
    reason: str,
    evidence: dict[str, Any] | None = None,
    *,
    at: datetime | None = None,
) -> Decision:
    """A person's decision after another one, on the same evidence unless other is given."""
    at = at or now()
    _end_sitting(decision.exam, at)
    made: Decision = Decision.objects.create(
        agency=decision.agency,
        enrolment=decision.enrolment,
        exam=decision.exam,
        tool=decision.tool,
        policy=decision.policy,
        outcome=outcome,
        basis=basis,
        evidence=evidence or decision.evidence,
        by=by,
        reason=reason.strip(),
        follows=decision,
        made_at=at,
    )
    detail = {"before": decision.pk, "outcome": outcome}
    record(
        agency=decision.agency,
        actor=by.user,
        verb=f"decision_{basis}",
        obj=made,
        detail=detail,
    )
    tell_of_decision(made)
    return made

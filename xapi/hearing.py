"""What is said of a coding, an exam or a decision: written down in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import models, transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.models import Membership
from reliability.models import Decision, Outcome
from training.models import Coding, Enrolment, Exam, Mode, Programme
from xapi.models import Part, RecordStore, Statement, Verb


@dataclass(frozen=True)
class Said:
    """What a statement will say."""

    key: str
    whose: Membership
    verb: Verb
    part: Part
    programme: Programme | None
    tool: str
    at: datetime


def heard(thing: models.Model) -> None:
    """Write down a statement where the agency has a store, once for each occurrence.

    What is rolled back is not told; what is committed waits here until the store has it.
    """
    from xapi.tasks import send_statement  # the job names tables of this app

    with scopes_disabled():
        said = _said(thing)
        if said is None:
            return
        live = RecordStore.objects.filter(agency=said.whose.agency_id, ended_at=None)
        found = live.first()
        if found is None:
            return
        statement, is_new = Statement.objects.get_or_create(
            store=found,
            key=said.key,
            defaults={
                "agency_id": said.whose.agency_id,
                "user_id": said.whose.user_id,
                "verb": said.verb,
                "part": said.part,
                "programme": said.programme,
                "tool": said.tool,
                "at": said.at,
                "next_try_at": now(),
            },
        )
    if is_new:
        transaction.on_commit(partial(send_statement.enqueue, str(statement.pk)), robust=True)


def _said(thing: models.Model) -> Said | None:
    if isinstance(thing, Coding):
        return _of_coding(thing)
    if isinstance(thing, Exam):
        return _of_exam(thing)
    return _of_decision(thing) if isinstance(thing, Decision) else None


def _of_coding(coding: Coding) -> Said | None:
    """Practice only: a check case looks like any other until it is handed in, and stays unsaid."""
    if coding.assignment.mode != Mode.PRACTICE:
        return None
    found = Enrolment.objects.filter(assessor=coding.assessor, left_at=None).select_related(
        "programme"
    )
    programme = next((one.programme for one in found if coding.tool in one.programme.tools), None)
    return Said(
        f"coding-{coding.pk}",
        coding.assessor,
        Verb.COMPLETED,
        Part.PRACTICE,
        programme,
        coding.tool,
        coding.submitted_at,
    )


def _of_exam(exam: Exam) -> Said | None:
    """An attempt towards a certificate, begun or over."""
    if exam.enrolment is None:
        return None
    is_over = exam.closed_at is not None
    verb = Verb.COMPLETED if is_over else Verb.ATTEMPTED
    whose, programme = exam.enrolment.assessor, exam.enrolment.programme
    at = exam.closed_at or exam.opens_at
    return Said(f"exam-{exam.pk}-{verb}", whose, verb, Part.EXAM, programme, exam.tool, at)


def _of_decision(decision: Decision) -> Said | None:
    """What a person decided or confirmed. What the policy computes is a proposal, and unsaid."""
    verbs = {Outcome.PASSED: Verb.PASSED, Outcome.NOT_YET: Verb.FAILED}
    verb = verbs.get(Outcome(decision.outcome))
    if decision.basis == Decision.Basis.COMPUTED or verb is None:
        return None
    return Said(
        f"decision-{decision.pk}",
        decision.enrolment.assessor,
        verb,
        Part.EXAM,
        decision.enrolment.programme,
        decision.tool,
        decision.made_at,
    )

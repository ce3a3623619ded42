"""Somebody of the demonstration who has been through it all, up to a certificate to look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.timezone import now

from agencies.models import Membership
from config.demo.programme import TOOL, read_everything
from reliability.actions.certifying import issue
from reliability.actions.deciding import confirm, decide_exam
from reliability.models import Credential, Outcome
from training.actions import programmes
from training.actions.assigning import assign_cases
from training.actions.forms import draw_exam
from training.actions.pools import pool
from training.actions.sitting import end_exam
from training.attempts import waiting_cases
from training.models import Assignment, Enrolment, Exam, Programme, Side

PRACTISED = timedelta(days=28)
"""So long before the exam the first practice case was handed in."""
SAT = timedelta(days=12)
HandIn = Callable[[Assignment, datetime], None]


def add_graduate(
    coordinator: Membership,
    graduate: Membership,
    programme: Programme,
    hand_in: HandIn,
    *,
    sat_at: datetime | None = None,
    terms: programmes.Terms | None = None,
) -> Credential | None:
    """Reading, practice, an exam that the policy decides, a confirmation and the certificate.

    None, should the simulated exam not pass: nothing is helped along.
    """
    (enrolment,) = programmes.enrol(
        programme=programme,
        assessors=[graduate],
        terms=terms or programmes.Terms(),
        actor=coordinator.user,
    )
    begins = sat_at or now() - SAT
    read_everything(enrolment)
    _practise(enrolment, coordinator, hand_in, begins - PRACTISED)
    exam = draw_exam(enrolment=enrolment, tool=TOOL, at=begins, seed=1)
    decision = decide_exam(exam=_sat(exam, hand_in), at=begins + timedelta(days=4))
    while decision.outcome == Outcome.UNDECIDED and waiting_cases(exam).exists():
        decision = decide_exam(exam=_sat(exam, hand_in), at=begins + timedelta(days=5))
    ends = begins + timedelta(days=5)
    end_exam(exam=exam, at=ends)
    if decision.outcome != Outcome.PASSED:
        return None
    reason = "Simulated for the demonstration: confirmed as the policy decided."
    confirmed = confirm(decision=decision, by=coordinator, reason=reason, at=ends)
    return issue(decision=confirmed, actor=coordinator, at=ends)


def _practise(
    enrolment: Enrolment, coordinator: Membership, hand_in: HandIn, begins: datetime
) -> None:
    cases = pool(agency=enrolment.agency, tool=TOOL, side=Side.PRACTICE).order_by("vignette__code")
    given = assign_cases(
        agency=enrolment.agency,
        assessors=[enrolment.assessor],
        versions=list(cases[: enrolment.programme.practice_cases]),
        tool=TOOL,
        actor=coordinator.user,
        at=begins,
    )
    for n, assignment in enumerate(given):
        hand_in(assignment, begins + timedelta(days=2 * n, hours=1))


def _sat(exam: Exam, hand_in: HandIn) -> Exam:
    """The exam, with every waiting case handed in, some hours apart."""
    for n, assignment in enumerate(waiting_cases(exam)):
        hand_in(assignment, exam.opens_at + timedelta(hours=1 + 4 * n))
    return exam

"""Makers of programmes, exam attempts, decisions and certificates."""

from datetime import timedelta

from django.utils.timezone import now
from django_scopes import scope

from agencies.models import Role
from reliability.actions.certifying import issue
from reliability.certification import default_policy
from reliability.models import Decision, Outcome, Policy
from tests.factories import make_person
from training.models import Enrolment, Exam, Programme

TOOL = "static-99r"


def make_enrolment(person, tool=TOOL, **fields):
    programme, _ = Programme.objects.get_or_create(
        agency=person.agency, title="Certification", defaults={"tools": [tool]}
    )
    enrolment, _ = Enrolment.objects.get_or_create(
        agency=person.agency, programme=programme, assessor=person.membership, defaults=fields
    )
    return enrolment


def make_decision(
    person, *, tool=TOOL, outcome=Outcome.PASSED, basis="computed", by=None, attempt=1, **fields
):
    """One decision on one closed attempt; a person's decision follows no other here."""
    enrolment = make_enrolment(person, tool)
    opens = now() - timedelta(days=10)
    exam, _ = Exam.objects.get_or_create(
        agency=person.agency,
        enrolment=enrolment,
        tool=tool,
        attempt=attempt,
        defaults={
            "title": "Exam",
            "opens_at": opens,
            "closes_at": opens + timedelta(days=5),
            "closed_at": opens + timedelta(days=5),
        },
    )
    rules = fields.pop("rules", None) or default_policy(tool).model_dump(mode="json")
    policy = Policy.objects.create(
        agency=person.agency, programme=enrolment.programme, tool=tool, rules=rules
    )
    return Decision.objects.create(
        agency=person.agency,
        enrolment=enrolment,
        exam=exam,
        tool=tool,
        policy=policy,
        outcome=outcome,
        basis=basis,
        by=by.membership if by else None,
        reason="" if basis == "computed" else "Looked at with care.",
        evidence={"cases": [], "note": ""},
        **fields,
    )


def confirmed(person, by, **fields):
    return make_decision(person, basis="confirmed", by=by, **fields)


def certify(person, by, *, at=None, **fields):
    """A certificate, as the pages make one."""
    decision = confirmed(person, by, **fields)
    with scope(agency=person.agency):
        return issue(decision=decision, actor=by.membership, at=at)


def coordinator_of(agency, name="Sara"):
    return make_person(name, agency, Role.COORDINATOR)

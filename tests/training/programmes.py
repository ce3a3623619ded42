"""Makers of programmes, enrolments and practised cases."""

from django.utils.timezone import now

from tests.training.factories import TOOL, gold_of, hand_in, with_changes
from training.actions.practice import practise_next
from training.actions.programmes import Plan, Terms, enrol, make_programme
from training.models import Enrolment


def make_enrolment(person, *, tools=(TOOL,), title="Certification", practice_cases=2, **terms):
    """One person in a programme of their agency."""
    plan = Plan(title, list(tools), practice_cases)
    programme = make_programme(agency=person.agency, plan=plan, actor=None)
    enrol(programme=programme, assessors=[person.membership], terms=Terms(**terms), actor=None)
    return Enrolment.objects.get(programme=programme)


def practise(person, enrolment, tool=TOOL, **wrong):
    """Get the next case and hand it in as gold has it, but for these items."""
    assignment = practise_next(enrolment=enrolment, tool=tool, at=now())
    gold = gold_of(assignment.version)
    scores = with_changes(gold.scores, **wrong) if gold.scores else {}
    hand_in(person, assignment, scores, eligibility=gold.eligibility)
    return assignment

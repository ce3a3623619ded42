"""Makers of programmes, enrolments and practised cases."""

from django.utils.timezone import now

from tests.training.factories import TOOL, gold_of, hand_in, with_changes
from training.actions.practice import practise_next
from training.actions.programmes import Plan, Terms, enrol, make_programme
from training.models import (
    CheckMonth,
    CheckPlan,
    CodingMark,
    CodingQuestion,
    Cohort,
    DeviceSighting,
    DraftMark,
    Enrolment,
    ExamRules,
    OwnNote,
    PoolPlace,
    Reading,
    Retake,
    Side,
    TimeExtension,
)


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


def make_learning_rows(person, exam, coding):
    """One row of every table that practice, programmes and personal exams fill."""
    agency, assessor = person.agency, person.membership
    cohort = Cohort.objects.create(agency=agency, name="Autumn")
    enrolment = make_enrolment(person, cohort=cohort)
    Reading.objects.create(enrolment=enrolment, page="choice")
    vignette = coding.version.vignette
    PoolPlace.objects.create(agency=agency, tool=TOOL, vignette=vignette, side=Side.PRACTICE)
    OwnNote.objects.create(agency=agency, assessor=assessor, tool=TOOL, rule="R", text="Mine.")
    CodingQuestion.objects.create(agency=agency, asker=assessor, tool=TOOL, text="Why?")
    where = {"question": "i5", "language": "en", "place": "d2-p1"}
    DraftMark.objects.create(draft=coding.assignment.draft, **where)
    CodingMark.objects.create(coding=coding, **where)
    ExamRules.objects.create(agency=agency, programme=enrolment.programme, tool=TOOL)
    more = {"minutes": 5, "ends_at": now(), "reason": "A fire alarm.", "granted_by": assessor}
    TimeExtension.objects.create(agency=agency, exam=exam, **more)
    DeviceSighting.objects.create(assignment=coding.assignment, device="0" * 32)
    opened = {"enrolment": enrolment, "tool": TOOL, "opened_by": assessor}
    Retake.objects.create(agency=agency, reason="A booster.", **opened)
    plan = CheckPlan.objects.create(agency=agency, programme=enrolment.programme, tool=TOOL)
    CheckMonth.objects.create(
        agency=agency,
        enrolment=enrolment,
        plan=plan,
        tool=TOOL,
        month=now().date().replace(day=1),
        seed=1,
        asked=2,
    )

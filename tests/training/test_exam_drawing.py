from datetime import timedelta

import pytest
from django.utils.timezone import now

from agencies.models import AuditEntry
from tests.factories import Person
from tests.training.exam_bank import (
    enrol,
    hand_in_all,
    make_bank,
    make_case,
    place_in,
    practise,
    rule_exams,
)
from tests.training.factories import TOOL
from training.actions.forms import FormRefusedError, draw_exam, extend_exam, replace_declined
from training.actions.sitting import end_exam
from training.models import Exam, ExamRules, Mode, Side


def draw(person_or_enrolment, at=None, seed=1):
    enrolment = person_or_enrolment
    if isinstance(enrolment, Person):
        enrolment = enrol(enrolment)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=at or now(), seed=seed)


def cases(exam):
    return {one.version.vignette_id for one in exam.assignments.filter(declined_at=None)}


@pytest.fixture
def enrolment(asha):
    made = enrol(asha)
    rule_exams(made)
    return made


def test_draw_exam_gives_a_form_and_says_by_which_rules_and_seed(asha, enrolment):
    make_bank(asha.agency)
    at = now()

    exam = draw(enrolment, at)

    assert exam.assignments.filter(mode=Mode.EXAM, assessor=asha.membership).count() == 4
    assert (exam.attempt, exam.seed, exam.rules) == (1, 1, ExamRules.objects.get())
    assert exam.closes_at - at == timedelta(days=14)
    detail = AuditEntry.objects.get(verb="draw_exam").detail
    assert (detail["seed"], detail["rules"]) == (1, exam.rules.pk)


def test_draw_exam_makes_the_default_rules_a_row(asha):
    make_bank(asha.agency)

    exam = draw(asha)

    assert (exam.rules.cases, exam.rules.most_cases, exam.rules.minutes_per_case) == (10, 20, 45)
    assert (exam.rules.window_days, exam.rules.attempts, exam.rules.pause_days) == (14, 3, 7)
    assert exam.rules.is_open_book
    assert exam.assignments.count() == 10


def test_draw_exam_is_the_same_for_the_same_seed(asha, ben, enrolment):
    make_bank(asha.agency, 30)
    first = cases(draw(enrolment, seed=7))
    Exam.objects.all().update(enrolment=None)
    for one in Exam.objects.get().assignments.all():
        one.draft.delete()
        one.delete()

    assert cases(draw(enrolment, seed=7)) == first


def test_draw_exam_again_gives_the_open_attempt(asha, enrolment):
    make_bank(asha.agency)

    assert draw(enrolment, seed=1) == draw(enrolment, seed=2)
    assert Exam.objects.count() == 1


def test_draw_exam_takes_one_case_on_which_the_tool_must_not_be_used(asha, enrolment):
    versions = make_bank(asha.agency)

    exam = draw(enrolment)

    unusable = {version.vignette_id for version in versions[-2:]}
    assert len(cases(exam) & unusable) == 1


def test_draw_exam_lengthens_the_window_by_the_time_factor(asha):
    make_bank(asha.agency)
    at = now()

    exam = draw(enrol(asha, time_factor="1.50"), at)

    assert exam.closes_at - at == timedelta(days=21)


def test_draw_exam_keeps_to_the_exam_side_of_the_pool(asha, enrolment):
    versions = make_bank(asha.agency, 4, unusable=1)
    for number in range(20, 30):
        place_in(asha.agency, make_case(number).vignette, side=Side.PRACTICE)

    assert cases(draw(enrolment)) == {version.vignette_id for version in versions}


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        ({"provenance": "author_proposal"}, "no panel confirmed it"),
        ({"eligibility": "undecided", "scores": {}}, "it is not graded"),
    ],
)
def test_draw_exam_leaves_out_gold_that_may_not_decide(asha, enrolment, gold, reason):
    versions = make_bank(asha.agency, 4, unusable=1)
    for number in range(20, 26):
        place_in(asha.agency, make_case(number, **gold).vignette)

    assert cases(draw(enrolment)) == {one.vignette_id for one in versions}, reason


def test_draw_exam_takes_cases_that_others_had_least(asha, ben, enrolment):
    make_bank(asha.agency, 12, unusable=4)
    theirs = draw(ben)
    assert theirs.assignments.count() == 4

    assert not cases(draw(enrolment)) & cases(theirs)


def test_draw_exam_leaves_out_a_case_that_was_used_too_often(asha, ben):
    make_bank(asha.agency, 6, unusable=3)
    enrolment = enrol(asha)
    rule_exams(enrolment, cases=4, most_exposed=1)
    draw(enrol(ben))

    with pytest.raises(FormRefusedError, match=r"needs 4 cases .* and 2 are left"):
        draw(enrolment)


def test_draw_exam_says_what_the_bank_lacks(asha):
    make_bank(asha.agency, 6)
    enrolment = enrol(asha)
    rule_exams(enrolment, blueprint={"bands": {"IVb": 3}, "rules": ["S99R-EL-PEER"]})

    with pytest.raises(FormRefusedError) as refused:
        draw(enrolment)

    told = str(refused.value)
    assert "3 unseen cases of this sort" in told
    assert "No unseen case brings this rule into play" in told
    assert "publish more cases" in told
    assert not Exam.objects.exists()


def test_draw_exam_asks_for_reading_and_practice_first(asha):
    make_bank(asha.agency)
    enrolment = enrol(asha, practice_cases=2, needs_reading=True)
    practise(asha, 1)

    with pytest.raises(FormRefusedError, match=r"of reading .*1 practice case is left\."):
        draw(enrolment)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on_leave_since": now().date()}, "on leave"),
        ({"left_at": now()}, "over for you"),
    ],
)
def test_draw_exam_is_refused_on_leave_and_after_leaving(asha, fields, sentence):
    make_bank(asha.agency)

    with pytest.raises(FormRefusedError, match=sentence):
        draw(enrol(asha, **fields))


def test_draw_exam_is_refused_where_no_panel_confirmed_the_gold(asha, enrolment):
    place_in(asha.agency, make_case(1, provenance="author_proposal").vignette)

    with pytest.raises(FormRefusedError, match="can be practised, not certified"):
        draw(enrolment)


def test_draw_exam_is_refused_for_a_tool_outside_the_programme(asha, enrolment):
    with pytest.raises(FormRefusedError, match="does not certify on this tool"):
        draw_exam(enrolment=enrolment, tool="cport", at=now())


def test_extend_exam_adds_unseen_cases_and_keeps_the_exam_open_for_them(asha, enrolment):
    make_bank(asha.agency)
    exam = draw(enrolment)
    before = cases(exam)
    hand_in_all(asha, exam)
    late = exam.closes_at - timedelta(hours=1)

    made = extend_exam(exam=exam, n=2, at=late)

    exam.refresh_from_db()
    assert len(made) == 2
    assert not {one.version.vignette_id for one in made} & before
    assert exam.closes_at == late + timedelta(days=7)
    assert [one.position for one in made] == [5, 6]


def test_extend_exam_stops_at_the_most_cases_that_the_rules_allow(asha, enrolment):
    make_bank(asha.agency)
    exam = draw(enrolment)

    assert len(extend_exam(exam=exam, n=10, at=now())) == 4
    with pytest.raises(FormRefusedError, match="holds 8 cases, as many as its rules allow"):
        extend_exam(exam=exam, n=1, at=now())


def test_extend_exam_refuses_a_closed_exam(asha, enrolment):
    make_bank(asha.agency)
    exam = draw(enrolment)
    hand_in_all(asha, exam)
    end_exam(exam=exam, at=now())

    with pytest.raises(FormRefusedError, match="closed"):
        extend_exam(exam=exam, n=2, at=now())


def test_a_declined_case_is_replaced_by_another(asha, enrolment):
    make_bank(asha.agency)
    exam = draw(enrolment)
    declined = exam.assignments.first()
    declined.declined_at = now()
    declined.save()

    made = replace_declined(assignment=declined, at=now())

    assert made.version != declined.version
    assert exam.assignments.filter(declined_at=None).count() == 4

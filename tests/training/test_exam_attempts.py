"""When another attempt may begin: after a decision and a pause, so many times and no more."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.training.exam_bank import enrol, hand_in_all, make_bank, rule_exams
from tests.training.factories import TOOL, hand_in
from training import verdicts
from training.actions.forms import FormRefusedError, draw_exam
from training.actions.sitting import end_exam
from training.attempts import ended_at
from training.tables.exams import ExamStage, exam_state
from training.verdicts import Verdict


def cases(exam):
    return {one.version.vignette_id for one in exam.assignments.all()}


def draw_exam_for(enrolment, at=None):
    return draw_exam(enrolment=enrolment, tool=TOOL, at=at or now(), seed=1)


@pytest.fixture
def enrolment(asha):
    made = enrol(asha)
    rule_exams(made)
    return made


@pytest.fixture
def decide(monkeypatch):
    """Whoever decides gives this verdict on every exam."""

    def give(verdict):
        monkeypatch.setattr(verdicts, "_readers", [lambda exam: verdict])

    return give


@pytest.fixture
def decided(decide):
    decide(Verdict("Not yet.", is_settled=True, is_passed=False))


def test_a_new_attempt_waits_for_the_pause_and_gives_a_new_form(asha, enrolment, decided):
    make_bank(asha.agency)
    first = draw_exam_for(enrolment)
    hand_in_all(asha, first)
    end_exam(exam=first, at=now())

    with pytest.raises(FormRefusedError, match="next attempt can begin from"):
        draw_exam_for(enrolment, now() + timedelta(days=6, hours=23))
    second = draw_exam_for(enrolment, now() + timedelta(days=7, minutes=1))

    assert second.attempt == 2
    assert not cases(first) & cases(second)


def test_attempts_are_limited(asha, decided):
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment, attempts=1)
    hand_in_all(asha, draw_exam_for(enrolment))

    with pytest.raises(FormRefusedError, match="The 1 attempt is used"):
        draw_exam_for(enrolment, now() + timedelta(days=30))


def test_no_attempt_begins_while_the_last_waits_for_its_decision(asha, enrolment, decide):
    make_bank(asha.agency)
    hand_in_all(asha, draw_exam_for(enrolment))
    later = now() + timedelta(days=30)

    for verdict in (None, Verdict("So far.", is_settled=False, is_passed=False)):
        decide(verdict)
        with pytest.raises(FormRefusedError, match="waits for its decision"):
            draw_exam_for(enrolment, later)


def test_no_attempt_begins_after_passing(asha, enrolment, decide):
    make_bank(asha.agency)
    hand_in_all(asha, draw_exam_for(enrolment))
    decide(Verdict("Passed.", is_settled=True, is_passed=True))

    with pytest.raises(FormRefusedError, match="have passed this exam"):
        draw_exam_for(enrolment, now() + timedelta(days=30))
    assert exam_state(enrolment, TOOL, now()).stage is ExamStage.PASSED


def test_an_attempt_ends_with_its_last_case_or_its_time(asha, enrolment):
    make_bank(asha.agency)
    exam = draw_exam_for(enrolment)
    first = exam.assignments.first()
    hand_in(asha, first, {}, eligibility="no")

    assert ended_at(exam, now()) is None
    assert ended_at(exam, exam.closes_at + timedelta(days=1)) == exam.closes_at
    last = hand_in_all(asha, exam)[-1]
    assert ended_at(exam, now()) == last.submitted_at


def test_the_state_of_an_exam_leads_on_step_by_step(asha, enrolment, decide):
    decide(None)
    make_bank(asha.agency)
    ready = exam_state(enrolment, TOOL, now())
    exam = draw_exam_for(enrolment)
    running = exam_state(enrolment, TOOL, now())
    hand_in_all(asha, exam)
    over = exam_state(enrolment, TOOL, now())

    assert [one.stage for one in (ready, running, over)] == [
        ExamStage.READY,
        ExamStage.RUNNING,
        ExamStage.OVER,
    ]
    assert "attempt 1 of 3" in ready.words
    assert "0 of 4 cases handed in" in running.words
    assert over.words == "Your last attempt waits for its decision."
    assert over.href.endswith(f"/{exam.pk}/receipt/")

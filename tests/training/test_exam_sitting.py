"""The clock of a case, time on top, and how an exam ends; all by the server's clock."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from agencies.models import AuditEntry
from tests.training.exam_bank import (
    ZEROS,
    enrol,
    hand_in_all,
    make_bank,
    open_cases,
    rule_exams,
)
from tests.training.factories import TOOL, answers_from, hand_in, save
from training.access import WorkRefusedError, may_see_gold
from training.actions import sitting
from training.actions.cases import decline, take_back
from training.actions.forms import draw_exam
from training.actions.handing_in import close_exam, hand_in_by_clock
from training.answers import ELIGIBILITY, Answer
from training.models import Coding, Exam, TimeExtension
from training.tasks import close_due_exams


@pytest.fixture
def enrolment(asha):
    made = enrol(asha)
    rule_exams(made, minutes_per_case=45)
    return made


@pytest.fixture
def exam(asha, enrolment):
    make_bank(asha.agency)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


def test_the_clock_of_a_case_begins_once(exam):
    case = exam.assignments.first()
    at = now()

    sitting.start_case(assignment=case, at=at)
    sitting.start_case(assignment=case, at=at + timedelta(minutes=10))

    case.refresh_from_db()
    assert case.due_at == at + timedelta(minutes=45)
    assert case.ends_at == case.due_at


def test_the_clock_of_a_case_is_lengthened_by_the_time_factor(asha, exam, enrolment):
    enrolment.time_factor = "1.50"
    enrolment.save()

    case = open_cases(Exam.objects.get(), at=(at := now()))[0]

    assert case.due_at == at + timedelta(minutes=67)


def test_a_case_takes_no_answer_after_its_time(exam):
    case = open_cases(exam, minutes_ago=44)[0]
    save(case, [Answer(ELIGIBILITY, "yes")])

    with pytest.raises(WorkRefusedError, match="time for this case ended"):
        save(case, [Answer("i1", "1")], at=now() + timedelta(minutes=2))
    assert case.draft.ratings.count() == 0


def test_when_its_time_is_over_the_saved_work_of_a_case_is_handed_in(exam):
    case, other = open_cases(exam, minutes_ago=44)[:2]
    save(case, answers_from(ZEROS)[:4])
    for one in (case, other):
        one.due_at = now() - timedelta(seconds=1)
        one.save()

    assert close_due_exams.func() == 2
    assert close_due_exams.func() == 0

    handed_in, empty = case.codings.get(), other.codings.get()
    assert handed_in.by_clock
    assert handed_in.submitted_at == case.due_at
    assert [score for score in handed_in.scores.values() if score is not None] == [0, 0, 0]
    assert (empty.eligibility, set(empty.scores.values())) == ("", {None})


def test_a_case_is_not_handed_in_before_its_time_nor_twice(asha, exam):
    case, done = open_cases(exam)[:2]
    hand_in(asha, done, {}, eligibility="no")
    save(case, [Answer(ELIGIBILITY, "yes")])

    assert hand_in_by_clock(assignment=case, at=now()) is None
    assert hand_in_by_clock(assignment=done, at=case.due_at) is None
    assert hand_in_by_clock(assignment=case, at=case.due_at)
    assert hand_in_by_clock(assignment=case, at=case.due_at) is None


def test_at_the_end_of_an_exam_everything_that_was_opened_is_handed_in(exam):
    opened = exam.assignments.first()
    opened.notice_seen_at = now()
    opened.save()

    assert close_exam(exam=exam, at=exam.closes_at) == 1
    assert Coding.objects.get().assignment == opened


def test_an_exam_ends_early_once_all_is_handed_in(asha, exam):
    at = now()
    with pytest.raises(ValueError, match="not handed in"):
        sitting.end_exam(exam=exam, at=at)
    hand_in_all(asha, exam)

    sitting.end_exam(exam=exam, at=at)
    sitting.end_exam(exam=exam, at=at + timedelta(days=1))

    exam.refresh_from_db()
    assert exam.closed_at == at


def test_more_minutes_for_a_case_are_kept_with_their_reason(tom, exam):
    case = open_cases(exam)[0]
    due, at = case.due_at, now()

    made = sitting.give_case_time(
        assignment=case, minutes=20, reason="Fire drill.", by=tom.membership, at=at
    )

    case.refresh_from_db()
    assert case.due_at == due + timedelta(minutes=20) == made.ends_at
    assert AuditEntry.objects.get(verb="extend_time").actor == tom.user
    with pytest.raises(IntegrityError, match="append-only"):
        TimeExtension.objects.update(reason="Another one.")


def test_more_minutes_count_from_now_where_the_time_was_over(tom, exam):
    case = open_cases(exam, minutes_ago=60)[0]
    at = now()

    sitting.give_case_time(
        assignment=case, minutes=5, reason="Power cut.", by=tom.membership, at=at
    )

    case.refresh_from_db()
    assert case.due_at == at + timedelta(minutes=5)
    save(case, [Answer(ELIGIBILITY, "yes")])


def test_no_minutes_for_a_case_that_was_handed_in_or_never_opened(asha, tom, exam):
    done, unopened = list(exam.assignments.all())[:2]
    hand_in(asha, done, {}, eligibility="no")
    more = {"minutes": 5, "reason": "Power cut.", "by": tom.membership, "at": now()}

    with pytest.raises(sitting.TimeRefusedError, match="handed in already"):
        sitting.give_case_time(assignment=done, **more)
    with pytest.raises(sitting.TimeRefusedError, match="not opened yet"):
        sitting.give_case_time(assignment=unopened, **more)


def test_more_days_for_an_exam_and_none_once_it_is_closed(tom, exam):
    closes = exam.closes_at
    more = {"days": 3, "reason": "Illness.", "by": tom.membership}

    sitting.give_exam_time(exam=exam, at=now(), **more)

    exam.refresh_from_db()
    assert exam.closes_at == closes + timedelta(days=3)
    with pytest.raises(sitting.TimeRefusedError, match="closed on"):
        sitting.give_exam_time(exam=exam, at=exam.closes_at, **more)


def test_a_declined_case_is_replaced_and_does_not_come_back(asha, exam):
    case = exam.assignments.first()

    decline(assignment=case, reason="", actor=asha.user, at=now())

    assert exam.assignments.filter(declined_at=None).count() == 4
    case.refresh_from_db()
    with pytest.raises(WorkRefusedError, match="took the place"):
        take_back(assignment=case, actor=asha.user, at=now())


def test_gold_stays_shut_to_whoever_sat_a_personal_exam(asha, tom, exam):
    case = exam.assignments.first()
    hand_in_all(asha, exam)
    sitting.end_exam(exam=exam, at=now())
    case.refresh_from_db()

    assert not may_see_gold(case, asha.membership, now() + timedelta(days=400))
    assert may_see_gold(case, tom.membership, now())

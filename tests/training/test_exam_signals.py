"""What is counted after an exam: changes after a pause, wrong answers shared with another."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.factories import make_person
from tests.training.exam_bank import ZEROS, enrol, make_bank, open_cases, rule_exams
from tests.training.factories import TOOL, assign, hand_in, make_exam, save
from training.actions.forms import draw_exam
from training.answers import Answer
from training.tables.signals import late_changes
from training.tables.sittings import sitting


@pytest.fixture
def exam(asha):
    make_bank(asha.agency, 6)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


def told(exam, reader):
    found = sitting(exam, reader.membership, now()).signals
    return {signal.title: signal.sentence for signal in found}


def usable_cases(exam):
    gold = {one.pk: one.version.gold_codings.get() for one in exam.assignments.all()}
    return [(one, gold[one.pk]) for one in open_cases(exam) if gold[one.pk].eligibility == "yes"]


def test_late_changes_count_only_changes_after_a_long_pause(exam):
    exam.opens_at -= timedelta(hours=1)
    exam.save()
    case = open_cases(exam, minutes_ago=40)[0]
    began = now() - timedelta(minutes=40)
    save(case, [Answer("i1", "0"), Answer("i2", "0"), Answer("i3", "0")], at=began)
    save(case, [Answer("i1", "1", revision=1)], at=began + timedelta(minutes=2))
    assert late_changes(case.draft) == 0

    save(case, [Answer("i4", "0")], at=began + timedelta(minutes=5))
    save(case, [Answer("i2", "1", revision=1)], at=began + timedelta(minutes=36))
    save(case, [Answer("i3", "1", revision=1)], at=began + timedelta(minutes=37))

    assert late_changes(case.draft) == 1


def test_every_count_is_told_zeros_too(tom, exam):
    sentences = told(exam, tom)

    assert sentences["Page left"] == "The page of a case was out of sight 0 times."
    assert sentences["Devices"] == "Cases were open in 0 browsers."
    assert sentences["Declined cases"].startswith("0 cases")
    assert sentences["Same wrong answers"].startswith("With nobody")


def test_the_same_wrong_answers_as_another_person_are_counted_with_the_name(asha, ben, tom, exam):
    group = make_exam(asha.agency)
    for case, gold in usable_cases(exam)[:2]:
        wrong = ZEROS | gold.scores
        changed = {item: 1 - min(wrong[item], 1) for item in ("i2", "i3")}
        hand_in(asha, case, wrong | changed | {"i4": 1})
        hand_in(ben, assign(ben, case.version, exam=group), wrong | changed | {"i4": 0})

    sentences = told(exam, tom)

    assert sentences["Same wrong answers, Ben"] == (
        "On 2 cases that both sat, both have 4 answers wrong; 4 of them with the same wrong score."
    )


def test_a_group_of_three_others_gives_a_median(asha, ben, tom, exam):
    case, _gold = usable_cases(exam)[0]
    hand_in(asha, case, {}, eligibility="no")
    group = make_exam(asha.agency)
    others = [ben, make_person("Dan", asha.agency), make_person("Eli", asha.agency)]
    for minutes, person in zip((10, 20, 60), others, strict=True):
        given = assign(person, case.version, exam=group)
        given.notice_seen_at = now() - timedelta(minutes=minutes)
        given.save()
        hand_in(person, given, {}, eligibility="no")

    row = next(
        one for one in sitting(exam, tom.membership, now()).cases if one.assignment.pk == case.pk
    )

    assert (row.others_minutes, row.n_others) == (20, 3)

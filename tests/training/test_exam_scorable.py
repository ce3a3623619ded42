"""Exam forms ask for cases with every item scored: eight in ten, where nobody says otherwise."""

import pytest
from django.utils.timezone import now

from tests.training.exam_bank import ZEROS, enrol, make_bank, make_case, place_in, rule_exams
from tests.training.factories import TOOL, assign
from training.actions.forms import FormRefusedError, draw_exam, extend_exam
from training.tables.exam_supply import supply


def draw(person, **rules):
    enrolment = enrol(person)
    rule_exams(enrolment, **{"cases": 10, "most_cases": 20, **rules})
    return draw_exam(enrolment=enrolment, tool=TOOL, at=now(), seed=1)


def cases(exam):
    return {one.version.vignette_id for one in exam.assignments.all()}


def unscorable(count, agency):
    """Cases on which the tool may be used, one item of which cannot be scored."""
    versions = [make_case(number, scores=ZEROS | {"i2": None}) for number in range(40, 40 + count)]
    place_in(agency, *(version.vignette for version in versions))
    return {version.vignette_id for version in versions}


def test_draw_exam_asks_for_eight_in_ten_on_which_every_item_has_a_score(asha):
    lacking = unscorable(20, asha.agency)
    make_bank(asha.agency, 10)

    assert len(cases(draw(asha)) & lacking) == 1


def test_draw_exam_does_not_give_a_weaker_form_to_who_has_met_the_good_cases(asha):
    unscorable(20, asha.agency)
    met, *_others = make_bank(asha.agency, 8)
    assign(asha, met)

    with pytest.raises(FormRefusedError, match=r"6 unseen cases .* 5 are left: .* every item"):
        draw(asha)


def test_extend_exam_adds_weaker_cases_rather_than_none(asha):
    lacking = unscorable(20, asha.agency)
    make_bank(asha.agency, 12)
    exam = draw(asha)

    extend_exam(exam=exam, n=4, at=now())

    assert len(cases(exam)) == 14
    assert len(cases(exam) - lacking) >= 11


def test_the_rules_may_ask_for_fewer(asha):
    lacking = unscorable(20, asha.agency)
    met, *_others = make_bank(asha.agency, 8)
    assign(asha, met)

    exam = draw(asha, blueprint={"scorable": 0})

    assert len(cases(exam) & lacking) >= 3


def test_the_supply_counts_them(asha):
    unscorable(3, asha.agency)
    make_bank(asha.agency, 8)
    rules = rule_exams(enrol(asha))

    held = {one.sort: one.n for one in supply(rules).levels}

    assert held["the tool may be used, and every item has a score"] == 6

"""The level that an assessor is held against."""

from datetime import date

import pytest

from reliability.certification import CaseEvidence, Evidence, decide, default_policy
from reliability.monitoring import baseline
from reliability.stats.estimate import undefined


def agreement(hits):
    cases = tuple(CaseEvidence(case=str(n), items=10, hits=hits) for n in range(10))
    return decide(Evidence(cases=cases), default_policy("static-99r")).agreement


def test_the_level_is_that_of_the_exam_drawn_towards_ninety():
    held = baseline(agreement(9), decided=date(2025, 3, 1))

    assert held.level == 0.9
    assert held.is_certified
    assert held.low < 0.9 < held.high
    assert held.since == date(2025, 3, 1)


def test_a_perfect_exam_does_not_make_the_first_wrong_item_an_alarm():
    assert 0.9 < baseline(agreement(10)).level <= 0.97


def test_a_poor_exam_is_not_the_level_that_is_held():
    assert baseline(agreement(5)).level == 0.8


@pytest.mark.parametrize("given", [None, undefined("share", "no item counts", n_used=0, n_given=3)])
def test_without_a_certificate_the_default_is_stated(given):
    held = baseline(given)

    assert (held.level, held.is_certified) == (0.9, False)
    assert "No certificate" in held.note.en
    assert "Aucun certificat" in held.note.fr

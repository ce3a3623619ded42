"""The sequential test, against Wald's printed formulas and by hand."""

import math

import pytest

from reliability.certification.policy import ItemRule
from reliability.certification.sequence import boundaries, case_support, design_effect, support
from tests.reliability.certification.cases import case


def rule(**changed):
    told = {
        "acceptable": 0.9,
        "unacceptable": 0.8,
        "passes_wrongly": 0.02,
        "fails_wrongly": 0.05,
        "clustering": 0.08,
        "source": "test",
    }
    return ItemRule.model_validate(told | changed)


def test_boundaries_are_those_of_wald():
    # Wald (1945), Annals of Mathematical Statistics 16, 117-186: log of (1 - b) / a and b / (1 - a)
    fails, passes, last = boundaries(rule(passes_wrongly=0.02, fails_wrongly=0.05))

    assert passes == pytest.approx(math.log(0.95 / 0.02))
    assert fails == pytest.approx(math.log(0.05 / 0.98))
    assert last == pytest.approx((passes + fails) / 2)


def test_without_clustering_the_support_is_the_likelihood_ratio():
    found = case_support(10, 8, rule(clustering=0))

    assert found == pytest.approx(8 * math.log(0.9 / 0.8) + 2 * math.log(0.1 / 0.2))


def test_clustered_items_count_for_less():
    # Kish (1965): 1 + (10 - 1) x .08 = 1.72
    assert design_effect(10, 0.08) == pytest.approx(1.72)
    assert case_support(10, 8, rule()) == pytest.approx(
        case_support(10, 8, rule(clustering=0)) / 1.72
    )


def test_one_item_has_no_cluster():
    assert case_support(1, 1, rule()) == pytest.approx(math.log(0.9 / 0.8))


def test_a_case_without_items_says_nothing():
    assert case_support(0, 0, rule()) == 0


def test_support_does_not_depend_on_the_order_of_cases():
    cases = [case(10), case(4), case(9), case(3, items=5)]

    assert support(cases, rule()) == pytest.approx(support(cases[::-1], rule()))


@pytest.mark.parametrize(("hits", "sign"), [(10, 1), (7, -1)])
def test_hits_speak_for_and_misses_against(hits, sign):
    assert math.copysign(1, case_support(10, hits, rule())) == sign

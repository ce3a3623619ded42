"""The model of one case."""

import math

import pytest

from reliability.certification.model import Assessors
from reliability.certification.model import wrong_items as of_certification
from reliability.monitoring.chances import (
    accuracy_support,
    deviation_moments,
    deviations,
    item_points,
    usual_items,
    worse_than,
    wrong_items,
)


@pytest.mark.parametrize("clustering", [0.0, 0.08, 0.3])
@pytest.mark.parametrize("items", [1, 7, 13])
def test_wrong_items_are_those_of_certification(items, clustering):
    model = Assessors(items=items, clustering=clustering)

    found = wrong_items(items, 0.87, clustering)

    assert found == pytest.approx(of_certification([0.87], model)[0], abs=1e-12)
    assert found.sum() == pytest.approx(1)


def test_the_support_is_fair_in_control():
    # The mean of a likelihood ratio under the lower hypothesis is 1.
    supports = [math.exp(accuracy_support(w, 10, 0.9, 0.08)) for w in range(11)]

    assert wrong_items(10, 0.9, 0.08) @ supports == pytest.approx(1)


def test_the_support_grows_with_wrong_items_and_is_nothing_without_items():
    supports = [accuracy_support(w, 10, 0.9, 0.08) for w in range(11)]

    assert supports == sorted(supports)
    assert supports[0] < 0 < supports[3]
    assert accuracy_support(0, 0, 0.9, 0.08) == 0


def test_ten_wrong_items_of_one_case_say_less_than_ten_of_ten_cases():
    assert accuracy_support(10, 10, 0.9, 0.08) < 10 * accuracy_support(1, 1, 0.9, 0.08)


def test_worse_multiplies_the_odds_of_an_error():
    assert worse_than(0.9) == pytest.approx(1 / (1 + 2.2 / 9))


def test_deviations_have_the_moments_of_their_chances():
    values, chances = deviations(10, 0.9, 0.08)

    assert chances.sum() == pytest.approx(1)
    # One wrong item a case on average, 65 % of them a point too high.
    assert deviation_moments(10, 0.9, 0.08)[0] == pytest.approx(0.3)
    assert values @ chances == pytest.approx(0.3)


def test_points_of_a_wrong_item_are_those_of_the_sheet():
    # C-PORT scores each item 0 or 1.
    assert item_points("cport") == 1
    assert item_points("static-99r") > 1


def test_usual_items_leaves_out_cases_without():
    assert usual_items([10, 0, 9, 8, 0]) == 9
    assert usual_items([0]) == 10

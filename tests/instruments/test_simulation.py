"""Assessors made of misreadings and slips."""

import pytest

from instruments import catalogue
from instruments.rulings import rulings
from instruments.simulation import simulate
from tests.instruments.casebook import TOOL, facts

NONE = frozenset()


def test_without_misreadings_and_slips_the_scores_are_right():
    case = facts()

    found = simulate(TOOL, case, NONE, 0, 1)

    assert found.items == rulings(TOOL, case).values
    assert found.eligible == "yes"


def test_a_misreading_shows_wherever_its_rule_comes_into_play():
    case = facts(material={"stills": True})

    assert simulate(TOOL, case, frozenset({"GEN-NJ"}), 0, 1).items["i9"] == 1


def test_the_same_seed_gives_the_same_coding_and_another_another():
    codings = [simulate(TOOL, facts(), NONE, 0.5, seed) for seed in (1, 1, 2, "2")]

    assert codings[0] == codings[1] != codings[2] == codings[3]


def test_slips_come_at_their_rate_and_stay_on_the_sheet():
    case, right = facts(), rulings(TOOL, facts()).values
    codings = [simulate(TOOL, case, NONE, 0.05, seed).items for seed in range(400)]
    wrong = sum(coding[item] != right[item] for coding in codings for item in right)

    # 4000 scores, 5 %: expected 200, standard deviation 13.8
    assert 145 < wrong < 255
    for item in catalogue.tool(TOOL).items:
        assert {coding[item.id] for coding in codings} <= set(item.values)


def test_every_score_slips_at_rate_one_except_what_is_left_out():
    case = facts(without=["cohabitations"])
    right = rulings(TOOL, case).values

    slipped = simulate(TOOL, case, NONE, 1, 7).items

    assert slipped["i2"] is None
    assert all(slipped[item] != right[item] for item in right if item != "i2")


def test_a_score_the_sheet_does_not_offer_becomes_the_nearest():
    case = facts(person={"born": "1955-01-01"})

    assert simulate(TOOL, case, frozenset({"S99R-I1-60"}), 0, 1).items["i1"] == -3


def test_a_case_held_unusable_is_not_scored():
    found = simulate(TOOL, facts(person={"sex": "female"}), NONE, 0.5, 1)

    assert found.eligible == "no"
    assert set(found.items.values()) == {None}


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_simulate_refuses_a_rate_that_is_none(rate):
    with pytest.raises(ValueError, match="between 0 and 1"):
        simulate(TOOL, facts(), NONE, rate, 1)

"""What is remembered of a case is what scoring it anew gives, whatever rules are misread."""

import random

import pytest

from bench.cases import made_case
from instruments import catalogue
from instruments.diagnosis.forecast import ELIGIBLE, Forecast, bits, mask_of, rules_of
from instruments.facts import contradictions
from instruments.rulings import Reading, apply
from instruments.simulation import offered
from tests.instruments.casebook import facts

BY_RULES = [tool.id for tool in catalogue.tools() if tool.scored_by == "rules"]


@pytest.mark.parametrize("tool_id", BY_RULES)
@pytest.mark.parametrize("seed", range(12))
def test_any_set_of_misread_rules_is_foreseen_as_it_is_scored(tool_id, seed):
    case = made_case(seed)
    forecast = Forecast(tool_id, case)
    if forecast.answer != "yes":
        return
    tool = catalogue.tool(tool_id)
    dice = random.Random(seed)  # noqa: S311
    rules = sorted(apply(tool_id, case, Reading()).triggered)
    for _ in range(25):
        misread = frozenset(dice.sample(rules, min(len(rules), dice.randint(0, 5))))
        scored = apply(tool_id, case, Reading(misread))
        foreseen = {q.name: q.foreseen(mask_of(misread))[0] for q in forecast.questions()}

        assert foreseen.pop(ELIGIBLE) == scored.eligibility.answer
        if scored.eligibility.answer == "yes":
            assert foreseen == {
                item: "judged" if one.is_judged else offered(tool.item(item), one.value)
                for item, one in scored.items.items()
            }


def test_a_set_of_rules_is_a_number_and_back():
    some = frozenset(list(bits())[3:70:9])

    assert rules_of(mask_of(some)) == some
    assert mask_of(()) == 0


def test_a_case_without_the_tool_is_foreseen_as_if_it_were_used():
    """Who holds the tool usable scores the items, and his other misreadings show there."""
    case = facts(offence={"title": "csem_possession", "victims": []}, victims=[])
    forecast = Forecast("static-99r", case)

    assert forecast.answer == "no"
    assert forecast.may_use.foreseen(0)[0] == "no"
    assert forecast.may_use.foreseen(mask_of(["S99R-EL-CSEMONLY"]))[0] == "yes"
    assert forecast.items["i7"].foreseen(0)[0] == 1
    assert forecast.items["i7"].foreseen(mask_of(["S99R-I7-CSEM"]))[0] == 0


def test_an_undecided_case_asks_nothing():
    forecast = Forecast("static-99r", facts(offence={"title": "sextortion"}))

    assert forecast.answer == "undecided"
    assert forecast.questions() == ()


@pytest.mark.parametrize("first", [0, 1_000_000])
def test_made_cases_hold_no_contradiction_and_repeat(first):
    for seed in range(first, first + 60):
        assert not contradictions(made_case(seed))
    assert made_case(first) == made_case(first)

"""CPORT and CASIC, whatever the facts: scores on the sheet, whatever the order of the records."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments import catalogue
from instruments.facts import Facts, fact_at
from instruments.misreading import explain
from instruments.rulings import Reading, apply, rulings
from tests.instruments.test_properties import cases, days, maybe

TOOLS = ("cport", "casic")
shares = st.none() | st.integers(0, 100)
interests = st.none() | st.fixed_dictionaries(
    {
        "admission": st.sampled_from(["children", "material_only", "denied", None]),
        "diagnosis": maybe,
    }
)
materials = st.none() | st.fixed_dictionaries(
    {
        "stills": maybe,
        "videos": maybe,
        "written": maybe,
        "boys_percent": shares,
        "other_boys_percent": shares,
        "other_material": maybe,
        "span_months": st.none() | st.integers(0, 60),
    }
)
correlates = st.none() | st.fixed_dictionaries(
    {
        "volunteered": maybe,
        "online_communication": st.sampled_from(["none", "minor", "officer", None]),
        "other_features": st.booleans(),
    }
)
failures = st.none() | st.lists(
    st.fixed_dictionaries({"day": st.none() | days, "charged_at_index": st.booleans()}), max_size=2
)


@st.composite
def csem_cases(draw):
    """Any facts, most of them with a CSEM conviction that comes last."""
    told = draw(cases()).model_dump()
    possession = {
        "id": "cx", "title": "csem_possession", "outcome": "convicted", "convictions": 1,
        "start": draw(st.none() | days), "charged": draw(st.none() | days),
    }  # fmt: skip
    if draw(st.integers(0, 3)):
        last = {"id": "ox", "date": "2024-01-01", "investigated": draw(st.none() | days)}
        told["occasions"] = [*told["occasions"], last | {"offences": [possession]}]
    found = draw(failures)
    told |= {
        "interest": draw(interests),
        "material": draw(materials),
        "correlates": draw(correlates),
        "release_failures": found and [{"id": f"r{n}"} | one for n, one in enumerate(found)],
        "jurisdiction": draw(st.sampled_from(["canada", "united_states", None])),
    }
    told["person"]["ever_married"] = draw(maybe)
    return Facts.model_validate(told)


@pytest.mark.parametrize("tool_id", TOOLS)
@settings(max_examples=40, deadline=None)
@given(case=csem_cases())
def test_any_facts_are_scored_by_rules_and_facts_that_exist(tool_id, case):
    tool = catalogue.tool(tool_id)

    found = rulings(tool_id, case)

    for item in tool.items:
        ruling = found.items[item.id]
        assert ruling.value in (*item.values, None)
        assert (ruling.value is None) == (ruling.missing is not None)
        assert all(tool.rule(rule) for rule in ruling.rules)
        assert ruling.because
        for path in ruling.because:
            fact_at(case, path)
    for caution in found.cautions:
        assert tool.rule(caution.rule)
    if found.eligibility.answer != "yes":
        assert set(found.values.values()) == {None}
        assert found.eligibility.reasons


@pytest.mark.parametrize("tool_id", TOOLS)
@settings(max_examples=20, deadline=None)
@given(case=csem_cases(), seed=st.integers(0, 1000))
def test_the_order_of_records_does_not_matter(tool_id, case, seed):
    dice = random.Random(seed)  # noqa: S311

    def shuffled(records):
        return records and tuple(dice.sample(records, len(records)))

    mixed = case.model_copy(
        update={
            "occasions": shuffled(case.occasions),
            "release_failures": shuffled(case.release_failures),
            "cohabitations": shuffled(case.cohabitations),
        }
    )
    right, other = rulings(tool_id, case), rulings(tool_id, mixed)

    assert right.values == other.values
    assert right.eligibility.answer == other.eligibility.answer
    assert set(right.triggered) == set(other.triggered)


@pytest.mark.parametrize("tool_id", TOOLS)
@settings(max_examples=20, deadline=None)
@given(case=csem_cases())
def test_misreading_a_rule_that_is_not_in_play_changes_nothing(tool_id, case):
    right = apply(tool_id, case, Reading())

    for rule in catalogue.tool(tool_id).rules:
        if rule.id not in right.triggered:
            assert apply(tool_id, case, Reading(frozenset({rule.id}))) == right


@pytest.mark.parametrize("tool_id", TOOLS)
@settings(max_examples=20, deadline=None)
@given(case=csem_cases(), dice=st.randoms(use_true_random=False))
def test_a_single_misreading_is_always_found_again(tool_id, case, dice):
    right = rulings(tool_id, case)
    if right.eligibility.answer != "yes":
        return
    rule = dice.choice([*sorted(right.triggered), "CASIC-SIX"])
    wrong = rulings(tool_id, case, frozenset({rule}))

    for item in explain(tool_id, case, wrong.values).items.values():
        if item.verdict not in ("open", "not scored"):
            assert rule in item.rules

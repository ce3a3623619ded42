"""Whatever the facts, the judgement tools answer, and no fact gives them more than it can."""

import pytest
from hypothesis import given, settings

from instruments import catalogue
from instruments.choice import choices
from instruments.facts import fact_at
from instruments.misreading import misreadings
from instruments.rulings import rulings
from tests.instruments.test_properties import cases

TOOLS = ("stable-2007", "acute-2007", "pcra", "lsi-or")


@pytest.mark.parametrize("tool_id", TOOLS)
@settings(max_examples=40, deadline=None)
@given(case=cases())
def test_any_facts_are_answered_by_rules_and_facts_that_exist(tool_id, case):
    tool = catalogue.tool(tool_id)

    found = rulings(tool_id, case)

    assert (found.eligibility.answer == "yes") != bool(found.eligibility.reasons)
    for path in found.eligibility.because:
        fact_at(case, path)
    for ruling in found.items.values():
        assert (ruling.value is None) == (ruling.missing is not None)
        assert ruling.value is None or ruling.item == "i2"
        assert all(tool.rule(rule) for rule in ruling.rules)
        for path in ruling.because:
            fact_at(case, path)
    for caution in found.cautions:
        assert tool.rule(caution.rule)
    assert set(misreadings(tool_id, case)) <= set(found.triggered)


@settings(max_examples=25, deadline=None)
@given(case=cases())
def test_any_facts_have_a_choice_of_every_tool(case):
    assert {choice.tool.id for choice in choices(case)} == {t.id for t in catalogue.tools()}

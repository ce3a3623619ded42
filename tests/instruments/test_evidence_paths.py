"""Every fact that a ruling or a rule names is a fact of the case."""

import pytest

from instruments import catalogue
from instruments.facts import fact_at
from instruments.rulings import Reading, apply
from tests.instruments.casebook import facts_of, small_cases

CASES = dict(small_cases())
WITHOUT_FACTS = {"S99R-I2-DIR", "S99R-I5-ADDCOL", "S99R-I5-MAXCOL"}
"""These turn on counts or on the sheet, not on a fact of their own."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_rule_in_play_names_facts_of_the_case(case):
    told = facts_of(case)
    head = catalogue.tool(case["tool"]).head(case["rule"]).id

    right = apply(case["tool"], told, Reading())
    wrong = apply(case["tool"], told, Reading(frozenset({head})))

    if case["tool"] == "static-99r":
        assert bool(right.triggered[head]) or head in WITHOUT_FACTS
    for found in (right, wrong):
        named = [path for paths in found.triggered.values() for path in paths]
        named += [path for ruling in found.items.values() for path in ruling.because]
        named += found.eligibility.because
        for path in named:
            fact_at(told, path)

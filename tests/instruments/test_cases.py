"""Every score and eligibility rule of every tool, reached by a small case of its own."""

import pytest

from instruments import catalogue
from instruments.misreading import explain, misreadings
from instruments.rulings import rulings
from instruments.scores import Scores
from tests.instruments.casebook import facts_of, result, small_cases

CASES = dict(small_cases())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_rulings_give_the_right_score_and_name_the_rule(case):
    found = rulings(case["tool"], facts_of(case))

    assert result(found, case["item"]) == case.get("right")
    decided = found.eligibility if case["item"] == "eligibility" else found.items[case["item"]]
    head = catalogue.tool(case["tool"]).head(case["rule"]).id
    if head != "S99R-SEX-BEHAV" or case["item"] != "eligibility":
        assert head in decided.rules
    assert decided.because == tuple(case["because"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_misreading_the_rule_gives_the_wrong_score(case):
    wrong = rulings(case["tool"], facts_of(case), frozenset({case["rule"]}))

    assert result(wrong, case["item"]) == case.get("misread")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_explain_finds_the_misread_rule(case):
    facts = facts_of(case)
    wrong = rulings(case["tool"], facts, frozenset({case["rule"]}))
    given = Scores(wrong.values, eligible=wrong.eligibility.answer)
    head = catalogue.tool(case["tool"]).head(case["rule"]).id

    found = explain(case["tool"], facts, given)

    if case["item"] == "eligibility":
        assert head in [cause.rule for cause in found.eligibility.causes]
    elif case.get("misread") in found.right.items[case["item"]].disputed:
        assert found.items[case["item"]].verdict == "open"
    else:
        causes = found.items[case["item"]].causes
        assert (head, len(wrong.values) - list(wrong.values.values()).count(None)) in [
            (cause.rule, cause.fitting) for cause in causes
        ]


def test_every_score_and_eligibility_rule_has_a_case_that_it_changes():
    governing = {
        (tool.id, rule.id)
        for tool in catalogue.tools()
        for rule in tool.rules
        if rule.kind in ("score", "eligibility")
    }

    assert {(case["tool"], case["rule"]) for case in CASES.values()} == governing


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_misreadings_lists_the_rule_and_nothing_that_changes_nothing(case):
    facts = facts_of(case)
    right = rulings(case["tool"], facts)

    found = misreadings(case["tool"], facts)

    assert catalogue.tool(case["tool"]).head(case["rule"]).id in found
    for other in found.values():
        asked = ["eligibility", *right.items]
        assert any(result(other, item) != result(right, item) for item in asked)

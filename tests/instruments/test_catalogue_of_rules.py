"""The catalogue of coding rules is whole: the 145 ids of the project's reference, each with effect.

That each score and eligibility rule has a case that it changes is shown in test_cases, that each
check is raised in test_scores_and_checks and its like, that each promise is kept in test_promises.
"""

from pathlib import Path

from instruments import catalogue

REFERENCE = Path(__file__).with_name("rules_of_the_reference.txt").read_text().split()


def test_every_rule_of_the_reference_is_held_by_a_tool():
    held = {rule.id for tool in catalogue.tools() for rule in tool.rules}

    assert len(REFERENCE) == 145
    assert held == set(REFERENCE)


def test_every_rule_has_an_effect_and_none_is_only_text():
    for tool in catalogue.tools():
        for rule in tool.rules:
            head = tool.head(rule.id)
            carried = {
                "score": bool(head.items),
                "eligibility": head.reason is not None,
                "check": head.check is not None,
                "product": head.promise is not None,
            }
            assert carried[rule.kind], f"{tool.id} {rule.id} of kind {rule.kind} has no effect"


def test_a_rule_that_several_tools_hold_says_the_same_everywhere():
    statements = {}
    for tool in catalogue.tools():
        for rule in tool.rules:
            statements.setdefault(rule.id, set()).add(rule.statement.en)

    assert {rule: texts for rule, texts in statements.items() if len(texts) > 1} == {}

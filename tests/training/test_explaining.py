from itertools import product

import pytest

from instruments.facts import Facts
from instruments.rulings import rulings
from tests.training.factories import TOOL, with_changes
from tests.vignettes.factories import make_version
from training.explaining import MOST_PAIRS, causes_of, likeliest_rules
from vignettes.gold import ELIGIBLE

MIXED = "heron-bridge"


def gold_coding(code):
    return make_version(code).gold_codings.select_related("version").get(tool=TOOL)


def test_causes_of_a_right_coding_are_none(gold):
    assert causes_of(gold, "yes", gold.scores) == {}
    assert likeliest_rules(gold, "yes", gold.scores) == []


def test_causes_of_name_the_likeliest_rule_first(db):
    gold = gold_coding(MIXED)
    scores = with_changes(gold.scores, i9=1)

    assert causes_of(gold, "yes", scores)["i9"].alone[0] == "S99R-I9-IMG"
    assert likeliest_rules(gold, "yes", scores) == ["S99R-I9-IMG"]


@pytest.mark.parametrize("code", [MIXED, "maple-crossing", "slate-orchard"])
def test_likeliest_rules_are_the_first_causes_for_every_score(db, code):
    gold = gold_coding(code)
    for item, score in product(gold.scores, (-3, -1, 0, 1, 2, 3)):
        if score == gold.scores[item]:
            continue
        scores = with_changes(gold.scores, **{item: score})
        alone = causes_of(gold, "yes", scores)[item].alone

        assert likeliest_rules(gold, "yes", scores) == list(alone[:1])


def test_causes_of_two_rules_misread_together_are_few_and_said(db):
    gold = gold_coding("paper-compass")
    facts = Facts.model_validate(gold.version.facts)
    found = [
        cause
        for item, score in product(gold.scores, (0, 1, 2, 3))
        if score != gold.scores[item]
        for cause in causes_of(gold, "yes", with_changes(gold.scores, **{item: score})).values()
        if cause.together
    ]

    assert found
    for cause in found:
        assert cause.silence.startswith("No single rule explains this answer; two rules")
        assert len(cause.together) <= MOST_PAIRS
        assert rulings(TOOL, facts, frozenset(cause.together[0])).values != gold.scores


def test_causes_of_a_wrong_answer_on_the_use_of_the_tool(db):
    gold = gold_coding("quiet-ferry")
    scores = dict.fromkeys([f"i{n}" for n in range(1, 11)], 0)

    causes = causes_of(gold, "yes", scores)

    assert causes[ELIGIBLE].alone
    assert likeliest_rules(gold, "yes", scores) == list(causes[ELIGIBLE].alone[:1])


def test_causes_of_a_score_that_a_second_reading_gives_leave_it_open(db):
    gold, item, score = disputed_score()
    scores = with_changes(gold.scores, **{item: score})

    cause = causes_of(gold, "yes", scores)[item]

    assert cause.is_open
    assert cause.silence.endswith("so it is not called wrong.")
    assert likeliest_rules(gold, "yes", scores) == []


def disputed_score():
    """A case of the library with a second admissible score, from a reading or a second sheet."""
    for code in ("amber-station", "slate-orchard", "tin-kettle", "copper-lantern"):
        gold = gold_coding(code)
        right = rulings(TOOL, Facts.model_validate(gold.version.facts))
        for item, ruling in right.items.items():
            others = [*ruling.disputed, *(a.items[item].value for a in right.alternatives)]
            wrong = [one for one in others if one is not None and one != ruling.value]
            if wrong:
                return gold, item, wrong[0]
    raise AssertionError("no case of the library has a second admissible score")

"""Each rule of a policy held against evidence: met, failed, open, or not judged."""

import pytest

from reliability.certification import decide
from reliability.certification.conditions import needed, share_state
from tests.reliability.certification.cases import evidence, policy

SOURCE = {"source": "test"}
SHARE = {"share": 0.8} | SOURCE


@pytest.mark.parametrize(
    ("judged", "share", "right"),
    [(10, 0.8, 8), (11, 0.8, 9), (10, 1, 10), (3, 0.7, 3), (10, 0.7, 7)],
)
def test_a_share_is_a_whole_number_of_cases(judged, share, right):
    assert needed(judged, share) == right


@pytest.mark.parametrize(
    ("right", "judged", "left", "state"),
    [
        (8, 10, 10, "met"),
        (7, 10, 10, "open"),
        (6, 10, 10, "open"),
        (5, 10, 10, "failed"),
        (7, 10, 0, "failed"),
        (0, 0, 10, "not_judged"),
    ],
)
def test_a_share_fails_once_no_later_case_can_mend_it(right, judged, left, state):
    assert share_state(right, judged, 0.8, left) == state


def test_totals_are_compared_within_the_points_either_way():
    rule = policy(totals={"points": 1, **SHARE})
    held = decide(evidence(*[10] * 10, total_deviation=-1), rule)
    off = decide(evidence(*[10] * 10, total_deviation=2), rule)

    assert (held.outcome, held.condition("totals").right) == ("passed", 10)
    assert (off.outcome, off.condition("totals").state) == ("not_yet", "failed")


def test_totals_that_cannot_be_computed_are_not_judged_and_do_not_block():
    verdict = decide(evidence(*[10] * 10), policy(totals={"points": 1, **SHARE}))

    assert verdict.outcome == "passed"
    assert verdict.condition("totals").state == "not_judged"
    assert "none of these cases has a total" in verdict.condition("totals").sentence.en


def test_a_level_that_does_not_count_is_not_judged():
    verdict = decide(evidence(*[10] * 10), policy(bands=SHARE))

    assert verdict.condition("bands").sentence.fr.startswith("Non évalué")
    assert verdict.outcome == "passed"


def test_wrong_levels_hold_up_a_pass():
    verdict = decide(evidence(*[10] * 10, same_band=False), policy(bands=SHARE))

    assert verdict.outcome == "not_yet"


def test_no_wrong_answer_on_eligibility_may_be_asked_for():
    wrong = evidence(*[10] * 10, is_eligibility_hit=False)
    told = wrong.model_copy(
        update={"cases": (wrong.cases[0], *evidence(*[10] * 9, is_eligibility_hit=True).cases)}
    )

    assert decide(told, policy(eligibility={"share": 1} | SOURCE)).outcome == "not_yet"
    assert decide(told, policy(eligibility=SHARE)).outcome == "passed"


CRITICAL = {"rules": ["S99R-I8-IMG", "S99R-I9-IMG"]} | SOURCE


@pytest.mark.parametrize(
    ("misread", "signs", "state"),
    [
        ({"S99R-I8-IMG": 0.9}, {"S99R-I8-IMG": 3}, "open"),
        ({"S99R-I8-IMG": 0.9}, {}, "open"),
        ({"S99R-I8-IMG": 0.9}, {"S99R-I8-IMG": 1}, "met"),
        ({"S99R-I8-IMG": 0.5}, {"S99R-I8-IMG": 3}, "met"),
        ({"S99R-I2-DIR": 0.9}, {}, "not_judged"),
        ({}, {}, "not_judged"),
    ],
)
def test_a_critical_rule_is_misread_by_probability_and_not_by_a_slip(misread, signs, state):
    verdict = decide(evidence(*[10] * 10, misread=misread, signs=signs), policy(critical=CRITICAL))

    assert verdict.condition("critical").state == state
    assert verdict.outcome == ("undecided" if state == "open" else "passed")


def test_a_critical_rule_still_misread_at_the_last_case_is_not_yet():
    told = evidence(*[10] * 20, misread={"S99R-I8-IMG": 0.9, "S99R-I9-IMG": 0.1})

    verdict = decide(told, policy(critical=CRITICAL))

    held = verdict.condition("critical")
    assert (verdict.outcome, held.state, held.rules) == ("not_yet", "failed", ("S99R-I8-IMG",))
    assert "S99R-I8-IMG" in held.sentence.en
    assert "S99R-I8-IMG" in held.sentence.fr


def test_it_says_how_many_critical_rules_were_tested():
    told = evidence(*[10] * 10, misread={"S99R-I8-IMG": 0.1})

    sentence = decide(told, policy(critical=CRITICAL)).condition("critical").sentence

    assert "of the 1 tested here (2 on the list)" in sentence.en


def test_every_condition_carries_the_source_of_its_threshold():
    every = policy(totals={"points": 1, **SHARE}, bands=SHARE, eligibility=SHARE, critical=CRITICAL)

    held = decide(evidence(*[10] * 10), every).conditions

    assert [one.name for one in held] == ["items", "totals", "bands", "eligibility", "critical"]
    assert all(one.source.en and one.sentence.en and one.sentence.fr for one in held)

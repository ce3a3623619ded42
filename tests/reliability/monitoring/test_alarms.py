"""Evidence on rules: named with its cases, together where nothing sets them apart."""

from random import Random

import pytest

from bench.drift.newly import point as bank_point
from bench.drift.readers import bank, results, rules_exercised
from instruments.diagnosis import Coded
from instruments.simulation import simulate
from reliability.monitoring import Baseline, limits, rule_signs, watch
from tests.reliability.monitoring.cases import point, sign

HELD, LIMITS = Baseline(0.9), limits()
TOOL, RULE = "static-99r", "S99R-I4-IDX"


def told(*signs):
    return [point(n, 9, rules=tuple(one)) for n, one in enumerate(signs)]


def test_one_rule_is_named_with_the_cases_that_speak_for_it():
    signs = [[sign("R1", -2.0)], [sign("R1", 3.0)], [], [sign("R1", 3.0)], [sign("R1", 3.0)]]

    (alarm,) = watch(told(*signs), HELD, LIMITS).alarms

    assert (alarm.kind, alarm.rules) == ("rule", ("R1",))
    assert alarm.cases == ("case-1", "case-3", "case-4")
    assert alarm.since == "case-1"
    assert "3 of 3 cases" in alarm.sentence.en


def test_rules_of_the_same_effect_are_named_together_once():
    signs = [[sign("R1", 3.0), sign("R2", 3.0), sign("R3", -1.0)] for _ in range(4)]

    (alarm,) = watch(told(*signs), HELD, LIMITS).alarms

    assert alarm.rules == ("R1", "R2")
    assert "one of R1, R2" in alarm.sentence.en


def test_a_second_rule_on_answers_of_its_own_is_named_too():
    signs = [[sign("R1", 3.0, "8"), sign("R2", 2.2, "9")] for _ in range(6)]

    alarms = watch(told(*signs), HELD, LIMITS).alarms

    assert [alarm.rules for alarm in alarms] == [("R1",), ("R2",)]


def test_a_rule_that_only_shares_the_answers_is_not_named_again():
    signs = [[sign("R1", 3.0, "8", "9"), sign("R2", 2.2, "9")] for _ in range(6)]

    alarms = watch(told(*signs), HELD, LIMITS).alarms

    assert [alarm.rules for alarm in alarms] == [("R1",)]


def test_a_fall_names_the_rule_that_may_lie_behind_it():
    points = [point(n, 6, rules=(sign("R1", 2.4),)) for n in range(3)]

    alarms = {alarm.kind: alarm for alarm in watch(points, HELD, LIMITS).alarms}

    assert alarms["accuracy"].rules == ("R1",)


def test_the_same_case_again_is_evidence_again():
    points = [point(n, 9, rules=(sign("R1", 3.0),)) for n in range(3)]
    again = [type(one)("the-same", one.at, 10, 9, rules=one.rules) for one in points]

    (alarm,) = watch(again, HELD, LIMITS).alarms

    assert alarm.cases == ("the-same",) * 3


def test_signs_of_a_right_coding_speak_against_every_rule():
    facts = bank(TOOL)[rules_exercised(TOOL)[RULE][0]]
    right = simulate(TOOL, facts, frozenset(), 0, 1)

    signs = rule_signs(Coded(facts.case, TOOL, facts, right))

    assert RULE in [one.rule for one in signs]
    assert all(one.support < 0 for one in signs)


def test_signs_of_a_misreading_speak_for_that_rule_most():
    facts = bank(TOOL)[rules_exercised(TOOL)[RULE][0]]
    misread = simulate(TOOL, facts, frozenset({RULE}), 0, 1)
    coded = Coded(facts.case, TOOL, facts, misread)

    signs = {one.rule: one.support for one in rule_signs(coded)}

    assert signs[RULE] == max(signs.values()) > 2
    assert RULE not in {one.rule for one in rule_signs(coded, known=[RULE])}


def test_signs_refuse_a_level_that_is_none():
    facts = bank(TOOL)[0]
    coded = Coded(facts.case, TOOL, facts, simulate(TOOL, facts, frozenset(), 0, 1))

    with pytest.raises(ValueError, match="between 0 and 1"):
        rule_signs(coded, level=1.0)


def test_a_misread_rule_is_named_on_the_cases_that_ship():
    exercising = [bank(TOOL)[n] for n in rules_exercised(TOOL)["S99R-I4-IDX"]][:5]
    points = [
        bank_point(facts.case, n, results(TOOL, facts, 1, Random(n), ["S99R-I4-IDX"], 0.98)[0])  # noqa: S311
        for n, facts in enumerate(exercising)
    ]

    named = [rule for one in watch(points, HELD, LIMITS).alarms for rule in one.rules]

    assert "S99R-I4-IDX" in named

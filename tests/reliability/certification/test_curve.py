"""The operating curve: by hand, against a simulation of its own, and the figures it must reach."""

import time
from dataclasses import replace

import numpy as np
import pytest

from reliability.certification import (
    Assessors,
    CaseEvidence,
    Evidence,
    decide,
    default_policy,
    looks,
    operating_curve,
    pass_within,
)
from reliability.certification.model import misses, wrong_items
from tests.reliability.certification.cases import evidence, items_rule, policy

FREE = Assessors(clustering=0, eligibility=False)


def test_one_case_of_one_item_by_hand():
    one = policy(cases=1, most_cases=1, items=items_rule(clustering=0))

    [point] = operating_curve(one, true=[0.9], assessors=replace(FREE, items=1))

    # with equal errors the last boundary is 0: a hit speaks for the higher agreement, and passes
    assert (point.passes, point.not_yet, point.mean_cases) == pytest.approx((0.9, 0.1, 1))


def test_a_single_look_is_a_binomial_tail():
    single = policy(cases=1, most_cases=1, items=items_rule(clustering=0))

    [point] = operating_curve(single, true=[0.9], assessors=FREE)

    # support of 9 hits is 9 x log(.92 / .8) + log(.08 / .2) = .34, of 8 hits -.71
    assert point.passes == pytest.approx(0.9**10 + 10 * 0.9**9 * 0.1)


def test_wrong_items_are_beta_binomial():
    # n = 2, agreement .8, clustering .5: alpha = beta of the mean .2, so P(2) = .2 (.2 + .5 x .8)
    chances = wrong_items([0.8], Assessors(items=2, clustering=0.5))[0]

    assert chances == pytest.approx([0.8 * 0.9, 2 * 0.5 * 0.2 * 0.8, 0.2 * 0.6])


def test_two_wrong_items_leave_the_total_right_when_they_cancel():
    table = misses(1, Assessors(items=2, upward=0.7))

    assert table[0, 0, 0] == table[1, 0, 0] == 1
    assert table[2, 0].sum() == pytest.approx(2 * 0.7 * 0.3)


def test_a_level_is_left_by_as_much_of_its_width_as_the_total_is_off():
    table = misses(1, Assessors(items=1, band_width=4))

    assert table[1, 0, 1] == pytest.approx(0.25)


def test_chances_add_up_and_fall_with_the_agreement():
    curve = operating_curve(default_policy("static-99r"))

    assert all(p.passes + p.not_yet == pytest.approx(1) for p in curve)
    assert all(sum(chance for _, chance in p.by_cases) == pytest.approx(1) for p in curve)
    assert np.all(np.diff([p.passes for p in curve]) >= 0)


def test_the_shipped_policy_reaches_its_figures():
    shipped = default_policy("static-99r")
    evenly = operating_curve(shipped, true=[0.75 + 0.01 * n for n in range(21)])
    within_14 = sum(chance for p in evenly for n, chance in p.by_cases if n <= 14) / len(evenly)

    assert evenly[-1].passes >= 0.97
    assert pass_within(evenly[0].passes, shipped.attempts) <= 0.03
    assert within_14 >= 0.5


def test_the_error_rates_stated_in_the_shipped_policy_hold():
    shipped = default_policy("static-99r")
    rule = shipped.items
    low, high = operating_curve(shipped, true=[rule.unacceptable, rule.acceptable])

    assert low.passes <= rule.passes_wrongly
    assert high.not_yet <= rule.fails_wrongly


@pytest.mark.parametrize("changed", [{"clustering": 0.15}, {"items": 7}, {"items": 13}])
def test_it_reaches_them_under_other_exams_as_well(changed):
    shipped = default_policy("static-99r")
    low, high = operating_curve(shipped, true=[0.75, 0.95], assessors=Assessors(**changed))

    assert high.passes >= 0.97
    assert pass_within(low.passes, shipped.attempts) <= 0.03


@pytest.mark.parametrize("true", [0.8, 0.85, 0.92])
def test_it_is_what_decide_does(true):
    shipped = default_policy("static-99r")
    random = np.random.default_rng(11)
    [point] = operating_curve(shipped, true=[true])
    passed = sum(_attempt(shipped, true, random) for _ in range(600))

    # four Monte-Carlo errors of 600 attempts
    error = 4 * np.sqrt(point.passes * point.not_yet / 600)
    assert passed / 600 == pytest.approx(point.passes, abs=error)


def _attempt(shipped, true, random):
    skill = random.beta(true * 11.5, (1 - true) * 11.5, shipped.most_cases)
    wrong = random.binomial(10, 1 - skill)
    off = 2 * random.binomial(wrong, 0.65) - wrong
    cases = tuple(
        CaseEvidence(
            case="case",
            items=10,
            hits=10 - w,
            total_deviation=d,
            is_eligibility_hit=bool(random.random() < true),
        )
        for w, d in zip(wrong.tolist(), off.tolist(), strict=True)
    )
    told = (decide(Evidence(cases=cases[:n]), shipped) for n in shipped.looks_at())
    return next(one.outcome == "passed" for one in told if one.outcome != "undecided")


def test_a_policy_without_items_has_a_curve_too():
    totals = policy(items=None, totals={"points": 1, "share": 0.8, "source": "test"})

    low, high = operating_curve(totals, true=[0.6, 0.95], assessors=FREE)

    assert low.passes < 0.5 < high.passes


def test_levels_make_it_harder_where_they_count():
    shipped = default_policy("static-99r")
    [without] = operating_curve(shipped, true=[0.9])
    [counted] = operating_curve(shipped, true=[0.9], assessors=Assessors(band_width=3))

    assert counted.passes < without.passes


def test_the_looks_say_what_decide_does():
    shipped = policy()
    first = looks(shipped)[0]

    assert (first.cases, first.items) == (10, 100)
    assert _outcome(shipped, first.passes_from) == "passed"
    assert _outcome(shipped, first.passes_from - 1) == "undecided"
    assert _outcome(shipped, first.fails_to + 1) == "undecided"
    assert _outcome(shipped, first.fails_to) == "not_yet"


def _outcome(shipped, hits):
    spread = [hits // 10 + (n < hits % 10) for n in range(10)]
    return decide(evidence(*spread), shipped).outcome


def test_the_last_look_leaves_no_gap():
    last = looks(policy())[-1]

    assert last.passes_from == last.fails_to + 1


def test_few_items_may_not_be_enough_for_an_early_pass():
    early = looks(policy(cases=2), items=2)[0]

    assert early.passes_from is None


def test_an_agreement_outside_0_and_1_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        operating_curve(policy(), true=[95])


def test_three_attempts():
    # one failing attempt in .68, three of them in .68 x .68 x .68 = .314
    assert pass_within(0.32, 3) == pytest.approx(0.685568)


def test_it_is_quick_enough_to_draw_as_one_types():
    operating_curve(policy())  # what it imports is loaded
    edited = default_policy("static-99r").model_copy(update={"most_cases": 18})

    began = time.process_time()
    spread = np.ones(400)
    for _ in range(20_000):
        spread = np.convolve(spread, [0.1, 0.9])[:400]
    bound = time.process_time()
    operating_curve(edited)
    drawn = time.process_time()

    # the bound is a tenth of a second of plain numpy; the curve was a quarter of it
    assert drawn - bound < 10 * (bound - began)

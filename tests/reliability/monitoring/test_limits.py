"""Limits come from the stated run length, and their cost in delay is told."""

import numpy as np
import pytest

from bench.drift.made import Simulated
from reliability.monitoring import (
    alerts_per_month,
    chance_of_alarm,
    delays,
    limits,
    rule_delay,
    run_length_for,
)
from reliability.monitoring.chain import cusum_chain
from reliability.monitoring.chances import accuracy_supports, wrong_items
from reliability.monitoring.limits import SHARES


@pytest.mark.parametrize("items", [6, 10])
@pytest.mark.parametrize("level", [0.8, 0.9, 0.97])
@pytest.mark.parametrize("clustering", [0.0, 0.08])
def test_the_accuracy_limit_has_its_share_of_the_run_length(items, level, clustering):
    found = limits(180, items=items, level=level, clustering=clustering)
    supports = accuracy_supports(items, level, clustering)

    chain = cusum_chain(supports, wrong_items(items, level, clustering), found.accuracy)

    assert chain.run_length() >= 180 / SHARES["accuracy"]


def test_accuracy_and_bias_together_leave_room_for_the_rules():
    sound = Simulated(limits(), np.random.default_rng(7))

    together = sound.run_length(2_000, 1_000)

    assert 1 / (1 / together + SHARES["rules"] / 180) >= 180 * 0.97


def test_a_longer_run_length_costs_delay():
    short, long = limits(60), limits(600)

    assert short.accuracy < long.accuracy
    assert short.bias < long.bias
    assert short.rule < long.rule
    assert short.ewma < long.ewma
    for before, after in zip(delays(short), delays(long), strict=True):
        assert before.median < after.median
        assert before.mean < after.mean
    assert rule_delay(short).median <= rule_delay(long).median


def test_delays_of_the_default_are_those_of_the_documentation():
    assert [one.median for one in delays(limits())] == [11, 6]
    assert [one.median for one in delays(limits(clustering=0.0))] == [8, 4]


def test_no_fall_has_no_median_within_reach_of_a_day():
    (none,) = delays(limits(), [0.99])

    assert none.median is None


def test_alerts_a_month_give_the_run_length_and_back():
    run_length = run_length_for(2, assessors=100, cases_per_month=2)

    assert run_length == 100
    assert alerts_per_month(limits(run_length), assessors=100) == pytest.approx(2)
    assert chance_of_alarm(limits(180), 24) == pytest.approx(0.125, abs=0.001)


def test_limits_of_one_kind_are_made_once():
    assert limits(180, items=9, points=1.3).accuracy is limits(180, items=9).accuracy


@pytest.mark.parametrize(
    "wrong", [{"items": 0}, {"level": 1.0}, {"level": 0.4}, {"clustering": 1.0}]
)
def test_limits_refuse_what_is_no_case(wrong):
    with pytest.raises(ValueError, match="level between"):
        limits(**wrong)


def test_limits_refuse_hardly_any_run_length():
    with pytest.raises(ValueError, match="below 20"):
        limits(5)
    with pytest.raises(ValueError, match="above 0"):
        run_length_for(0, assessors=10)

"""The measurement of drift: its simulation is the product's, and a missed target would be seen."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from bench import drift
from bench.drift.made import FALLS, Simulated, average, computed, floor
from bench.drift.newly import named_rules, told_at, trials
from bench.drift.others import Window, exactly
from bench.drift.readers import bank, results, rules_exercised, rules_of_bank
from bench.drift.tables import run_lengths, tables
from reliability.monitoring import Baseline, Point, item_points, limits, watch
from reliability.monitoring.chances import accuracy_supports, deviation_moments
from tests.reliability.monitoring.cases import day
from tests.test_repository import ROOT

TOOL = "static-99r"
FOUND = limits(points=item_points(TOOL))


def test_the_chain_and_the_simulation_of_a_fall_agree():
    exact = computed(FOUND, (10, 5))
    alone = replace(FOUND, bias=99.0)

    made = [
        Simulated(alone, np.random.default_rng(n)).medians(level, 8_000, most)[1]
        for n, (level, most) in enumerate(zip(FALLS, (10, 5), strict=True))
    ]

    assert made == pytest.approx(exact.within, abs=0.025)


def test_the_simulated_charts_are_those_of_the_product():
    random = np.random.default_rng(4)
    hits = random.binomial(10, 0.8, 30)
    away = random.integers(-3, 4, 30)
    points = [
        Point(str(n), day(n), 10, int(h), (), int(d))
        for n, (h, d) in enumerate(zip(hits, away, strict=True))
    ]
    plain = limits()
    mean, spread = deviation_moments(10, 0.9, 0.08)
    supports = accuracy_supports(10, 0.9, 0.08)[10 - hits]

    one, sums = Simulated(plain, np.random.default_rng(1)), np.zeros((3, 1))
    signals = [
        str(n) for n in range(30) if one.add(sums, supports[[n]], (away[[n]] - mean) / spread)[0]
    ]
    seen = watch(points, Baseline(0.9), plain)

    places = (*seen.accuracy.places, *seen.bias.places)
    signalled = {place.case for place in places if place.is_signal}
    assert signalled == set(signals)
    assert signals


def test_simpler_rules_are_what_is_said_of_them():
    assert floor(0.08, (10, 5)).run_length == pytest.approx(8.3, abs=0.1)
    assert average(0.08, (10, 5), width=2.8).run_length == pytest.approx(184, abs=2)


def test_readers_slip_as_often_as_stated():
    rows = [results(TOOL, facts, 12, Random(n)) for n, facts in enumerate(bank(TOOL)[:40])]  # noqa: S311
    items = sum(one.items for row in rows for one in row)
    hits = sum(one.hits for row in rows for one in row)

    assert hits / items == pytest.approx(0.905, abs=0.02)


def test_a_misread_rule_is_named_and_the_trial_says_when():
    rule = named_rules(TOOL)[0]

    told = trials(TOOL, rule, 3, FOUND, sound=0.97, seed="test")

    assert told == trials(TOOL, rule, 3, FOUND, sound=0.97, seed="test")
    assert all(one.rule == rule for one in told)
    assert any(one.named for one in told)


def test_lower_limits_name_a_rule_no_later():
    rule = named_rules(TOOL)[3]

    low, high = told_at([replace(FOUND, rule=7.0), FOUND], TOOL, rule, 0.95, "both")

    assert (low.named or 99) <= (high.named or 99)


def test_sound_assessors_on_a_few_cases_have_run_lengths():
    told = [results(TOOL, facts, 20, Random(n)) for n, facts in enumerate(bank(TOOL)[:12])]  # noqa: S311

    made = run_lengths(
        tables(TOOL, told, FOUND), FOUND, [5.0, FOUND.rule], assessors=60, cases=200, seed=1
    )

    assert made.rules[0] <= made.rules[1]
    assert made.all <= made.accuracy
    assert set(rules_exercised(TOOL)) <= set(rules_of_bank(TOOL))


def test_the_text_says_what_is_held_and_what_is_missed():
    row = {"clustering": "0.08", "difficulty_known": False, "run_length": 181.0}
    row |= {"medians": [11, 5], "within": [0.47, 0.5]}
    rules = {"rules": 5, "median": 4, "within_4": 0.6, "named": 0.9, "median_of_any_alarm": 4}
    found = {
        "wanted": drift.WANTED | {"medians": {"0.08": (10, 5)}},
        "falls": [row],
        "peers": {"below 80 %": {"0.08": {"run_length": 8, "medians": [3, 2], "within": [1, 1]}}},
        "rules": {"0.9": rules | {"wrongly_per_trial": 0.0, "names": 1.0}},
        "bank": [
            dict.fromkeys(("cases", "scored", "rules_tested", "items", "accuracy", "bias"), 1)
            | {"tool": TOOL, "rules": 900, "run_length": 170}
        ],
        "tried": [{"detector": "sum, tuned to 0.80", "within": [0.48, 0.49]}],
        "machine": {"cores": 2, "memory_gib": 8, "python": "3", "system": "x"},
        "date": "2026-01-01",
        "seconds": 1,
    }

    told = drift.text(found)

    assert "| 181, held | 11, MISSED | 5, held |" in told
    assert "4, held" in told
    assert "170, MISSED" in told
    assert "names no rule" in told
    assert "| sum, tuned to 0.80 | 48.0 % | 49.0 % |" in told


def test_a_detector_that_was_tried_has_the_shares_of_its_chain():
    supports = accuracy_supports(10, 0.9, 0.08)
    limit, within = exactly(supports, 0.0, 200, 0.08)

    exact = computed(replace(FOUND, accuracy=limit), (10, 5))

    assert exact.run_length == pytest.approx(200, rel=0.03)
    assert within == pytest.approx(exact.within, abs=0.01)


def test_a_window_of_one_case_is_a_floor():
    one = Window(1, np.arange(11.0), 0.08, 4_000, 1)

    assert one.within(2.5, 0.82, 5) == pytest.approx(floor(0.08, (5, 5)).within[0], abs=0.03)


def test_the_tables_in_the_documentation_are_those_of_the_simpler_rules():
    page = (ROOT / "docs" / "statistics" / "monitoring.md").read_text("utf-8")

    for clustering, wanted in drift.WANTED_FALLS.items():
        for width in (2.7, 2.8):
            row = average(float(clustering), wanted, width)
            medians = " | ".join(str(one) for one in row.medians)
            assert f"width {width} | {row.run_length:.0f} | {medians} |" in page
        row = floor(float(clustering), wanted)
        assert f"below 80 % on a case | {row.run_length:.0f} | 3 | 2 |" in page

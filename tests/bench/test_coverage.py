"""Intervals hold the true value as often as they say, and the simulation would notice if not."""

import pytest

from bench import coverage
from bench.coverage import Scenario, populations, simulated, truth
from bench.coverage.intervals import of_concordance, of_five, of_iccs


@pytest.fixture(scope="module")
def rows():
    found = simulated(Scenario(populations.FIVE, 30, of_five), 150)
    return {(row["figure"], row["method"]): row for row in found}


@pytest.mark.parametrize("figure", ["ac.identity", "fleiss.identity", "bp.identity"])
def test_gwets_interval_covers(rows, figure):
    # three Monte-Carlo errors of 150 samples are 5 points
    assert 0.89 <= rows[figure, "Gwet, t"]["coverage"] <= 1


def test_bca_covers(rows):
    assert 0.89 <= rows["fleiss.identity", "BCa"]["coverage"] <= 1


def test_the_null_error_is_seen_to_fail(rows):
    assert rows["fleiss.identity", "null error (not offered)"]["coverage"] < 0.88


@pytest.mark.parametrize(
    ("population", "judge"),
    [
        (populations.ONE_WAY, of_iccs("icc1")),
        (populations.RANDOM, of_iccs("icc2")),
        (populations.FIXED, of_iccs("icc3")),
        (populations.CONTINUOUS, of_concordance),
    ],
)
def test_intervals_of_numbers_cover(population, judge):
    [row] = simulated(Scenario(population, 30, judge), 400)

    assert 0.91 <= row["coverage"] <= 0.99
    assert row["error"] == pytest.approx(0.011, abs=0.005)


def test_known_truths_are_those_of_a_large_sample():
    [row] = simulated(Scenario(populations.CONTINUOUS, 20_000, of_concordance), 1)

    assert row["true"] == pytest.approx(0.7579, abs=1e-4)
    assert truth(populations.FIXED, of_iccs("icc3")) == {"icc3": pytest.approx(0.6098, abs=1e-4)}


def test_the_text_has_a_line_for_each_row(monkeypatch):
    monkeypatch.setattr(coverage, "SCENARIOS", [Scenario(populations.ONE_WAY, 10, of_iccs("icc1"))])
    monkeypatch.setattr(coverage, "SIMULATIONS", 20)

    found = coverage.figures()

    assert found["simulations"] == 20
    assert "icc1" in coverage.text(found)

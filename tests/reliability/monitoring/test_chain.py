"""Run lengths: published ones, closed forms, and simulation."""

import numpy as np
import pytest

from reliability.monitoring.chain import cusum_chain, ewma_chain, limit_for
from reliability.monitoring.chances import (
    accuracy_supports,
    share_deviation,
    wrong_items,
)


def normal(step=0.02, shift=0.0):
    """A standard normal in small steps, with its chances."""
    values = np.arange(-7, 7 + step / 2, step)
    chances = np.exp(-((values - shift) ** 2) / 2)
    return values, chances / chances.sum()


# Lucas & Saccucci (1990), Technometrics 32(1), table 3: two-sided EWMA of a normal variable, run
# lengths from the start, for shifts of 0, 1 and 2 standard deviations.
@pytest.mark.parametrize(
    ("weight", "width", "shift", "published"),
    [
        (0.25, 2.998, 0.0, 500),
        (0.25, 2.998, 1.0, 11.1),
        (0.10, 2.814, 0.0, 500),
        (0.10, 2.814, 1.0, 10.3),
        (0.10, 2.814, 2.0, 4.4),
    ],
)
def test_run_length_of_an_average_is_the_published_one(weight, width, shift, published):
    half = width * np.sqrt(weight / (2 - weight))

    found = ewma_chain(*normal(shift=shift), weight, -half, half).run_length()

    assert found == pytest.approx(published, rel=0.01)


# Montgomery, Introduction to Statistical Quality Control, table 9.3 (two-sided, k = .5, h = 5):
# 465, 10.4 and 4.01 for shifts of 0, 1 and 2; one-sided in control it is twice 465.
@pytest.mark.parametrize(("shift", "published"), [(0.0, 930.0), (1.0, 10.4), (2.0, 4.01)])
def test_run_length_of_a_sum_is_the_published_one(shift, published):
    values, chances = normal(shift=shift)

    found = cusum_chain(values - 0.5, chances, 5.0).run_length()

    assert found == pytest.approx(published, rel=0.02)


# Ten items a case, in control .90, clustering .08: the run lengths of practice.
@pytest.mark.parametrize(
    ("floor", "sound", "fallen", "far"), [(8, 8, 3.6, 2.2), (7, 19, 6.8, 3.7), (6, 54, 14.8, 7.0)]
)
def test_run_length_of_a_floor_is_the_known_one(floor, sound, fallen, far):
    supports = np.where(np.arange(11) > 10 - floor, 1.0, -1.0)

    found = [
        cusum_chain(supports, wrong_items(10, level, 0.08), 0.5).run_length()
        for level in (0.90, 0.82, 0.75)
    ]

    assert found == pytest.approx([sound, fallen, far], rel=0.06)


def test_run_length_of_the_plain_average_is_the_known_one():
    values = (np.arange(10, -1, -1) / 10 - 0.9) / share_deviation(10, 0.9, 0.08)
    half = 2.8 * np.sqrt(0.2 / 1.8)

    found = ewma_chain(values, wrong_items(10, 0.9, 0.08), 0.2, -half, half).run_length()

    assert found == pytest.approx(183, rel=0.02)


def test_a_chart_without_memory_has_the_geometric_run_length():
    chain = cusum_chain(np.array([-1.0, 1.0]), np.array([0.9, 0.1]), 0.5)

    assert chain.run_length() == pytest.approx(10)
    assert chain.delay(chain.after(5)) == (7, pytest.approx(10))


def test_the_chain_agrees_with_simulation():
    supports, chances = accuracy_supports(10, 0.9, 0.08), wrong_items(10, 0.9, 0.08)
    random, sums, alarms = np.random.default_rng(5), np.zeros(2_000), 0
    for _ in range(1_500):
        sums = np.maximum(0, sums + supports[random.choice(11, 2_000, p=chances)])
        alarms += int((sums > 3.0).sum())
        sums[sums > 3.0] = 0

    found = cusum_chain(supports, chances, 3.0).run_length()

    assert found == pytest.approx(2_000 * 1_500 / alarms, rel=0.03)


def test_the_limit_reaches_the_run_length_and_no_lower_one_does():
    supports, chances = accuracy_supports(10, 0.9, 0.08), wrong_items(10, 0.9, 0.08)

    def chain(limit):
        return cusum_chain(supports, chances, limit)

    limit = limit_for(200, chain)

    assert chain(limit).run_length() >= 200
    assert chain(limit * 0.99).run_length() < 200

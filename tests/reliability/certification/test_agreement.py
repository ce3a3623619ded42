"""The interval of clustered items: a published value, the degenerate ones, and its coverage."""

import numpy as np
import pytest

from reliability.certification.agreement import clustered_agreement, wilson
from tests.reliability.certification.cases import case


def test_wilson_matches_newcombe():
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3: 81 of 263
    low, high = wilson(81 / 263, 263)

    assert (low, high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize(
    ("hits", "n", "expected"), [(15, 148, (0.0624, 0.1605)), (0, 20, (0, 0.1611))]
)
def test_wilson_matches_newcombe_at_small_shares(hits, n, expected):
    assert wilson(hits / n, n) == pytest.approx(expected, abs=5e-5)


def test_ten_items_of_a_case_are_worth_less_than_ten_items():
    one = clustered_agreement([case(9)] * 10, clustering=0.08)
    free = clustered_agreement([case(9)] * 10, clustering=0)

    assert one.value == free.value == 0.9
    assert one.detail["design_effect"] == pytest.approx(1.72)
    assert one.high - one.low > free.high - free.low
    assert (one.low, one.high) == pytest.approx(wilson(0.9, 100 / 1.72))


def test_what_the_cases_show_widens_it_further():
    uneven = clustered_agreement([case(10), case(0)] * 5, clustering=0.08)

    # all or nothing: each case is worth one item, times n / (n - 1)
    assert uneven.detail["design_effect"] == pytest.approx(10 * 10 / 9)


def test_no_item_is_a_reason_and_no_number():
    found = clustered_agreement([case(0, items=0)] * 3)

    assert (found.value, found.low, found.note) == (None, None, "no item counts")
    assert (found.n_used, found.n_given) == (0, 3)


def test_cases_without_items_are_counted_as_given():
    found = clustered_agreement([case(9), case(0, items=0)])

    assert (found.n_used, found.n_given, found.value) == (1, 2, 0.9)


@pytest.mark.parametrize(("hits", "bound"), [(10, "high"), (0, "low")])
def test_all_right_or_all_wrong_stays_within_0_and_1(hits, bound):
    found = clustered_agreement([case(hits)] * 10)

    assert getattr(found, bound) == pytest.approx(hits / 10)
    assert 0 <= found.low < found.high <= 1


@pytest.mark.parametrize("clustering", [0.08, 0.15])
def test_it_holds_the_true_agreement_about_as_often_as_it_says(clustering):
    random = np.random.default_rng(7)
    between = (1 - clustering) / clustering
    held = 0
    for _ in range(1500):
        skill = random.beta(0.88 * between, 0.12 * between, 12)
        found = clustered_agreement([case(int(h)) for h in random.binomial(10, skill)], 0.08)
        held += found.low <= 0.88 <= found.high

    # three Monte-Carlo errors of 1,500 samples are 1.7 points
    assert held / 1500 >= 0.933


def test_the_level_of_confidence_is_checked():
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        clustered_agreement([case()], confidence=95)

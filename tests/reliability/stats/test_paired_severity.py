"""One rater beside gold: direction, a standard error borne out by simulation, small tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reliability.stats.paired_severity import beside_gold
from reliability.stats.severity import many_facets

ITEMS = 8


def simulated(rng, targets=24, slip=0.1, upward=0.65):
    """Facts that gold scores rightly, and a rater who slips now and then by a point."""
    told = [[], [], [], []]
    for target in range(targets):
        level = rng.normal()
        for item in range(ITEMS):
            gold = int(rng.binomial(3, 1 / (1 + np.exp(item / 4 - 1 - level))))
            step = (1 if rng.random() < upward else -1) if rng.random() < slip else 0
            row = (f"t{target}", f"i{item}", min(3, max(0, gold + step)), gold)
            for column, value in zip(told, row, strict=True):
                column.append(value)
    return told


def test_above_0_where_the_rater_scores_higher_and_the_same_as_the_model_gives():
    targets, items, own, gold = simulated(np.random.default_rng(4), slip=0.25, upward=0.95)
    found = beside_gold(targets, items, own, gold)
    model = many_facets(
        targets + targets, items + items, ["own"] * len(own) + ["gold"] * len(gold), own + gold
    )
    raters = {one["label"]: one["est"] for one in model.detail["raters"]}

    assert found.value == pytest.approx(raters["gold"] - raters["own"], abs=1e-4)
    assert found.value > 2 * found.detail["se"] > 0
    assert found.detail["deviation"] == pytest.approx((sum(own) - sum(gold)) / 24)
    assert beside_gold(targets, items, gold, own).value == pytest.approx(-found.value, abs=1e-4)


def test_the_standard_error_is_the_spread_over_many_raters():
    rng = np.random.default_rng(11)
    found = [beside_gold(*simulated(rng)) for _ in range(40)]
    spread = np.std([one.value for one in found])
    errors = [one.detail["se"] for one in found]

    assert np.mean(errors) == pytest.approx(spread, rel=0.3)


def test_whoever_scores_as_gold_has_0_and_no_error():
    targets, items, _, gold = simulated(np.random.default_rng(3))
    found = beside_gold(targets, items, gold, gold)

    assert found.value == pytest.approx(0, abs=1e-6)
    assert found.detail["se"] == pytest.approx(0, abs=1e-6)


def test_order_does_not_matter_and_an_item_that_never_varies_says_nothing():
    told = simulated(np.random.default_rng(5), targets=12)
    plain = beside_gold(*told)
    order = np.random.default_rng(1).permutation(len(told[0]))
    mixed = [[column[n] for n in order] for column in told]
    more = [
        mixed[0] + [f"t{n}" for n in range(12)],
        mixed[1] + ["idle"] * 12,
        mixed[2] + [2] * 12,
        mixed[3] + [2] * 12,
    ]

    assert beside_gold(*more).value == pytest.approx(plain.value, abs=1e-5)
    assert beside_gold(*more).detail["se"] == pytest.approx(plain.detail["se"], abs=1e-5)


@pytest.mark.parametrize("scores", [([], []), ([1], [0]), ([1, 1], [1, 1])])
def test_too_little_is_said_and_never_raised(scores):
    own, gold = scores
    n = len(own)
    found = beside_gold([f"t{k}" for k in range(n)], ["i"] * n, own, gold)

    assert found.value is None
    assert found.note == "fewer than two targets vary"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 2)] * 4), min_size=2, max_size=8))
def test_every_legal_table_has_an_answer(rows):
    told = [(str(t), str(i), a, b) for t, (i, _, a, b) in enumerate(rows)]
    found = beside_gold(*map(list, zip(*told, strict=True)))

    assert found.value is None or (np.isfinite(found.value) and found.detail["se"] >= 0)

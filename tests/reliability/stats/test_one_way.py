"""One-way figures, and what large field studies need of the models."""

import numpy as np
import pytest
from scipy.stats import t

from reliability.stats import as_ratings, from_cells, icc
from reliability.stats import crossed as likelihood
from reliability.stats.components import reml
from reliability.stats.incomplete import icc_of_incomplete
from reliability.stats.one_way import (
    icc_one_way,
    limits_of_pairs,
    one_way,
    standard_error_one_way,
)
from tests.reliability.stats.tables import SHROUT_FLEISS


def field(n=40, k=5, per_target=(2, 3), seed=4):
    """Targets scored by some of k raters, as a dense table."""
    random = np.random.default_rng(seed)
    table = np.full((n, k), np.nan)
    lean = random.normal(0, 1, k)
    for row in table:
        who = random.choice(k, random.choice(per_target), replace=False)
        row[who] = np.round(random.normal(5, 3) + lean[who] + random.normal(0, 1, len(who)))
    return table


@pytest.mark.parametrize(("of_mean", "form"), [(False, "icc1"), (True, "icc1k")])
def test_a_complete_table_has_the_correlation_of_shrout_and_fleiss(of_mean, form):
    ours = icc_one_way(SHROUT_FLEISS, of_mean=of_mean)
    theirs = icc.icc(SHROUT_FLEISS, form)

    assert (ours.value, ours.low, ours.high) == pytest.approx(
        (theirs.value, theirs.low, theirs.high), abs=1e-12
    )
    assert ours.detail["k0"] == 4


def test_unequal_numbers_of_scores_rest_on_the_analysis_of_variance():
    table = field()
    groups = [row[~np.isnan(row)] for row in table]
    sizes = np.array([len(group) for group in groups])
    grand = np.concatenate(groups).mean()
    between = sum(len(g) * (g.mean() - grand) ** 2 for g in groups) / (len(groups) - 1)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (sizes.sum() - len(groups))
    k0 = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(groups) - 1)

    found = one_way(table)

    assert (found.between, found.within, found.k0) == pytest.approx((between, within, k0))
    wanted = (between - within) / (between + (k0 - 1) * within)
    assert icc_one_way(table).value == pytest.approx(wanted)
    assert standard_error_one_way(table).value == pytest.approx(np.sqrt(within))


def test_targets_scored_once_are_left_out():
    table = field(per_target=(2,))
    alone = np.full((6, table.shape[1]), np.nan)
    alone[:, 0] = 30

    with_them = icc_one_way(np.vstack([table, alone]))

    assert with_them.value == pytest.approx(icc_one_way(table).value)
    assert (with_them.n_used, with_them.n_given) == (40, 46)


def test_limits_of_changing_pairs_are_those_of_the_variance_within():
    table = field(per_target=(2,))
    away = np.diff([row[~np.isnan(row)] for row in table], axis=1)[:, 0]
    found = limits_of_pairs(table)
    half = 1.959963985 * np.sqrt((away**2).mean())

    assert found.value == pytest.approx(half)
    squares = away**2 / 2
    unsure = max(squares.std(ddof=1) / np.sqrt(40) / squares.mean(), np.sqrt(2 / 40))
    factor = np.exp(t.ppf(0.975, 39) * unsure / 2)
    assert (found.low, found.high) == pytest.approx((half / factor, half * factor))
    assert (found.detail["loa_low"], found.detail["loa_high"]) == (-found.value, found.value)


def test_limits_of_pairs_that_all_agree_have_no_interval():
    found = limits_of_pairs([[1, 1], [2, 2], [5, 5]])

    assert (found.value, found.low, found.high) == (0, None, None)


def test_limits_cover_where_most_pairs_agree_and_some_differ_by_much():
    """Errors of 0, 1 and 2 points on an item now and then: longer tails than normal ones."""
    random = np.random.default_rng(4)
    table = random.choice([0.0, 1.0, 3.0], p=[0.8, 0.15, 0.05], size=(400, 120, 2))
    variance = (0.15 + 9 * 0.05) - (0.15 + 3 * 0.05) ** 2
    truth = 1.959963985 * np.sqrt(2 * variance)
    found = [limits_of_pairs(one) for one in table]

    # the chi-square interval covers in 77 of 100
    assert 0.92 <= np.mean([one.low <= truth <= one.high for one in found]) <= 0.98


@pytest.mark.parametrize(
    ("table", "value", "says"),
    [
        ([["a", "b"], ["a", "b"]], None, "numbers"),
        ([[1, 2]], None, "at least two targets"),
        ([[1, 1], [1, 1]], None, "0/0"),
        ([[1, 1], [2, 2]], 1.0, "never disagree"),
        ([[1, 2], [1, 2]], -1.0, "do not differ"),
    ],
)
def test_little_variation_says_what_there_is_to_say(table, value, says):
    found = icc_one_way(as_ratings(table))

    assert found.value == value
    assert says in found.note


def test_a_mean_of_targets_that_do_not_differ_has_no_reliability():
    assert icc_one_way([[1, 2], [1, 2]], of_mean=True).value is None


def test_a_list_of_ratings_has_the_incomplete_figures_of_its_table():
    table = field()
    rows, columns = np.nonzero(~np.isnan(table))
    listed = from_cells(rows, columns, table[rows, columns], n_targets=40, n_raters=5)

    assert listed.dense_codes is None
    assert icc_of_incomplete(listed) == icc_of_incomplete(table)


def test_the_components_are_the_same_however_rows_are_summed(monkeypatch):
    table = field(per_target=(1, 2, 4))
    grouped = reml(table, 0.95)
    monkeypatch.setattr(likelihood, "_MOST_CELLS", 0)
    one_by_one = reml(table, 0.95)

    assert one_by_one.value == pytest.approx(grouped.value, abs=1e-9)
    assert (one_by_one.low, one_by_one.high) == pytest.approx((grouped.low, grouped.high), abs=1e-6)


@pytest.mark.parametrize("turned", [False, True])
def test_the_components_are_the_same_from_a_sparse_table(monkeypatch, turned):
    table = field(per_target=(1, 2, 4))
    table = table.T if turned else table
    dense = reml(table, 0.95)
    monkeypatch.setattr(likelihood, "_MOST_DENSE", 0)
    sparse = reml(table, 0.95)
    monkeypatch.setattr(likelihood, "_MOST_CELLS", 0)
    one_by_one = reml(table, 0.95)

    for other in (sparse, one_by_one):
        assert other.value == pytest.approx(dense.value, abs=1e-9)
        assert other.detail["rater_blup_se"] == pytest.approx(dense.detail["rater_blup_se"])
        assert other.detail["rater_blup"] == pytest.approx(dense.detail["rater_blup"])

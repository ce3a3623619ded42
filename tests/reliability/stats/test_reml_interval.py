"""The interval of correlations by REML: near the exact one, covering as often as it says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from reliability.stats import components, icc, report
from reliability.stats.distributions import t_quantile
from reliability.stats.reml_interval import METHOD
from tests.reliability.stats.tables import SHROUT_FLEISS, small_tables

MISSING = math.nan
PAIRS = (("icc2.reml", "icc2"), ("icc3.reml", "icc3"), ("icc2k.reml", "icc2k"))
# targets, raters, share missing, variances of targets, raters and residual
DESIGNS = [
    (20, 3, 0.0, 0.7, 0.1, 0.2),
    (20, 5, 0.0, 0.6, 0.1, 0.3),
    (50, 5, 0.3, 0.8, 0.1, 0.1),
    (50, 10, 0.3, 0.6, 0.15, 0.25),
    (100, 10, 0.6, 0.85, 0.05, 0.1),
    (30, 20, 0.7, 0.6, 0.1, 0.3),
]


def simulated(random, n, r, missing, target, rater, residual):
    scores = math.sqrt(target) * random.normal(size=(n, 1))
    scores = scores + math.sqrt(rater) * random.normal(size=r)
    scores = scores + math.sqrt(residual) * random.normal(size=(n, r))
    scores[random.random(scores.shape) < missing] = MISSING
    return scores


def wald_by_variances(table):
    """The interval of ICC(2,1) from the dense likelihood of all three variances."""
    rows, columns = np.nonzero(~np.isnan(table))
    y = table[rows, columns]
    fit = components.reml_fit(table)
    place = np.array([fit.var_target, fit.var_rater, fit.var_residual])

    def minus_log(v):
        same = rows[:, None] == rows, columns[:, None] == columns, np.eye(len(y))
        cover = sum(each * one for each, one in zip(same, v, strict=True))
        inverse = np.linalg.inv(cover)
        weight = inverse.sum()
        away = y - inverse.sum(axis=0) @ y / weight
        return (np.linalg.slogdet(cover)[1] + math.log(weight) + away @ inverse @ away) / 2

    moves = np.diag(place * 0.01)
    bent = np.array(
        [
            [
                sum(a * b * minus_log(place + a * i + b * j) for a in (1, -1) for b in (1, -1)) / 4
                for i in moves
            ]
            for j in moves
        ]
    )
    cover = np.linalg.inv(bent / np.outer(place, place) * 1e4)
    total, m = place.sum(), scores_per_target(table)
    r = place[0] / total
    slope = (np.array([1, 0, 0]) - r) / total * m / ((1 + (m - 1) * r) * (1 - r))
    # the same degrees of freedom rest on the relative variances, by their own change of variables
    change = np.array([[1, 0, -place[0] / place[2]], [0, 1, -place[1] / place[2]]]) / place[2]
    relative = change @ cover @ change.T
    parts = (slope[:2] * place[2]) ** 2 * np.diag(relative)
    df = (table.shape[1] - 1) * (parts.sum() / parts[1]) ** 2
    half = t_quantile(0.975, df) * math.sqrt(slope @ cover @ slope)
    z = math.log((1 + (m - 1) * r) / (1 - r))
    return [(math.exp(e) - 1) / (math.exp(e) + m - 1) for e in (z - half, z + half)]


def scores_per_target(table):
    sizes = (~np.isnan(table)).sum(axis=1)
    return len(sizes) / (1 / sizes).sum()


def coverage(design, tables, seed=20261122):
    """Of the tables with an interval: how often it holds the truth; and the share without one."""
    random = np.random.default_rng(seed)
    *_, target, rater, residual = design
    truth = {
        "icc2.reml": target / (target + rater + residual),
        "icc3.reml": target / (target + residual),
    }
    held = {name: [] for name in truth}
    for _ in range(tables):
        found = components.reml_figures(simulated(random, *design), 0.95)
        for name, right in truth.items():
            if found[name].low is not None:
                held[name].append(found[name].low <= right <= found[name].high)
    without = 1 - len(held["icc2.reml"]) / tables
    return {name: sum(each) / len(each) for name, each in held.items()}, without


@pytest.mark.parametrize("seed", range(3))
def test_a_complete_balanced_table_has_nearly_the_exact_interval(seed):
    table = simulated(np.random.default_rng(seed), 60, 8, 0.0, 0.6, 0.15, 0.25)
    found, exact = components.reml_figures(table, 0.95), icc.iccs(table)
    for ours, theirs in PAIRS:
        within = 0.02 if "3" in ours else 0.06
        assert found[ours].value == pytest.approx(exact[theirs].value, abs=1e-5)
        assert found[ours].low == pytest.approx(exact[theirs].low, abs=within)
        assert found[ours].high == pytest.approx(exact[theirs].high, abs=within)


def test_shrout_and_fleiss_are_near_the_exact_interval():
    found, exact = components.reml_figures(SHROUT_FLEISS, 0.95), icc.iccs(SHROUT_FLEISS)
    # six targets: the ends of ICC(3,1) are .29 and .92, exactly they are .34 and .95
    for ours, theirs in PAIRS:
        assert found[ours].low == pytest.approx(exact[theirs].low, abs=0.08)
        assert found[ours].high == pytest.approx(exact[theirs].high, abs=0.08)
    one_way = components.reml_one_way(SHROUT_FLEISS, 0.95)
    # exact: -0.13, but a variance cannot be below 0
    assert one_way.low == 0
    assert one_way.high == pytest.approx(exact["icc1"].high, abs=0.12)


def test_an_interval_is_made_only_where_one_is_asked_for():
    without, asked = components.reml(SHROUT_FLEISS), components.reml(SHROUT_FLEISS, 0.9)
    assert (without.low, without.confidence) == (None, None)
    assert without.method == "restricted maximum likelihood"
    assert (asked.confidence, asked.method) == (0.9, METHOD)
    assert asked.value == without.value
    assert report(SHROUT_FLEISS, level="interval", confidence=0.9)["icc2.reml"].low == asked.low
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        components.reml(SHROUT_FLEISS, 95)


def test_more_confidence_and_more_raters_move_the_interval_as_they_should():
    table = simulated(np.random.default_rng(3), 50, 10, 0.4, 0.6, 0.15, 0.25)
    narrow, wide = (components.reml_figures(table, level) for level in (0.8, 0.99))
    for name in components.REML_NAMES:
        assert wide[name].low < narrow[name].low < narrow[name].value
        assert wide[name].high > narrow[name].high > narrow[name].value
    assert narrow["icc2k.reml"].low > narrow["icc2.reml"].high


def test_neither_the_side_that_is_longer_nor_the_unit_matters():
    square = simulated(np.random.default_rng(5), 12, 12, 0.2, 0.6, 0.15, 0.25)
    plain, stretched = components.reml(square, 0.95), components.reml(square * 40 - 7, 0.95)
    assert (stretched.low, stretched.high) == pytest.approx((plain.low, plain.high), abs=1e-4)
    for table in (square[:, :11], square[:11]):
        found, truth = components.reml(table, 0.95), wald_by_variances(table)
        assert (found.low, found.high) == pytest.approx(truth, abs=2e-3)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[1, 2, 3], [3, 4, 6]], "at least three targets"),
        ([[1, 2], [2, 1], [3, 3]], "estimated at 0; no interval"),
        ([[1, 3], [2, 1], [1, 2], [3, 1]], "estimated at 0; no interval"),
        ([[1, 2], [1, 2], [1, 2]], "explain every score"),
        ([[1, 1], [1, 1], [1, 1]], "every score is the same"),
    ],
)
def test_no_interval_and_the_reason(table, reason):
    found = components.reml_figures(table, 0.95)
    for one in found.values():
        assert (one.low, one.high, one.confidence) == (None, None, None)
        assert reason in one.note


@settings(max_examples=100, deadline=None)
@given(small_tables(least_rows=2))
def test_every_small_table_has_both_ends_or_a_reason(table):
    found = components.reml_figures(table, 0.95)
    for one in (*found.values(), components.reml_one_way(table, 0.95)):
        assert (one.low is None) == (one.high is None)
        assert one.low is not None or one.note
        if one.low is not None:
            assert 0 <= one.low <= one.value + 1e-9 <= one.high + 2e-9 <= 1 + 3e-9


def test_the_interval_covers_in_a_short_run():
    held, without = coverage(DESIGNS[3], 60)
    assert without < 0.05
    assert min(held.values()) > 0.88


@pytest.mark.full
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_interval_covers_as_often_as_the_page_says(design):
    held, _ = coverage(design, 1000)
    assert min(held.values()) > 0.925
    assert max(held.values()) < 0.99

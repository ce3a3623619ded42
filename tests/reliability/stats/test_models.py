"""Models and charts where the published vectors do not reach: edges, refusals, recovery."""

import math

import numpy as np
import pytest

from reliability.stats import benchmark, components, drift, facets, incomplete, power, severity
from reliability.stats.simplex import minimum, minimum_on_line
from tests.reliability.stats.tables import SHROUT_FLEISS

MISSING = math.nan


def test_reml_finds_the_severity_that_made_the_scores():
    random = np.random.default_rng(4)
    lean = np.array([-1.0, 0.0, 1.0, 0.5, -0.5])
    scores = random.normal(size=(300, 1)) + lean + 0.5 * random.normal(size=(300, 5))
    scores[random.random(scores.shape) < 0.4] = MISSING
    found = components.reml_fit(scores)
    assert np.abs(found.rater_effects - lean).max() < 0.15
    assert found.var_residual == pytest.approx(0.25, rel=0.15)
    assert found.var_target == pytest.approx(1, rel=0.2)


def test_reml_of_a_complete_table_is_the_analysis_of_variance():
    assert components.reml(SHROUT_FLEISS).value == pytest.approx(0.2897638, abs=1e-6)


def test_reml_does_not_care_which_side_is_longer():
    one, other = components.reml_fit(SHROUT_FLEISS), components.reml_fit(SHROUT_FLEISS.T)
    assert one.var_target == pytest.approx(other.var_rater, rel=1e-5)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, abs=1e-7)
    assert one.rater_effects == pytest.approx(other.target_effects, abs=1e-5)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[1, 2], [1, 2], [1, 2]], "explain every score"),
        ([[1, 1], [1, 1]], "every score is the same"),
        ([[1, MISSING], [MISSING, 2]], "two raters"),
        ([["a", "b"], ["b", "a"]], "numbers, not labels"),
        ([[1.0], [2.0]], "two targets and two raters"),
    ],
)
def test_components_that_cannot_be_told_apart_say_so(table, reason):
    found = components.reml(table)
    assert found.value is None
    assert reason in found.note


def test_a_rater_without_scores_has_no_severity():
    table = np.column_stack([SHROUT_FLEISS, np.full(6, MISSING)])
    assert components.reml(table).detail["rater_blup"]["5"] is None


def test_incomplete_correlations_of_a_complete_table_are_the_classical_ones():
    found = incomplete.icc_of_incomplete(SHROUT_FLEISS)
    assert found.value == pytest.approx(0.2897638, abs=1e-6)
    assert found.detail["ICC(C,1)"]["value"] == pytest.approx(0.7148407, abs=1e-6)
    assert found.detail["ICC(1)"]["ci_low"] == pytest.approx(-0.1329323, abs=1e-6)


def test_a_formula_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="cannot read the formula"):
        facets.varcomp_reml({"y": [1, 2, 3]}, "y = person")
    assert facets.varcomp_reml({"y": [1, 1, 1], "p": [1, 2, 3]}, "y ~ 1 + (1|p)").note


def test_three_facets_with_a_cell_missing_have_no_expected_mean_squares():
    table = np.ones((2, 2, 2))
    table[0, 0, 0] = MISSING
    assert facets.varcomp_ems(table).note
    with pytest.raises(ValueError, match="got 2 dimensions"):
        facets.varcomp_ems(SHROUT_FLEISS)


def test_a_chart_signals_a_shift_and_not_before():
    series = [0.0] * 10 + [3.0] * 5
    chart = drift.ewma(series, target=0, sigma=1)
    assert chart.detail["signals"][0] in (11, 12)
    assert drift.cusum(series, target=0, sigma=1).detail["signals"][0] == 13
    assert drift.ewma([], target=0, sigma=1).note == "the series is empty"
    with pytest.raises(ValueError, match="sigma must be a number above 0"):
        drift.cusum(series, target=0, sigma=0)
    with pytest.raises(ValueError, match="weight must be above 0"):
        drift.ewma(series, target=0, sigma=1, weight=1.5)


def test_a_benchmark_is_judged_on_the_interval():
    assert benchmark.benchmark(0.85, 0.2).detail["retained"] != "Almost Perfect"
    assert benchmark.benchmark(0.85, 0.0).detail["retained"] == "Almost Perfect"
    assert benchmark.benchmark(0.85, math.nan).note
    with pytest.raises(ValueError, match="unknown scale"):
        benchmark.benchmark(0.5, 0.1, "school")


@pytest.mark.parametrize(
    "call",
    [
        lambda: power.icc_test(rho0=0.8, rho1=0.6, k=2),
        lambda: power.icc_width(rho=0.5, k=1, w=0.2),
        lambda: power.icc_width(rho=0.5, k=3, w=0),
        lambda: power.raters_needed(icc1=0, target=0.8),
        lambda: power.kappa_two_categories(rate1=0.5, rate2=0.5, k1=0.7, k0=0.7),
        lambda: power.kappa_two_categories(rate1=0.9, rate2=0.1, k1=0.7, k0=0.8),
        lambda: power.kappa_any_categories(margins=[0.5, 0.6], k1=0.4, k0=0.6),
    ],
)
def test_an_impossible_plan_is_refused(call):
    with pytest.raises(ValueError, match=r"\w+"):
        call()


def test_more_raters_are_needed_for_more_reliability():
    few = power.raters_needed(icc1=0.5, target=0.7).detail["n"]
    assert power.raters_needed(icc1=0.5, target=0.9).detail["n"] > few


def test_the_many_facet_model_recovers_severity():
    random = np.random.default_rng(7)
    severe, hard = np.array([0.8, 0.0, -0.8]), np.array([-0.5, 0.5])
    rows = []
    for person in range(250):
        level = random.normal()
        for item in range(2):
            for rater in range(3):
                gain = level - hard[item] - severe[rater] - np.array([-0.7, 0.7])
                total = np.concatenate([[0], gain.cumsum()])
                chance = np.exp(total) / np.exp(total).sum()
                rows.append((person, item, rater, random.choice(3, p=chance)))
    found = severity.many_facets(*zip(*rows, strict=True))
    raters = found.detail["raters"]
    for rater, truth in zip(raters, severe, strict=True):
        assert abs(rater["est"] - truth) < 4 * rater["se"]
        assert 0.7 < rater["infit"] < 1.3
        assert 0.6 < rater["outfit"] < 1.5
    assert sum(rater["est"] for rater in raters) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (([1, 2], [1, 1], ["a", "b"], [2, 2]), "every score is the same"),
        (([1, 2], [1, 1], ["a", "a"], [1, 2]), "two raters and two persons"),
    ],
)
def test_a_many_facet_model_without_contrast_says_so(columns, reason):
    assert severity.many_facets(*columns).note.endswith(reason)
    with pytest.raises(ValueError, match="whole numbers"):
        severity.many_facets([1, 2], [1, 1], ["a", "b"], [1, 1.5])


def test_the_search_finds_a_minimum_inside_and_at_the_edge():
    assert minimum_on_line(lambda t: (t - 0.3) ** 2) == pytest.approx(0.3, abs=1e-6)
    assert minimum_on_line(lambda t: t * t) == 0
    place = minimum(lambda p: (p[0] - 1) ** 2 + 3 * (p[1] + 2) ** 2, (0.5, 0.5))
    assert place == pytest.approx((1, -2), abs=1e-4)

"""The figures that the publications themselves print."""

import numpy as np
import pytest

from reliability.stats import agreement, alpha, as_ratings, icc, kappa, precision, report
from tests.reliability.stats.tables import KRIPPENDORFF, SHROUT_FLEISS


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("ICC(1,1)", 0.17),
        ("ICC(2,1)", 0.29),
        ("ICC(3,1)", 0.71),
        ("ICC(1,k)", 0.44),
        ("ICC(2,k)", 0.62),
        ("ICC(3,k)", 0.91),
    ],
)
def test_the_six_correlations_of_shrout_and_fleiss_table_4(form, printed):
    assert round(icc.icc(SHROUT_FLEISS, form).value, 2) == printed


@pytest.mark.parametrize(
    ("level", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_krippendorffs_example(level, printed):
    assert round(alpha.krippendorff_alpha(KRIPPENDORFF, level).value, 3) == printed


def test_our_own_coincidences_give_the_alpha_of_the_package():
    ratings = as_ratings(KRIPPENDORFF)
    for level in alpha.METRICS:
        assert alpha.sums(ratings, level).point == pytest.approx(
            alpha.point(ratings, level), abs=1e-12
        )


def test_kappa_of_cohen_1960_table_1():
    # Cohen (1960), Educational and Psychological Measurement 20(1), 37-46, table 1: kappa = .492
    counts = {(1, 1): 88, (1, 2): 10, (1, 3): 2, (2, 1): 14, (2, 2): 40, (2, 3): 6}
    counts |= {(3, 1): 18, (3, 2): 10, (3, 3): 12}
    table = [list(pair) for pair, times in counts.items() for _ in range(times)]
    assert round(kappa.cohen(table).value, 3) == 0.492


def test_alpha_with_a_bootstrap_is_repeatable_and_says_how_it_was_made():
    first = alpha.krippendorff_alpha(KRIPPENDORFF, "ordinal", bootstrap=500, seed=1)
    again = alpha.krippendorff_alpha(KRIPPENDORFF, "ordinal", bootstrap=500, seed=1)
    other = alpha.krippendorff_alpha(KRIPPENDORFF, "ordinal", bootstrap=500, seed=2)
    assert first == again
    assert other.low != first.low
    assert first.method == "bootstrap percentile, 500 replicates, seed 1"
    assert first.low < 0.815 < first.high


def test_agreement_within_one_of_two_raters():
    found = agreement.within([[1, 2], [2, 2], [3, 1], [4, 4]], 1)
    assert found.value == 0.75
    assert agreement.exact([[1, 2], [2, 2], [3, 1], [4, 4]]).value == 0.5


def test_all_pairs_at_once_are_the_kappas_of_each_pair():
    pairs = kappa.pairwise(KRIPPENDORFF, "quadratic")
    for i in range(4):
        for j in range(i):
            alone = kappa.cohen(KRIPPENDORFF[:, [i, j]], "identity").value
            assert kappa.pairwise(KRIPPENDORFF).values[i, j] == pytest.approx(alone)
            assert (
                pairs.n[i, j]
                == (~(KRIPPENDORFF[:, [i, j]] != KRIPPENDORFF[:, [i, j]])).all(1).sum()
            )


def test_only_the_figures_asked_for_are_computed():
    assert set(report(SHROUT_FLEISS, level="interval", figures={"icc2", "ac.linear"})) == {
        "icc2",
        "ac.linear",
    }


@pytest.mark.parametrize("form", ["ICC(1,1)", "ICC(3,1)", "ICC(1,k)", "ICC(3,k)"])
def test_the_test_against_the_lower_limit_has_the_p_of_the_limit(form):
    table = SHROUT_FLEISS[:, [0, 2, 3]]
    limit = icc.icc(table, form, confidence=0.5).low
    found = precision.icc_against(table, form, limit)
    assert found.detail["p"] == pytest.approx(0.25, abs=1e-9)
    assert precision.icc_against(table, form, 0).detail == icc.icc(table, form).detail


def test_the_test_of_agreement_against_a_correlation():
    # McGraw & Wong (1996), table 8: F = MSR / (a MSC + b MSE) with a and b at the hypothesis
    found = precision.icc_against(SHROUT_FLEISS, "ICC(2,1)", 0.1).detail
    a = 4 * 0.1 / (6 * 0.9)
    b = 1 + 4 * 0.1 * 5 / (6 * 0.9)
    assert found["F"] == pytest.approx(11.2416667 / (a * 32.4861111 + b * 1.0194444), rel=1e-6)
    assert precision.icc_against(SHROUT_FLEISS, "ICC(2,1)", 0).detail["df2"] == 15
    with pytest.raises(ValueError, match="rho0 must be at least 0"):
        precision.icc_against(SHROUT_FLEISS, "ICC(2,1)", 1)


def test_alpha_with_distances_of_ones_own():
    squared = np.subtract.outer(np.arange(1.0, 6), np.arange(1.0, 6)) ** 2
    own = alpha.krippendorff_alpha(KRIPPENDORFF, squared)
    assert own.value == pytest.approx(alpha.krippendorff_alpha(KRIPPENDORFF, "interval").value)
    assert own.form == "Krippendorff's alpha, custom metric"
    with pytest.raises(ValueError, match=r"need \(5, 5\)"):
        alpha.krippendorff_alpha(KRIPPENDORFF, np.zeros((2, 2)))
    with pytest.raises(ValueError, match="unknown level 'metric'"):
        alpha.krippendorff_alpha(KRIPPENDORFF, "metric")

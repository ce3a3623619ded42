"""What cannot be computed says why, and says how many targets were left."""

import math

import numpy as np
import pytest

from reliability.stats import agreement, alpha, gwet, icc, kappa, precision, report, two_raters

MISSING = math.nan


@pytest.mark.parametrize(
    ("estimate", "reason"),
    [
        (icc.icc([[1, 2], [1, 2]], "ICC(3,1)"), "0/0"),
        (icc.icc([[1.0], [2.0]]), "at least two raters"),
        (icc.icc([[1, 2]]), "only one target"),
        (icc.icc([[1, MISSING], [MISSING, 2]]), "see icc2.reml"),
        (icc.icc([["a", "b"], ["b", "b"]]), "numbers, not labels"),
        (icc.icc([[1, 2], [2, 1]], "ICC(2,k)"), "0 or below"),
        (alpha.krippendorff_alpha([[3, 3], [3, 3]]), "no variation"),
        (alpha.krippendorff_alpha([[3, MISSING], [MISSING, 2]]), "two raters"),
        (alpha.krippendorff_alpha([["a", "b"]], "interval"), "numbers, not labels"),
        (alpha.krippendorff_alpha([[-1, 1]], "ratio"), "0 or more"),
        (kappa.cohen([[1, 1], [1, 1]]), "one and the same category"),
        (kappa.cohen([[1, 1, 2], [1, 2, 2]]), "exactly two raters"),
        (kappa.cohen([[1, MISSING], [MISSING, 1]]), "both raters"),
        (kappa.light([[1, 1, 1], [1, 1, 1]]), "0/0"),
        (kappa.mean_pairwise([[1, 1], [1, 1]]), "no pair of raters has a kappa"),
        (gwet.fleiss([[2, 2], [2, 2]]), "0/0"),
        (gwet.conger([[2.0], [2.0]]), "at least two raters"),
        (gwet.ac([[0, 1], [1, 0]], "ratio"), "where a category is 0"),
        (agreement.within([["a", "b"]], 1), "numbers, not labels"),
        (precision.kendall_w([[1, 2], [1, 2]]), "0/0"),
        (precision.leave_one_rater_out([[1, 2], [2, 1]]), "three raters"),
        (two_raters.concordance([[1, 1], [2, 1]]), "same score"),
        (two_raters.bland_altman([[1, 2]]), "at least 2 targets"),
        (two_raters.pabak([[1, 2], [3, 1]]), "two categories"),
        (two_raters.stuart_maxwell([[1, 1], [2, 2]]), "nothing to test"),
    ],
)
def test_an_undefined_figure_gives_its_reason(estimate, reason):
    assert estimate.value is None
    assert not estimate.is_defined
    assert reason in estimate.note


def test_gwets_ac_is_defined_where_every_score_is_the_same_on_a_declared_scale():
    found = report([[3, 3]] * 6, level="ordinal", categories=[1, 2, 3, 4, 5])
    assert found["ac.identity"].value == 1
    assert found["fleiss.identity"].value is None


def test_what_was_left_out_is_counted():
    table = [[1, 1, 2], [MISSING, 2, 2], [MISSING, MISSING, 3], [MISSING] * 3, [2, 2, 2]]
    found = report(table, level="ordinal")
    assert (found["kripp.ordinal"].n_used, found["kripp.ordinal"].n_given) == (3, 5)
    assert (found["icc2"].n_used, found["icc2"].n_given) == (2, 5)


def test_a_rater_without_scores_is_left_out_of_the_complete_targets():
    with_empty = report([[1, 1, MISSING], [2, 2, MISSING], [3, 2, MISSING]], level="interval")
    without = report([[1, 1], [2, 2], [3, 2]], level="interval")
    assert with_empty["icc2"].value == without["icc2"].value
    assert with_empty["per_rater_mean_pairwise_agreement"].detail["values"][2] is None


def test_a_rare_category_is_cautioned_about_and_a_common_one_is_not():
    rare = report([[1, 1]] * 20 + [[2, 1]], level="nominal")["ac.identity"]
    common = report([[1, 1]] * 20 + [[2, 2]] * 20, level="nominal")["ac.identity"]
    assert "category 2 has only 1 of the ratings" in rare.note
    assert common.note is None


def test_an_icc_of_ordinal_scores_says_what_it_takes_for_granted():
    assert "declared ordinal" in report([[1, 2], [3, 3]], level="ordinal")["icc2"].note
    assert report([[1, 2], [3, 3], [5, 4]], level="interval")["icc2"].note is None


def test_perfect_agreement_is_one_with_a_sentence_about_f():
    found = icc.icc(np.array([[1.0, 1], [2, 2], [3, 3]]))
    assert (found.value, found.low, found.high) == (1, 1, 1)
    assert "F is infinite" in found.note


def test_targets_that_do_not_differ_have_a_value_and_no_interval():
    found = icc.icc([[1, 3], [3, 1], [1, 3], [3, 1]], "ICC(1,1)")
    assert found.value == -1
    assert found.low is None
    assert "targets do not differ" in found.note

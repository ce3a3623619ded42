"""Which targets, raters, pairs and items pull agreement down; differences of coefficients."""

import numpy as np
import pandas as pd
import pytest

from reliability.stats import causes, contrast, gwet, kappa, report, resampled
from tests.reliability.stats.tables import KRIPPENDORFF, SHROUT_FLEISS

RANDOM = np.random.default_rng(9)
LEVELS = RANDOM.integers(1, 5, size=(60, 1))
CAREFUL = np.clip(LEVELS + (RANDOM.random((60, 4)) < 0.1), 1, 5).astype(float)
CARELESS = np.clip(LEVELS + RANDOM.integers(-2, 3, size=(60, 4)), 1, 5).astype(float)
SCALE = [1, 2, 3, 4, 5]


def test_the_pull_of_a_target_is_the_figure_less_that_without_it():
    found = causes.pull_of_targets(KRIPPENDORFF, "ac", "quadratic").detail
    whole = gwet.ac(KRIPPENDORFF, "quadratic").value
    declared = report(np.delete(KRIPPENDORFF, 5, axis=0), level="ordinal", categories=SCALE)[
        "ac.quadratic"
    ].value
    assert found["figure"] == pytest.approx(whole)
    assert found["values"][5] == pytest.approx(whole - declared)
    assert min(found["values"]) == found["values"][5]


def test_the_pull_of_a_rater_names_the_one_who_strays():
    strayed = CAREFUL.copy()
    strayed[:, 2] = CARELESS[:, 2]
    values = causes.pull_of_raters(strayed, "ac", "quadratic").detail["values"]
    assert values.index(min(values)) == 2
    weakest = causes.weakest_pairs(strayed, "quadratic", most=3).detail["pairs"]
    assert all(2 in pair["raters"] for pair in weakest)
    assert weakest[0]["kappa"] <= weakest[1]["kappa"]


def test_the_weakest_pair_is_cohens_kappa_of_the_two():
    [pair] = causes.weakest_pairs(CARELESS, most=1).detail["pairs"]
    alone = kappa.cohen(CARELESS[:, pair["raters"]])
    assert pair["kappa"] == pytest.approx(alone.value)


def test_bands_are_an_ordered_scale():
    bands = causes.banded(SHROUT_FLEISS, cuts=[4, 7], labels=["low", "middle", "high"])
    assert bands.labels == ("low", "middle", "high")
    assert report(bands, level="ordinal")["kripp.ordinal"].value is not None
    with pytest.raises(ValueError, match="one label more than cuts"):
        causes.banded(SHROUT_FLEISS, cuts=[7, 4], labels=["low", "middle", "high"])
    with pytest.raises(ValueError, match="numbers"):
        causes.banded([["a", "b"]], cuts=[1], labels=["low", "high"])


def test_agreement_by_range_adds_up_to_the_whole():
    ranges = causes.by_score_range(CARELESS, [2.5, 3.5]).detail["ranges"]
    assert [one["from"] for one in ranges] == [None, 2.5, 3.5]
    pairs = sum(one["pairs"] for one in ranges)
    agreeing = sum(one["pairs"] * one["exact"] for one in ranges)
    assert pairs == 60 * 6
    assert agreeing / pairs == pytest.approx(gwet.percent_agreement(CARELESS).value)


def test_items_that_go_with_the_others_discriminate():
    rows = []
    for target in range(40):
        level = target % 3
        for rater in "ab":
            rows += [(target, rater, level, "good"), (target, rater, (level + 1) // 2, "fair")]
            rows.append((target, rater, int(RANDOM.integers(0, 3)), "noise"))
    frame = pd.DataFrame(rows, columns=["target", "rater", "score", "item"])
    found = {one["item"]: one for one in causes.item_analysis(frame).detail["items"]}
    assert found["good"]["discrimination"] > 0.3 > found["noise"]["discrimination"]
    assert found["good"]["difficulty"] == pytest.approx(np.mean([t % 3 for t in range(40)]) / 2)
    alone = frame[frame.item == "good"]
    assert causes.item_analysis(alone).note == "needs at least two items"


@pytest.mark.parametrize("name", ["ac", "fleiss", "alpha", "conger", "bp", "pa", "kripp"])
def test_the_difference_is_that_of_the_two_and_sees_an_improvement(name):
    weights = "ordinal" if name == "kripp" else "quadratic"
    found = contrast.difference(CAREFUL, CARELESS, name, weights)
    one, other = (resampled.summed(table, name, weights).point for table in (CAREFUL, CARELESS))
    assert found.value == pytest.approx(one - other)
    assert found.low > 0
    assert found.detail["p"] < 0.001


def test_a_table_does_not_differ_from_itself():
    found = contrast.difference(CAREFUL, CAREFUL, "ac")
    assert (found.value, found.se, found.detail["p"]) == (0, 0, 1)
    assert contrast.difference([[1, 1]], [[1, 1]], "fleiss").note
    with pytest.raises(ValueError, match="same targets in the same rows"):
        contrast.difference(CAREFUL, SHROUT_FLEISS, "ac")


def test_raters_sampled_too_make_the_interval_longer():
    alone = gwet.ac(CARELESS, "quadratic")
    found = contrast.with_raters_sampled(CARELESS, lambda table: gwet.ac(table, "quadratic"))
    assert found.value == alone.value
    assert found.low < alone.low
    assert found.detail["se_targets"] == alone.se
    left = [gwet.ac(np.delete(CARELESS, out, axis=1), "quadratic").value for out in range(4)]
    of_raters = 3 / 4 * ((np.array(left) - np.mean(left)) ** 2).sum()
    assert found.se == pytest.approx((alone.se**2 + of_raters) ** 0.5)
    assert contrast.with_raters_sampled(CARELESS[:, :2], gwet.ac).note.startswith("needs at least")


@pytest.mark.parametrize("table", [[[1.0], [2.0]], [[1, 1], [1, 1]], [[np.nan, 1], [1, np.nan]]])
def test_nothing_to_explain_says_so(table):
    for answer in (
        causes.pull_of_targets(table, "fleiss"),
        causes.pull_of_raters(table),
        causes.weakest_pairs(table),
    ):
        assert answer.note
        assert not answer.is_defined

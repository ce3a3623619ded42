"""Intervals of alpha, from the exported counts alone."""

import krippendorff
import numpy as np
import pytest
from scipy.stats import norm

from reliability.stats import resampling
from reliability.studies.computing import compute
from reliability.studies.results import Settings
from reliability.studies.totals import computed
from reliability.studies.units import units_of
from tests.reliability.studies.made_codings import changing, codings_of, crossed, drawn

SETTINGS = Settings(replicates=60, seed=7)


@pytest.fixture(scope="module")
def study():
    pairs = [*changing(40), ("t900", "r1"), ("t901", "r2")]
    return codings_of(drawn(pairs, blanks=0.02))


def quantile(values, p):
    """boot.ci's rule, written again."""
    x, r = np.sort(values), len(values)
    rank = (r + 1) * p
    k = int(rank)
    if k < 1 or k >= r:
        return x[0] if k < 1 else x[-1]
    z = norm.ppf([k / (r + 1), p, (k + 1) / (r + 1)])
    return x[k - 1] + (z[1] - z[0]) / (z[2] - z[0]) * (x[k] - x[k - 1])


def by_hand(values, units, metric):
    """Each resample written out as a table of its own, by the krippendorff package."""
    table = np.full((units.n, len(units.columns)), np.nan)
    table[units.unit_of, units.column_of] = values[units.kept]
    counts = np.concatenate(
        list(resampling.multiplicities(units.n, SETTINGS.replicates, SETTINGS.seed))
    )
    return [
        krippendorff.alpha(
            reliability_data=np.repeat(table, times.astype(int), axis=0).T,
            level_of_measurement=metric,
        )
        for times in counts
    ]


@pytest.mark.parametrize("item", ["i1", "i5"])
def test_an_item_s_interval_is_that_of_the_resampled_tables(study, item):
    units = units_of(study)
    found = compute(study, SETTINGS, digest="").items[int(item[1:]) - 1]
    values = by_hand(study.scores[:, int(item[1:]) - 1], units, "ordinal")
    ours = found.figure("kripp.ordinal").estimate

    assert ours.low == pytest.approx(quantile(values, 0.025), abs=1e-9)
    assert ours.high == pytest.approx(quantile(values, 0.975), abs=1e-9)
    assert ours.se == pytest.approx(np.std(values, ddof=1), abs=1e-9)
    assert ours.n_given == units.n == 42


def test_the_total_s_interval_comes_from_the_same_resamples(study):
    found = compute(study, SETTINGS, digest="").totals[0].figure("kripp.interval").estimate
    values = by_hand(computed(study).totals["total"], units_of(study), "interval")

    assert found.low == pytest.approx(quantile(values, 0.025), abs=1e-9)
    assert found.high == pytest.approx(quantile(values, 0.975), abs=1e-9)


def test_units_stand_in_the_order_of_part_and_target():
    rows = [
        (target, rater, scores, part)
        for part in ("b", "a")
        for target, rater, scores in reversed(drawn(crossed(3)))
    ]
    names = units_of(codings_of(rows, kind="pooled")).names

    assert names == tuple((part, f"t{place:03}") for part in "ab" for place in range(3))


def test_a_rater_s_first_coding_of_a_target_counts():
    rows = [
        ("t1", "a", {"i1": 1}, "", 2),
        ("t1", "a", {"i1": 0}, "", 1),
        ("t1", "b", {"i1": 1}, "", 1),
    ]
    units = units_of(codings_of(rows))

    assert sorted(units.kept.tolist()) == [1, 2]


def test_every_score_the_same_says_why_there_is_no_alpha():
    rows = [(t, r, {**scores, "i2": 0}) for t, r, scores in drawn(crossed(12))]
    found = compute(codings_of(rows), SETTINGS, digest="").items[1]

    assert found.figure("kripp.ordinal").estimate.value is None
    assert "every one is the same" in found.figure("kripp.ordinal").estimate.note
    assert found.figure("pa.identity").estimate.value == 1

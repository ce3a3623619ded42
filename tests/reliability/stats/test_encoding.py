"""Positions and counts are the same by the quick way and by the slow one."""

import math

import numpy as np
import pytest

from reliability.stats import as_ratings, from_cells

_ = math.nan
TABLES = {
    "neighbours": [[1, 2, _], [3, 3, 2], [_, _, _]],
    "gaps": [[0, 10, 10], [3, _, 0]],
    "below zero": [[-2, -1], [_, -2]],
    "halves": [[0.5, 1], [_, 1.5]],
    "wide": [[0, 100], [_, 50]],
    "very wide": [[0, 9000], [_, 50]],
    "nothing": [[_, _], [_, _]],
}


@pytest.mark.parametrize("declared", [None, "all", "more"])
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_codes_and_counts_are_those_of_a_loop(table, declared):
    present = sorted({x for row in table for x in row if not math.isnan(x)})
    scale = present + ([77.0] if declared == "more" else [])

    ratings = as_ratings(np.array(table), None if declared is None else scale)

    assert ratings.categories.tolist() == sorted(scale)
    for target, row in enumerate(table):
        for rater, score in enumerate(row):
            code = ratings.codes[target, rater]
            assert (code == -1) if math.isnan(score) else ratings.categories[code] == score
        assert ratings.counts[target].tolist() == [row.count(c) for c in ratings.categories]


def test_a_list_of_ratings_has_the_counts_of_its_table():
    table = np.array(TABLES["gaps"])
    targets, raters = np.indices(table.shape)

    listed = from_cells(
        targets.ravel(),
        raters.ravel(),
        table.ravel(),
        n_targets=2,
        n_raters=3,
        categories=(0, 3, 10),
    )

    assert np.array_equal(listed.counts, as_ratings(table).counts)
    assert np.array_equal(listed.codes, as_ratings(table).codes)


def test_the_table_given_is_left_as_it_was():
    table = np.array(TABLES["neighbours"], dtype=float)
    before = table.copy()

    as_ratings(table)

    assert np.array_equal(table, before, equal_nan=True)


def test_a_score_outside_the_declared_scale_is_named():
    with pytest.raises(ValueError, match="score 10 is not one of the declared categories"):
        as_ratings(np.array(TABLES["gaps"]), (0, 3))

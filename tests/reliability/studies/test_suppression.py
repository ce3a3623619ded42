"""What is hidden stays unknown to whoever adds up what is shown."""

import numpy as np
import pytest

from reliability.studies import suppression
from reliability.studies.computing import compute
from reliability.studies.results import Settings
from tests.reliability.studies.made_codings import codings_of, crossed, drawn

FIVE = Settings(replicates=0, smallest_cell=5)


ITEMS = tuple(f"i{n}" for n in range(1, 11))


def pairs_of_totals(*pairs):
    """Files that two raters gave these totals of Static-99R, from 0 to 7."""
    return codings_of(
        [
            (f"t{place:02}", rater, {item: int(0 < n <= total) for n, item in enumerate(ITEMS)})
            for place, both in enumerate(pairs)
            for rater, total in zip("ab", both, strict=True)
        ]
    )


def told_by_sums(shown, table):
    """Hidden cells that follow from the sums of rows and of the diagonal, by elimination."""
    n = len(table)
    places = [(i, j) for i in range(n) for j in range(i, n) if shown[i][j] is None]
    sums = [[float(row in place) for place in places] for row in range(n)]
    sums.append([float(i == j) for i, j in places])
    rank = np.linalg.matrix_rank(np.array(sums)) if places else 0
    alone = np.eye(len(places))
    return [
        place
        for place, one in zip(places, alone, strict=True)
        if np.linalg.matrix_rank(np.vstack([sums, one])) == rank
    ]


def drawn_table(seed):
    random = np.random.default_rng(seed)
    n = int(random.integers(3, 7))
    half = np.triu(random.choice([0, 0, 1, 3, 8, 40], (n, n)).astype(float))
    return half + np.triu(half, 1).T


@pytest.mark.parametrize("seed", range(40))
def test_no_small_cell_follows_from_the_sums_of_rows_and_diagonal(seed):
    table = drawn_table(seed)
    shown = suppression.cells(table, 5)
    hidden = [cell is None for row in shown for cell in row]

    small = [(i, j) for i, j in told_by_sums(shown, table) if 0 < table[i, j] < 5]
    assert not small or all(hidden)
    assert all(shown[i][j] is None for i, j in np.argwhere((table > 0) & (table < 5)))


def test_three_cells_of_three_rows_are_not_worked_out():
    table = np.array([[90, 2, 3], [2, 80, 4], [3, 4, 70]], dtype=float)
    shown = suppression.cells(table, 5)

    assert sum(shown[n][n] is None for n in range(3)) >= 1
    assert not told_by_sums(shown, table) or all(c is None for row in shown for c in row)


def counted(found, about):
    """The range rows of a kind: (low, high) -> targets behind it, None where it is hidden."""
    rows = [row for row in found.ranges if row.about == about]
    return {(row.low, row.high): None if row.hidden else row.same.n_used for row in rows}


def test_a_hidden_range_is_not_a_band_less_its_other_scores():
    # Band of 1 to 3: two files at 1, many at 2 and 3
    pairs = [(1, 1)] * 2 + [(2, 2)] * 9 + [(3, 2)] * 12 + [(5, 5)] * 20
    found = compute(pairs_of_totals(*pairs), FIVE, digest="")
    scores = counted(found, "total")

    assert scores[1, 1] is None
    assert sum(scores[n, n] is None for n in (1, 2, 3)) >= 2


def test_a_published_range_does_not_tell_what_the_table_hides():
    pairs = [(6, 6)] * 3 + [(7, 7)] * 9 + [(2, 2)] * 20
    found = compute(pairs_of_totals(*pairs), FIVE, digest="")
    beside = {one.id: one.ours for one in found.published}

    assert counted(found, "total")[6, 6] is None
    assert beside["static-99-same-at-6"].n_used == 0
    seven, high = counted(found, "total")[7, 7], beside["static-99-two-or-more-high"]
    assert seven is None or high.n_used == 0


def test_a_hidden_band_is_not_all_files_less_the_other_bands():
    pairs = [(0, 0)] * 3 + [(2, 2)] * 9 + [(5, 5)] * 20
    found = compute(pairs_of_totals(*pairs), FIVE, digest="")
    bands = counted(found, "band")

    assert sum(size is None for size in bands.values()) >= 2


def test_the_lean_of_one_with_few_codings_does_not_follow_from_the_others():
    pairs = [(f"t{n}", r) for n in range(20) for r in "ab"] + [("t0", "c"), ("t1", "c")]
    found = compute(codings_of(drawn(pairs)), FIVE, digest="")
    shown = [row for row in found.raters if not row.hidden]

    assert [row.rater for row in found.raters if row.hidden][-1] == "c"
    assert len(shown) == len(found.raters) - 2


def test_a_small_part_of_a_pool_is_not_the_whole_less_the_others():
    rows = [
        (target, rater, scores, part)
        for part, n in (("2023", 3), ("2024", 12), ("2025", 20))
        for target, rater, scores in drawn(crossed(n, "ab"))
    ]
    found = compute(codings_of(rows), FIVE, digest="")

    assert [bool(part.hidden) for part in found.parts] == [True, True, False]


def test_a_study_on_few_files_does_not_tell_its_correlation_by_the_files_it_needs():
    found = compute(codings_of(drawn(crossed(3, "ab"))), FIVE, digest="")

    assert found.totals[0].figure("icc2").hidden
    assert found.design.half_width is None
    assert found.design.spread is None
    assert set(found.design.needed.values()) == {None}

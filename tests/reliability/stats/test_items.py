"""Tidy lists of ratings: one table per item, totals, and size without a dense table."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reliability.stats import as_ratings, report, report_items, tables
from reliability.stats.items import tidy_scores

FRAME = pd.DataFrame(
    [
        (target, rater, (target * 3 + place * item) % 4, f"i{item}")
        for target in range(1, 9)
        for place, rater in enumerate(("Ann", "Bob", "Cy"))
        for item in (1, 2)
        if (target, rater, item) != (8, "Cy", 2)
    ],
    columns=["target", "rater", "score", "item"],
)


def test_each_item_is_reported_as_its_own_table():
    whole = report_items(FRAME, level="ordinal", figures=["kripp.ordinal", "icc2"])
    assert list(whole) == ["i1", "i2", "total"]
    wide = FRAME[FRAME.item == "i2"].pivot(index="target", columns="rater", values="score")
    alone = report(wide.to_numpy(float), level="ordinal")
    assert whole["i2"]["kripp.ordinal"].value == pytest.approx(alone["kripp.ordinal"].value)
    assert whole["i2"]["icc2"].n_used == 7


def test_a_total_is_missing_where_an_item_is():
    total = tidy_scores(FRAME).total()
    assert total.n_ratings == 8 * 3 - 1
    sums = FRAME.groupby(["target", "rater"]).score.sum()
    assert np.nanmax(total.scores) == sums.max()


def test_missing_scores_and_shuffled_rows_change_nothing():
    more = pd.concat([FRAME, pd.DataFrame([(9, "Ann", None, "i1")], columns=FRAME.columns)])
    shuffled = more.sample(frac=1, random_state=3)
    one, other = tables(FRAME)["i1"], tables(shuffled)["i1"]
    assert other.n_ratings == one.n_ratings
    assert other.n_targets == one.n_targets + 1
    assert sorted(other.counts.sum(axis=0)) == sorted(one.counts.sum(axis=0))


def test_a_mapping_of_plain_lists_will_do():
    columns = {name: FRAME[name].tolist() for name in FRAME.columns}
    assert tables(columns)["i1"].counts.tolist() == tables(FRAME)["i1"].counts.tolist()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: f.drop(columns="rater"), "no column 'rater'"),
        (lambda f: pd.concat([f, f.tail(1)]), "rater Cy scored target 8 twice"),
        (lambda f: f.assign(score="high"), "must hold numbers"),
        (lambda f: f.replace({"item": {"i1": "total"}}), "called 'total'"),
    ],
)
def test_a_frame_that_cannot_be_read_is_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        report_items(change(FRAME), level="ordinal")


def test_dense_and_tidy_tables_answer_alike():
    wide = FRAME[FRAME.item == "i1"].pivot(index="target", columns="rater", values="score")
    dense = report(as_ratings(wide.to_numpy(float)), level="interval")
    tidy = report(tables(FRAME)["i1"], level="interval")
    for name, estimate in dense.items():
        assert tidy[name].value == pytest.approx(estimate.value, abs=1e-12), name


# The peak of the process itself: the resource module's figure would include the parent's.
PEAK_MIB = """
from pathlib import Path
status = Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""
MANY = """
import numpy as np
from reliability.stats import from_cells, report
random = np.random.default_rng(1)
n_targets, n_raters, n = 100_000, 10_000, 1_000_000
keys = np.unique(random.integers(0, n_targets * n_raters, size=n))
targets, raters = np.divmod(keys, n_raters)
scores = (targets % 5 + (raters % 7 == 0)).astype(float)
table = from_cells(targets, raters, scores, n_targets=n_targets, n_raters=n_raters)
found = report(table, level="ordinal")
assert abs(found["ac.quadratic"].value) <= 1
assert "no target was scored by every rater" in found["icc2"].note
assert "too large" in found["conger.linear"].note
"""
DIFFERENT = """
import numpy as np
from reliability.stats import icc, two_raters
scores = np.random.default_rng(1).normal(size=(20_000, 2))
scores[:, 1] += scores[:, 0]
assert 0.5 < two_raters.concordance(scores).value < 0.8
assert 0.5 < icc.icc(scores, "ICC(2,1)").value < 0.8
"""


def peak_of(program):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program + PEAK_MIB],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_many_raters_and_targets_never_become_a_dense_table():
    assert peak_of(MANY) < 1024, "a dense table of these targets and raters takes 7,600 MiB"


def test_measurements_that_all_differ_never_become_a_table_of_categories():
    assert peak_of(DIFFERENT) < 512, "a table of these targets by categories takes 6,100 MiB"

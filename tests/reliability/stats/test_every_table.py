"""Any table gets a finite value or a reason, and what must not matter does not matter."""

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reliability.stats import LEVELS, as_ratings, report
from tests.reliability.stats.tables import KRIPPENDORFF, SHROUT_FLEISS, numbers_in, small_tables

BY_RATER = ("per_rater_mean_pairwise_agreement", "rater_mean_bias", "leave_one_rater_out_icc2")


def check(estimate, name):
    numbers = [estimate.value, estimate.low, estimate.high, estimate.se]
    assert all(n is None or math.isfinite(n) for n in numbers), name
    assert all(math.isfinite(n) for n in numbers_in(dict(estimate.detail))), name
    assert estimate.is_defined or estimate.note, name
    assert estimate.value is not None or estimate.low is None, name
    assert 0 <= estimate.n_used <= estimate.n_given, name
    if estimate.low is not None and "bootstrap" not in estimate.method:
        assert estimate.low <= estimate.value + 1e-9, name
        assert estimate.high >= estimate.value - 1e-9, name


@settings(max_examples=150, deadline=None)
@given(small_tables(), st.sampled_from(LEVELS), st.sampled_from([0, 20]))
def test_every_small_table_gets_a_value_or_a_reason(table, level, bootstrap):
    for name, estimate in report(table, level=level, bootstrap=bootstrap, seed=1).items():
        check(estimate, name)


@settings(max_examples=80, deadline=None)
@given(small_tables(), st.sampled_from([(0, 1, 2, 3, 3.5, 10), (-1, 0, 1, 2, 3, 3.5, 10, 11)]))
def test_a_declared_scale_changes_nothing_about_that(table, categories):
    for name, estimate in report(table, level="ordinal", categories=categories).items():
        check(estimate, name)


@settings(max_examples=60, deadline=None)
@given(small_tables(least_rows=2), st.randoms())
def test_the_order_of_targets_and_raters_does_not_matter(table, random):
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    before = report(table, level="interval")
    after = report(table[np.ix_(rows, columns)], level="interval")
    for name, estimate in before.items():
        if estimate.value is None or name == "bland_altman":
            assert (after[name].value is None) == (estimate.value is None), name
            continue
        within = 1e-5 if "reml" in name else 1e-9
        assert after[name].value == pytest.approx(estimate.value, abs=within), name
        assert (after[name].low is None) == (estimate.low is None), name
        if estimate.low is not None:
            within = 1e-4 if "reml" in name else 1e-7
            assert after[name].low == pytest.approx(estimate.low, abs=within), name


@settings(max_examples=60, deadline=None)
@given(
    small_tables(least_rows=2), st.sampled_from([-40.0, 7.0, 1000.0]), st.sampled_from([0.5, 4.0])
)
def test_shifting_and_stretching_interval_scores_changes_no_interval_figure(table, shift, stretch):
    before = report(table, level="interval")
    after = report(table * stretch + shift, level="interval")
    dimensionless = [
        name
        for name in before
        if name.startswith(("icc", "kripp.", "ac.", "fleiss.", "conger.", "cohen.", "pa."))
        and not name.endswith(("ratio", "bipolar"))
    ]
    for name in dimensionless:
        old, new = before[name].value, after[name].value
        assert new == pytest.approx(old, abs=1e-5 if "reml" in name else 1e-7), name


@settings(max_examples=60, deadline=None)
@given(small_tables(least_rows=1))
def test_a_row_without_scores_adds_nothing_but_one_target_given(table):
    before = report(table, level="interval")
    more = np.vstack([table, np.full((1, table.shape[1]), math.nan)])
    for name, estimate in report(more, level="interval").items():
        assert estimate.value == pytest.approx(before[name].value, abs=1e-12), name
        assert estimate.n_given == before[name].n_given + 1, name
        assert estimate.n_used == before[name].n_used, name


@settings(max_examples=40, deadline=None)
@given(small_tables(least_rows=2), st.permutations([0.0, 1.0, 2.0, 3.0, 3.5, 10.0]))
def test_renaming_nominal_categories_changes_no_nominal_figure(table, names):
    renamed = table.copy()
    for old, new in zip([0.0, 1.0, 2.0, 3.0, 3.5, 10.0], names, strict=True):
        renamed[table == old] = new
    before, after = report(table, level="nominal"), report(renamed, level="nominal")
    for name, estimate in before.items():
        if name.endswith((".identity", ".nominal")) or name == "fleiss_irr":
            assert after[name].value == pytest.approx(estimate.value, abs=1e-9), name


@settings(max_examples=40, deadline=None)
@given(small_tables(least_rows=2))
def test_a_table_given_twice_has_the_same_agreement_and_shorter_intervals(table):
    once, twice = report(table, level="ordinal"), report(np.vstack([table, table]), level="ordinal")
    for name in ("pa.identity", "ac.quadratic", "fleiss.linear", "bp.identity"):
        if once[name].value is None:
            continue
        assert twice[name].value == pytest.approx(once[name].value, abs=1e-9)
        assume(once[name].se is not None)
        assert twice[name].se <= once[name].se + 1e-12


def test_labels_are_told_apart_by_case_and_missing_by_none_or_blank():
    ratings = as_ratings([["a", "A"], ["a", ""], [None, "b"]])
    assert ratings.labels == ("A", "a", "b")
    assert ratings.n_ratings == 4


@pytest.mark.parametrize(
    ("table", "options", "sentence"),
    [
        ([1, 2, 3], {}, "got 1 dimensions"),
        ([[1, math.inf], [1, 2]], {}, "row 1, column 2 is infinite"),
        ([[1, 1e16], [1, 2]], {}, "row 1, column 2 is 1e+16"),
        ([[1, "x"], [1, 2]], {}, "mixes numbers and text"),
        ([[1, 6], [1, 2]], {"categories": [1, 2, 3]}, "6 is not one of the declared categories"),
        ([["a", "b"]], {"categories": ["a", "c"]}, "'b' is not one of the declared"),
        ([[1, 2]], {"categories": [1, 2, 2]}, "more than once"),
        ([[1, 2]], {"level": "metric"}, "unknown level 'metric'"),
        ([["a", "b"]], {"level": "ratio"}, "needs scores that are numbers"),
        ([[1, 2]], {"confidence": 95}, "strictly between 0 and 1"),
        ([[1, 2]], {"weights": ["quartic"]}, "unknown weights 'quartic'"),
        ([[1, 2]], {"weights": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}, "must be (2, 2)"),
    ],
)
def test_a_programmers_mistake_is_refused_in_a_sentence(table, options, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        report(table, **{"level": "nominal", **options})


def test_the_published_tables_are_what_these_tests_read():
    assert SHROUT_FLEISS.shape == (6, 4)
    assert np.isnan(KRIPPENDORFF).sum() == 7

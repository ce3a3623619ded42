"""Growth: exponents and what follows from them; counts that the database makes; a small agency."""

import numpy as np
import pytest
from django.db import connection

from bench import scale
from bench.scale import asking, counts, words
from bench.scale.growth import exponent, extrapolated, in_words
from reliability.stats.alpha import krippendorff_alpha
from reliability.stats.gwet import fleiss


def test_the_exponent_is_that_between_the_two_largest_sizes():
    assert exponent({10: 5.0, 100: 1.0, 1000: 10.0}) == pytest.approx(1.0)
    assert exponent({100: 2.0, 10_000: 20.0}) == pytest.approx(0.5)
    assert in_words({100: 1.0, 1000: 10.0}) == "n^1.0"


def test_what_stays_is_not_called_growth():
    assert in_words({100: 1.0, 1000: 1.2}) == "does not grow"
    assert in_words({100: 1.0, 1000: 0.4}) == "does not grow"


def test_one_size_tells_nothing_of_growth():
    assert exponent({100: 1.0}) is None
    assert exponent({100: 0.0, 1000: 1.0}) is None
    assert extrapolated({100: 1.0}, 1000) is None
    assert in_words({}) == "–"


def test_extrapolating_goes_on_as_between_the_two_largest():
    assert extrapolated({10: 1.0, 100: 10.0}, 1000) == pytest.approx(100.0)
    assert extrapolated({10: 2.0, 100: 1.0}, 1000) == pytest.approx(1.0)


def test_counts_by_target_and_category_give_the_figures_of_all_ratings():
    drawn = np.random.default_rng(7)
    table = drawn.integers(0, 3, size=(12, 9)).astype(float)
    rows = [
        (target, int(score), int((table[target] == score).sum()))
        for target in range(12)
        for score in np.unique(table[target])
    ]

    counted = counts.from_counts(rows)

    for figure in (fleiss, lambda one: krippendorff_alpha(one, level="ordinal")):
        ours, whole = figure(counted), figure(table)
        assert (ours.value, ours.low, ours.high) == (whole.value, whole.low, whole.high)


@pytest.mark.django_db
def test_asking_notes_every_statement():
    def act():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")

    asked = asking.ask(act, runs=2)

    assert (asked.queries, asked.scans) == (2, [])
    assert asked.slowest.startswith("SELECT")


def test_a_plan_tells_which_large_table_is_read_whole():
    plan = {
        "Node Type": "Nested Loop",
        "Plans": [
            {"Node Type": "Seq Scan", "Relation Name": "training_rating"},
            {"Node Type": "Seq Scan", "Relation Name": "agencies_agency"},
            {"Node Type": "Index Scan", "Relation Name": "training_coding"},
        ],
    }

    found = [node["Relation Name"] for node in asking.nodes(plan) if asking.is_whole(node)]

    assert found == ["training_rating"]


@pytest.mark.full
def test_a_small_agency_is_filled_and_asked_for_everything():
    found = scale.figures(sizes=[40_000, 80_000])

    large = found["found"][1]
    assert large["ratings"] == 80_000
    assert large["counts"]["largest_difference"] < 1e-12
    small = {page: told["queries"] for page, told in found["found"][0]["pages"].items()}
    assert {page: told["queries"] for page, told in large["pages"].items()} == small
    assert "restore" in large["jobs"]
    assert "the whole database" in words.text(found)

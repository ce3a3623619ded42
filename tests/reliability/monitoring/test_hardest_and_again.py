"""What is missed most, fairly; and the same case again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reliability.monitoring import Again, clustering_of, expected_share, hardest, intra_rater


def test_small_groups_are_shown_and_not_ranked():
    found = hardest({"R1": (30, 100), "R2": (3, 3), "R3": (10, 100), "R4": (0, 0)})

    assert [(one.name, one.rank) for one in found] == [
        ("R1", 1),
        ("R3", 2),
        ("R2", None),
        ("R4", None),
    ]
    assert found[3].share is None


def test_few_answers_are_drawn_towards_the_mean_more_than_many():
    found = {one.name: one for one in hardest({"a": (12, 20), "b": (300, 500), "c": (20, 500)})}

    assert found["a"].share == found["b"].share == 0.6
    assert found["a"].shrunk < found["b"].shrunk < 0.6
    assert found["a"].high - found["a"].low > found["b"].high - found["b"].low


def test_shares_that_differ_by_chance_only_are_drawn_to_one_value():
    found = hardest({str(n): (hits, 50) for n, hits in enumerate([5, 5, 6, 4, 5])})

    assert max(one.shrunk for one in found) - min(one.shrunk for one in found) < 0.005


def test_equal_shares_share_a_rank():
    found = hardest({"a": (10, 50), "b": (10, 50), "c": (1, 50)})

    assert [one.rank for one in found] == [1, 1, 3]


def test_impossible_counts_are_refused_and_no_counts_are_no_list():
    with pytest.raises(ValueError, match="misses"):
        hardest({"a": (3, 2)})
    assert hardest({}) == ()
    assert hardest({"a": (0, 0)})[0].shrunk is None


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_every_table_of_counts_gets_an_answer(counts):
    told = {name: (min(a, b), b) for name, (a, b) in counts.items()}

    for one in hardest(told):
        if one.shrunk is not None:
            assert 0 <= one.low <= one.shrunk <= one.high <= 1


def test_the_same_case_again_gives_agreement_with_oneself():
    first = {str(n): n % 3 for n in range(10)}
    second = {**first, "0": 1, "9": None}

    found = intra_rater([Again("c1", 90, first, second), Again("c2", 30, first, first)])

    assert (found.cases, found.items, found.days) == (2, 19, 60)
    assert found.exact.value == pytest.approx(18 / 19)
    assert found.kappa.value > 0.9
    assert "Fewer than 30" in found.note.en


def test_no_case_again_is_undefined():
    nothing = intra_rater([])

    assert nothing.exact.value is None
    assert "no item" in nothing.exact.note
    assert intra_rater([Again("c", 5, {"1": 0}, {"2": 0})]).items == 0


def test_the_clustering_is_taken_apart():
    random = np.random.default_rng(3)

    def codings(of_case, of_day):
        easy = random.beta(0.9 / of_case - 0.9, 0.1 / of_case - 0.1, (80, 1))
        days = random.beta(easy / of_day - easy, (1 - easy) / of_day - (1 - easy), (80, 20))
        return {
            str(n): [(int(h), 10) for h in random.binomial(10, row)] for n, row in enumerate(days)
        }

    cases, days = clustering_of(codings(0.08, 0.001)), clustering_of(codings(0.001, 0.08))

    assert cases.of_case == pytest.approx(0.08, abs=0.04)
    assert cases.left < 0.03
    assert days.of_case < 0.01
    assert days.left == pytest.approx(0.08, abs=0.03)


def test_few_codings_leave_the_stated_clustering():
    assert clustering_of({"a": [(9, 10)] * 3}).left == 0.08
    assert clustering_of({str(n): [(10, 10)] * 3 for n in range(9)}).of_case is None


def test_the_expected_share_is_drawn_towards_the_level():
    assert expected_share(0, 0) == pytest.approx(0.9)
    assert 0.5 < expected_share(100, 200) < 0.55
    with pytest.raises(ValueError, match="hits"):
        expected_share(3, 2)

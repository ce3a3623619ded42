"""A misread rule comes back after 1, 3 and 7 further cases, until it was read right twice."""

from typing import NamedTuple

import pytest

from training.spacing import due, returns


class Case(NamedTuple):
    misread: frozenset = frozenset()
    tested: frozenset = frozenset()
    is_scored: bool = True

    @property
    def read_right(self):
        return self.tested - self.misread if self.is_scored else frozenset()


WRONG = Case(misread=frozenset({"IMG"}), tested=frozenset({"IMG"}))
RIGHT = Case(tested=frozenset({"IMG"}))
NOT_SCORED = Case(tested=frozenset({"IMG"}), is_scored=False)
OTHER = Case()


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ([], ()),
        ([RIGHT, OTHER], ()),
        ([WRONG], ()),
        ([WRONG, OTHER], ("IMG",)),
        ([WRONG, OTHER, RIGHT], ()),
        ([WRONG, OTHER, RIGHT, OTHER, OTHER], ()),
        ([WRONG, OTHER, RIGHT, OTHER, OTHER, OTHER], ("IMG",)),
        ([WRONG, OTHER, RIGHT, OTHER, OTHER, OTHER, RIGHT, *[OTHER] * 20], ()),
        ([WRONG, OTHER, NOT_SCORED, *[OTHER] * 3, NOT_SCORED, *[OTHER] * 6], ()),
        ([WRONG, OTHER, NOT_SCORED, *[OTHER] * 3, NOT_SCORED, *[OTHER] * 7], ("IMG",)),
        ([WRONG, RIGHT, RIGHT, WRONG, OTHER], ("IMG",)),
    ],
)
def test_due(cases, expected):
    assert due(cases) == expected


def test_returns_says_how_often_a_rule_was_misread_and_when_it_comes_back():
    (back,) = returns([WRONG, OTHER, WRONG, RIGHT, OTHER])

    assert (back.rule, back.misread_times, back.right_since) == ("IMG", 2, 1)
    assert (back.is_due, back.cases_to_go) == (False, 2)


def test_the_most_overdue_rule_comes_first():
    early = Case(misread=frozenset({"A"}), tested=frozenset({"A"}))
    late = Case(misread=frozenset({"B"}), tested=frozenset({"B"}))

    assert due([early, OTHER, late, OTHER]) == ("A", "B")

"""Every published figure that is offered, against the reference; see README.md beside this file."""

import pytest

from tests.reliability.published.published import (
    NOT_YET,
    answers,
    differences,
    label,
    near,
    vectors,
)

# How many kinds of figure were missing when this was last looked at; it may only become smaller.
MOST_NOT_YET = 0


@pytest.mark.parametrize("name", vectors())
def test_every_figure_offered_is_the_published_one(name):
    assert list(differences(vectors()[name])) == []


def test_the_list_of_what_is_missing_only_shrinks_and_names_only_what_is_missing():
    assert len(NOT_YET) <= MOST_NOT_YET
    offered = {
        label(vectors()[name], figure) for name, found in answers().items() for figure in found
    }
    assert not offered & NOT_YET


def test_what_the_publications_printed_themselves():
    for name, vector in vectors().items():
        for figure, printed in vector.get("published", {}).items():
            key, _, part = figure.partition(".")
            found = answers()[name].get(figure)
            value = found["value"] if found else answers()[name][key][part]
            places = 1 if abs(printed) > 1 else len(str(printed).partition(".")[2])
            assert abs(value - printed) <= 0.5001 * 10**-places, (name, figure, value)


def test_the_comparison_itself_can_fail():
    assert not near(0.1, 0.1001, 1e-6)
    assert not near([1, None], [1, 0], 1e-6)
    assert not near(None, 0.0, 1e-6)
    assert not near({"F": 2.0}, {}, 1e-6)

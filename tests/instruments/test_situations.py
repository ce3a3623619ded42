"""Corners of the items, told in plain words: the score, what it rests on, and what is left open."""

import pytest

from instruments import catalogue
from instruments.rulings import rulings
from tests.instruments.casebook import facts_of, result, situations

SITUATIONS = dict(situations())


def told(value):
    """As a situation writes it: TOML knows no null."""
    return "none" if value is None else value


@pytest.mark.parametrize("one", SITUATIONS.values(), ids=SITUATIONS)
def test_the_situation_gives_the_score_and_the_facts_that_it_rests_on(one):
    found = rulings(one["tool"], facts_of(one))

    assert result(found, one["item"]) == one.get("right")
    decided = found.eligibility if one["item"] == "eligibility" else found.items[one["item"]]
    assert decided.because == tuple(one["because"])
    disputed = () if one["item"] == "eligibility" else decided.disputed
    assert [told(value) for value in disputed] == one.get("disputed", [])
    assert not set(one.get("quiet", [])) & found.triggered.keys()
    for rule, paths in one.get("names", {}).items():
        assert found.triggered[rule] == tuple(paths)


@pytest.mark.parametrize("one", SITUATIONS.values(), ids=SITUATIONS)
def test_every_point_left_open_is_told_on_the_sheet(one):
    found = rulings(one["tool"], facts_of(one))

    assert set(found.doubts) <= {doubt.id for doubt in catalogue.tool(one["tool"]).doubts}
    assert list(found.doubts) == one.get("doubts", list(found.doubts))
    for item, ruling in found.items.items():
        assert (ruling.value is None) == (ruling.missing is not None), item


@pytest.mark.parametrize("one", SITUATIONS.values(), ids=SITUATIONS)
def test_the_situation_read_wrongly_gives_the_score_of_that_misreading(one):
    for rule, wrong in one.get("misreads", {}).items():
        found = rulings(one["tool"], facts_of(one), frozenset({rule}))

        assert told(result(found, one["item"])) == wrong, rule
        assert all(ruling.item == item for item, ruling in found.items.items())

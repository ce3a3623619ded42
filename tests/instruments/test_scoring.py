"""Totals and bands."""

import pytest

from instruments import catalogue, scoring
from tests.instruments.casebook import TOOL

ZEROS = {f"i{n}": 0 for n in range(1, 11)}


@pytest.mark.parametrize(
    ("items", "value", "band"),
    [
        (ZEROS | {"i1": -3}, -3, "I"),
        (ZEROS | {"i1": -3, "i2": 1}, -2, "I"),
        (ZEROS | {"i1": -1}, -1, "II"),
        (ZEROS, 0, "II"),
        (ZEROS | {"i5": 1}, 1, "III"),
        (ZEROS | {"i5": 3}, 3, "III"),
        (ZEROS | {"i5": 3, "i1": 1}, 4, "IVa"),
        (ZEROS | {"i5": 3, "i1": 1, "i2": 1}, 5, "IVa"),
        (ZEROS | {"i5": 3, "i1": 1, "i2": 1, "i3": 1}, 6, "IVb"),
    ],
)
def test_total_and_band_at_every_edge(items, value, band):
    found = scoring.total(TOOL, items)

    assert (found.value, found.band.id) == (value, band)
    assert found.note == scoring.BAND_STATUS


@pytest.mark.parametrize("items", [ZEROS | {"i2": None}, {k: 0 for k in ZEROS if k != "i2"}])
def test_total_leaves_out_item_2_and_says_so(items):
    found = scoring.total(TOOL, items)

    assert found.value == 0
    assert "Only item i2 may be left out" in found.note.en


def test_total_needs_every_other_item():
    found = scoring.total(TOOL, ZEROS | {"i8": None, "i9": None})

    assert (found.value, found.band) == (None, None)
    assert found.note.en.startswith("No total: not scored i8, i9.")
    assert found.note.fr.startswith("Aucun total : éléments non cotés i8, i9.")


def test_totals_are_none_where_the_tool_may_not_be_used():
    assert scoring.totals(TOOL, ZEROS, is_eligible=False) == {
        "total": scoring.TotalResult(None, None, scoring.NOT_USED)
    }
    assert scoring.totals(TOOL, ZEROS)["total"].value == 0


def test_band_is_none_outside_the_range():
    assert scoring.band(TOOL, 13) is None
    assert scoring.band(TOOL, 12, "total").id == "IVb"


def test_total_refuses_a_total_the_tool_does_not_have():
    with pytest.raises(KeyError, match="static-99r has no total sum"):
        scoring.total(TOOL, ZEROS, "sum")


def test_total_of_a_verified_band_has_no_note(monkeypatch):
    tool = catalogue.tool(TOOL)
    bands = tuple(b.model_copy(update={"status": "verified"}) for b in tool.totals[0].bands)
    totals = (tool.totals[0].model_copy(update={"bands": bands}),)
    verified = tool.model_copy(update={"totals": totals})
    monkeypatch.setattr(catalogue, "tool", lambda tool_id: verified)

    assert scoring.total(TOOL, ZEROS).note is None

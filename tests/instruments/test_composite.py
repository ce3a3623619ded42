"""Levels read from a table of two tools, and the reasons why there is none."""

import pytest

from instruments import catalogue
from instruments.composite import composites, totals_given
from instruments.rulings import rulings
from instruments.scores import Scores
from instruments.scoring import TotalResult, band, total
from tests.instruments.casebook import facts

TOOL = "stable-2007"
NONE = TotalResult(None, None, None)


def result(tool, value):
    return TotalResult(value, band(tool, value), None)


def level(static, stable):
    others = {"static-99r": result("static-99r", static)}
    found = composites(TOOL, result(TOOL, stable), others, only_csem=False)
    return found["composite-static-99r"]


# The corners of the table and its middle, as recalled from Brankley, Helmus and Hanson (2017).
@pytest.mark.parametrize(
    ("static", "stable", "expected"),
    [(-3, 0, "I"), (-2, 26, "II"), (0, 4, "II"), (2, 11, "III"), (5, 12, "IVb"), (12, 3, "IVa")],
)
def test_a_level_is_read_from_both_bands_and_said_to_be_unverified(static, stable, expected):
    found = level(static, stable)

    assert (found.value, found.band.id) == (None, expected)
    assert "not verified" in found.note.en


def test_the_table_has_a_row_for_every_level_and_never_falls():
    instrument = catalogue.tool(TOOL)
    table, rm2000s = instrument.composites
    order = [band.id for band in table.bands]
    ranks = [[order.index(level) for level in row] for row in table.table.values()]

    assert list(table.table) == [band.id for band in catalogue.tool("static-99r").totals[0].bands]
    assert {len(row) for row in ranks} == {len(instrument.totals[0].bands)}
    assert all(
        row == sorted(row) for row in [*ranks, *zip(*ranks, strict=True)] for row in [list(row)]
    )
    assert (table.status, rm2000s.table) == ("recalled", {})


def test_a_level_needs_both_totals():
    for own, others in ((NONE, {"static-99r": result("static-99r", 2)}), (result(TOOL, 2), {})):
        found = composites(TOOL, own, others, only_csem=False)["composite-static-99r"]
        assert found.band is None
        assert "both tools" in found.note.en


def test_without_a_public_table_nothing_is_computed():
    found = composites(TOOL, result(TOOL, 2), {"rm2000s": NONE}, only_csem=True)

    assert found["composite-rm2000s"].note.en == "Cannot be computed: no public table."


def test_csem_only_men_are_not_combined_with_static_99r():
    case = facts(offence={"title": "csem_possession", "victims": []}, victims=[])

    found = rulings(TOOL, case)
    given = totals_given(TOOL, case, Scores(dict.fromkeys((f"i{n}" for n in range(1, 14)), 1)))

    assert "combined with RM2000/S" in found.totals["composite-static-99r"].note.en
    assert given["total"].value == 13
    assert given["composite-static-99r"].band is None
    assert [caution.rule for caution in found.cautions] == ["STB-ALONE", "STB-COMB-CSEM"]


def test_totals_given_take_the_other_tool_from_the_facts():
    scores = Scores(dict.fromkeys((f"i{n}" for n in range(1, 14)), 0) | {"i3": None})

    found = totals_given(TOOL, facts(), scores)

    assert found["total"].value == 0
    assert rulings("static-99r", facts()).totals["total"].value == 0
    assert found["composite-static-99r"].band.id == "I"
    assert "0 to 24" in found["total"].note.en


def test_totals_beyond_the_range_of_a_tool_are_refused():
    domains = dict.fromkeys((f"i{n}" for n in range(1, 6)), 9)

    found = total("pcra", domains)

    assert (found.value, found.band) == (None, None)
    assert "add up to 45, and the tool's total runs from 0 to 18" in found.note.en
    assert total("pcra", domains | {"i1": 0, "i2": 0, "i3": 0, "i4": 0}).band.id == "low-moderate"
    with pytest.raises(KeyError):
        catalogue.tool(TOOL).total_name("composite-none")

"""Scores the file does not tell, second readings and second sheets."""

import pytest

from bench.cases import made_case
from instruments import catalogue
from instruments.rulings import Reading, apply, rulings
from tests.instruments.casebook import INDEX, TOOL, facts

NOTES = catalogue.tool(TOOL).notes


def prior(day="2010-01-01", **offence):
    exposure = {"id": "c1", "title": "exposure", "outcome": "withdrawn"} | offence
    return {"before": [{"id": "b1", "date": day, "sentence": "fine", "offences": [exposure]}]}


def interrupted_home():
    gap = {"start": "2006-06-01", "end": "2006-09-01"}
    home = {"id": "h1", "partner": "p1", "start": "2005-01-01", "end": "2008-01-01"}
    return {"cohabitations": [home | {"custody": [gap]}]}


CONVICTED = {"outcome": "convicted", "convictions": 1}
DETECTED_EARLY = prior("2019-06-01", start="2017-01-01", charged="2017-02-01", **CONVICTED)
PRODUCTION = {"id": "c2", "title": "csem_production", **CONVICTED}
PENDING = {"outcome": "pending", "start": "2016-01-01"}


def score(**changes):
    return rulings(TOOL, facts(**changes))


@pytest.mark.parametrize(
    ("item", "note", "changes"),
    [
        ("i1", "no-release", {"without": ["index/released"]}),
        ("i2", "no-history", {"without": ["cohabitations"]}),
        ("i7", "live-unknown", {"also": [PRODUCTION]}),
        ("i8", "i8-unknown", {"victim": {"relation": None}}),
        ("i8", "i8-unknown", {"victim": {"relation": "stepchild"}}),
        ("i9", "i9-unknown", {"victim": {"knew_24h": None}}),
        ("i10", "i10-unknown", {"victim": {"sex": None}}),
        ("i10", "i10-unknown", {"victims": [], "offence": {"victims": []}}),
    ],
)
def test_what_the_file_does_not_tell_leaves_just_that_item_open(item, note, changes):
    found = score(**changes)

    assert found.items[item].value is None
    assert found.items[item].missing == NOTES[note]
    if item == "i2":
        assert found.totals["total"].value is not None
    else:
        assert item in found.totals["total"].note.en


@pytest.mark.parametrize(
    ("item", "right", "other", "changes"),
    [
        ("i5", 1, 0, prior()),
        ("i5", 0, 1, prior(credible=False)),
        ("i5", 1, 0, prior(outcome="acquitted")),
        ("i7", 1, 0, prior(outcome="cautioned")),
        ("i2", 1, 0, interrupted_home()),
        ("i5", 0, 1, DETECTED_EARLY),
    ],
)
def test_second_readings_of_the_sources_are_carried_along(item, right, other, changes):
    ruling = score(**changes).items[item]

    assert (ruling.value, ruling.disputed) == (right, (other,))


def test_every_doubt_of_the_sheet_is_met_in_the_coding():
    couple = {"victim": {"relation": "ex_spouse", "age": 30}, "cohabitations": []}
    cases = (prior(), prior(outcome="cautioned"), interrupted_home(), DETECTED_EARLY, couple)

    met = {doubt for case in cases for doubt in apply(TOOL, facts(**case), Reading()).doubts}

    assert met == {doubt.id for doubt in catalogue.tool(TOOL).doubts}


@pytest.mark.parametrize("tool_id", ["static-99r", "cport", "rm2000s", "osp"])
def test_a_second_reading_is_taken_only_on_the_items_that_it_can_change(tool_id):
    met, spared = set(), 0
    for case in map(made_case, range(60)):
        reading = Reading()
        right = apply(tool_id, case, reading).values
        for doubt in reading.doubts:
            only = reading.doubting(doubt).only
            other = apply(tool_id, case, Reading(otherwise=frozenset({doubt}))).values
            changed = {item for item, value in right.items() if other[item] != value}
            assert only is None or changed <= only
            met.add(doubt)
            spared += 0 if only is None else len(right) - len(only)

    assert met
    assert spared


def test_pending_charges_make_an_index_dated_at_the_assessment():
    offence = {"outcome": "pending", "convictions": 0}
    found = score(offence=offence, index={"sentence": None}, without=["index/released"])

    assert found.items["i1"].because == ("assessed", "person/born")
    assert found.values["i1"] == -1


def test_an_open_release_date_gives_a_second_sheet():
    found = score(person={"born": "1982-06-02"}, index={"release_alternative": "2022-06-10"})

    assert found.values["i1"] == 0
    [other] = found.alternatives
    assert other.rule == "S99R-TENTATIVE"
    assert other.because == ("occasions/ix/release_alternative",)
    assert other.items["i1"].value == -1
    assert other.totals["total"].value == found.totals["total"].value - 1


def test_an_open_release_date_in_the_same_band_gives_none():
    assert score(index={"release_alternative": "2022-09-01"}).alternatives == ()


def test_a_pending_earlier_charge_belongs_to_the_index():
    assert score(**prior("2017-01-01", **PENDING)).values["i5"] == 0


def test_an_occasion_on_the_day_of_the_index_belongs_to_it():
    found = score(**prior(INDEX["date"], title="assault", **CONVICTED))

    assert (found.values["i3"], found.values["i4"]) == (1, 0)


def test_misread_rules_must_exist():
    with pytest.raises(catalogue.UnknownRule):
        rulings(TOOL, facts(), frozenset({"S99R-NONE"}))

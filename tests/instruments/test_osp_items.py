"""OSP item by item: which count an offence belongs to, ages at two dates, five clear years."""

import pytest

from instruments.rulings import rulings
from tests.instruments.casebook import facts

TOOL = "osp"
CSEM = {"id": "c2", "title": "csem_possession", "outcome": "convicted", "convictions": 1}


def found(misread=(), **changes):
    return rulings(TOOL, facts(**changes), frozenset(misread)).items


def counts(**changes):
    items = found(**changes)
    return tuple(items[f"i{n}"].value for n in range(1, 5))


def occasion(name, date, title, **changes):
    offence = {"id": "c1", "title": title, "outcome": "convicted", "convictions": 1}
    return {"id": name, "date": date, "sentence": "fine", "offences": [offence]} | changes


def test_a_matter_that_a_court_ended_after_a_diversion_is_one_sanction():
    told = {"start": "2008-05-01", "outcome": "cautioned", "convictions": 0}
    diverted = occasion("b1", "2009-01-01", "voyeurism", kind="alternative_measure")
    diverted["offences"][0] |= told
    in_court = occasion("b2", "2010-01-01", "voyeurism", same_matter_as="b1")
    in_court["offences"][0] |= {"start": "2008-05-01"}

    assert counts(before=[diverted]) == (0, 3, 0, 0)
    assert counts(before=[diverted, in_court]) == (0, 3, 0, 2)


@pytest.mark.parametrize(
    ("offence", "expected"),
    [
        ({"title": "csem_distribution"}, (1, 0, 0, 0)),
        ({"title": "csem_production", "live_child": False}, (1, 0, 0, 0)),
        ({"title": "csem_production"}, (1, 0, 0, 0)),
        ({"title": "csem_production", "live_child": True}, (0, 3, 0, 0)),
        ({"title": "luring"}, (1, 0, 0, 0)),
        ({"title": "luring", "attempted_contact": True}, (0, 3, 0, 0)),
        ({"title": "contact_adult"}, (0, 0, 5, 0)),
        ({"title": "assault", "sexual_motive": True}, (0, 3, 0, 0)),
        ({"title": "assault", "sexual_motive": True, "victims": []}, (0, 0, 5, 0)),
        ({"title": "voyeurism"}, (0, 0, 0, 2)),
        ({"title": "mischief", "behaviour": "exposure"}, (0, 0, 0, 2)),
    ],
)
def test_each_offence_belongs_to_one_count(offence, expected):
    assert counts(offence=offence) == expected


def test_an_assault_with_a_sexual_motive_on_an_adult_is_contact_with_an_adult():
    offence = {"title": "assault", "sexual_motive": True}

    assert counts(offence=offence, victim={"age": 16}) == (0, 0, 5, 0)


def test_a_mixed_sanction_counts_once_and_is_left_open():
    items = found(also=[CSEM])

    assert [(items[i].value, items[i].disputed) for i in ("i1", "i2")] == [(0, (1,)), (3, (0,))]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_counts_stop_at_three_days(number):
    before = [occasion(f"b{n}", f"200{n}-01-01", "contact_adult") for n in range(number - 1)]

    assert counts(offence={"title": "contact_adult"}, before=before)[2] == 5 * min(number, 3)


def test_two_sanctions_on_one_day_are_one():
    before = [occasion("b1", "2020-06-01", "contact_child")]

    assert counts(before=before) == (0, 3, 0, 0)
    assert found(before=before)["i8"].value == 0


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"kind": "caution"}, 6),
        ({"kind": "youth_court"}, 6),
        ({"kind": "alternative_measure"}, 0),
    ],
)
def test_item_8_counts_cautions_and_youth_courts(changes, value):
    assert found(before=[occasion("b1", "2010-01-01", "theft", **changes)])["i8"].value == value


@pytest.mark.parametrize(
    ("victim", "value"),
    [
        ({"knew_24h": "neither"}, 4),
        ({"knew_24h": "both"}, 0),
        ({"knew_24h": "victim_only"}, 4),
        ({"knew_24h": None, "relation": "friend"}, 0),
        ({"knew_24h": None, "relation": "neighbour"}, None),
    ],
)
def test_item_5_by_acquaintance(victim, value):
    assert found(victim=victim)["i5"].value == value


def test_item_5_asks_about_the_current_offence_only():
    after = [occasion("a1", "2022-06-20", "theft")]

    assert found(victim={"knew_24h": "neither"}, after=after)["i5"].value == 0
    assert found(victim={"knew_24h": "neither"}, after=after)["i5"].because == ("occasions",)


def test_item_5_of_live_production_looks_at_the_child():
    live = {"title": "csem_production", "live_child": True}
    girl = {"in_images_only": True, "knew_24h": "neither"}

    assert found(offence=live, victim=girl)["i5"].value == 4


# 14 - floor((age - 18) / 3) on the first day at risk, 0 from 60 (public code).
@pytest.mark.parametrize(
    ("born", "points"),
    [
        ("2004-06-01", 14),
        ("2001-06-02", 14),
        ("2001-06-01", 13),
        ("1980-01-10", 6),
        ("1962-06-02", 1),
        ("1962-06-01", 0),
        ("1950-01-01", 0),
    ],
)
def test_item_6_loses_a_point_every_three_years(born, points):
    items = found(person={"born": born})

    assert items["i6"].value == points


def test_items_6_and_9_are_open_where_the_release_is_not_told():
    items = found(without=["index/released"])

    assert (items["i6"].value, items["i9"].value) == (None, None)
    assert "at risk" in items["i6"].missing.en


@pytest.mark.parametrize(
    ("born", "points"),
    [("2004-06-02", 0), ("2004-06-01", 5), ("2002-06-02", 5), ("2002-06-01", 10)],
)
def test_item_7_is_the_age_at_the_latest_sexual_sanction(born, points):
    released = {"released": "2023-06-01"}

    assert found(person={"born": born}, index=released)["i7"].value == points


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"assessed": "2027-05-31"}, 0),
        ({"assessed": "2027-06-01"}, 1),
        ({"assessed": "2027-06-01", "in_custody": True}, 0),
        ({"assessed": "2027-06-01", "in_custody": False}, 1),
    ],
)
def test_item_9_needs_five_years_to_the_day_in_the_community(changes, value):
    assert found(**changes)["i9"].value == value


def test_item_9_ends_with_a_new_charge():
    offence = {"id": "c1", "title": "theft", "outcome": "pending", "start": "2025-01-01"}
    charge = {"id": "a1", "date": "2025-02-01", "offences": [offence]}
    item = found(assessed="2028-01-01", after=[charge])["i9"]

    assert item.value == 0
    assert "occasions/a1/offences/c1/outcome" in item.because


def test_item_9_before_a_planned_release_is_time_inside():
    index = {"date": "2020-06-01", "released": "2026-06-01", "release_planned": True}

    assert found(index=index, assessed="2025-12-01")["i9"].value == 0
    assert found(["OSP-5Y"], index=index, assessed="2025-12-01")["i9"].value == 1

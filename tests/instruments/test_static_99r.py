"""Corners of the ten items that the small cases do not reach."""

import pytest

from instruments import catalogue, printing
from instruments.rulings import rulings
from instruments.scoring import TotalResult
from instruments.tools.static_99r.coding import second_sheets
from tests.instruments.casebook import TOOL, facts

CONVICTED = {"outcome": "convicted", "convictions": 1}


def score(**changes):
    return rulings(TOOL, facts(**changes))


@pytest.mark.parametrize(
    ("born", "value"),
    [
        ("1987-06-02", 1), ("1987-06-01", 0), ("1982-06-02", 0), ("1982-06-01", -1),
        ("1962-06-02", -1), ("1962-06-01", -3), ("1940-02-29", -3),
    ],
)  # fmt: skip
def test_item_1_turns_on_the_birthday(born, value):
    """Released on 2022-06-01."""
    assert score(person={"born": born}).values["i1"] == value


@pytest.mark.parametrize(
    ("end", "value"), [("2006-12-31", 1), ("2007-01-01", 0), (None, 0), ("2012-01-01", 0)]
)
def test_item_2_needs_two_years_to_the_day(end, value):
    home = {"id": "h1", "partner": "p1", "start": "2005-01-01", "end": end}

    assert score(cohabitations=[home]).values["i2"] == value


def test_item_2_finds_two_years_between_times_in_custody():
    gaps = [
        {"start": "2006-01-01", "end": "2006-02-01"},
        {"start": "2008-03-01", "end": "2008-04-01"},
    ]
    home = {
        "id": "h1",
        "partner": "p1",
        "start": "2005-01-01",
        "end": "2009-01-01",
        "custody": gaps,
    }

    assert score(cohabitations=[home]).values["i2"] == 0


def test_item_2_with_little_left_after_custody_is_no_second_reading():
    gaps = [{"start": "2005-02-01", "end": "2006-12-01"}]
    home = {
        "id": "h1",
        "partner": "p1",
        "start": "2005-01-01",
        "end": "2007-06-01",
        "custody": gaps,
    }

    found = score(cohabitations=[home]).items["i2"]

    assert (found.value, found.disputed) == (1, ())


@pytest.mark.parametrize(
    ("charges", "convictions", "value"),
    [(1, 1, 1), (2, 1, 1), (3, 1, 2), (5, 1, 2), (6, 1, 3), (2, 2, 2), (3, 3, 2), (4, 4, 3)],
)
def test_item_5_takes_the_higher_column_at_every_edge(charges, convictions, value):
    """Cut-offs as two public accounts of the scoring grid give them."""
    exposure = {"id": "c1", "title": "exposure", "outcome": "convicted"}
    prior = {"id": "b1", "date": "2010-01-01", "sentence": "fine", "offences": [
        exposure | {"charges": charges, "convictions": convictions}
    ]}  # fmt: skip

    assert score(before=[prior]).values["i5"] == value


def test_item_5_counts_a_charge_still_pending_beside_a_conviction():
    prior = {"id": "b1", "date": "2010-01-01", "sentence": "fine", "offences": [
        {"id": "c1", "title": "theft", **CONVICTED},
        {"id": "c2", "title": "exposure", "outcome": "pending", "start": "2009-01-01"},
    ]}  # fmt: skip

    assert score(before=[prior]).values["i5"] == 1


@pytest.mark.parametrize(
    ("last", "value"),
    [
        ({"sentence": "fine"}, 1),
        ({"sentence": "none"}, 0),
        ({}, 0),
        ({"offences": [{"id": "c1", "title": "theft", "outcome": "pending"}]}, 0),
    ],
)
def test_item_6_takes_a_sentence_without_listed_offences_for_a_date(last, value):
    found = score(fines=3, before=[{"id": "b1", "date": "2010-01-01", **last}])

    assert found.values["i6"] == value


def test_item_6_counts_two_courts_on_one_day_once():
    theft = {"id": "c1", "title": "theft", **CONVICTED}
    same_day = [{"id": b, "date": "2010-01-01", "offences": [theft]} for b in ("b1", "b2")]

    assert score(fines=2, before=same_day).values["i6"] == 0


def test_item_6_ignores_what_is_no_date_even_after_the_index():
    technical = {"id": "a1", "date": "2021-01-01", "kind": "technical_violation"}

    assert "S99R-I6-POST" not in score(fines=3, after=[technical]).triggered


def test_item_6_counts_a_breach_that_is_an_offence_in_itself():
    breach = {"id": "c1", "title": "breach", "offence_without_order": True, **CONVICTED}
    occasion = {
        "id": "b1",
        "date": "2010-01-01",
        "kind": "technical_violation",
        "offences": [breach],
    }

    assert score(fines=3, before=[occasion]).values["i6"] == 1


@pytest.mark.parametrize(
    ("victim", "unrelated", "stranger"),
    [
        ({"relation": "stranger", "knew_24h": None}, 1, 1),
        ({"relation": None, "knew_24h": "neither"}, 1, 1),
        ({"relation": "first_cousin", "knew_24h": "neither"}, 1, 1),
        ({"relation": "stepchild", "knew_24h": "neither", "family_role_years": 3}, 1, 1),
        ({"relation": "spouse"}, 0, 0),
        ({"relation": "ex_spouse", "knew_24h": None}, 0, 0),
        ({"relation": "friend", "knew_24h": None}, 1, 0),
        ({"relation": "online_contact", "meeting_within_24h": True}, 1, 1),
        ({"relation": "niece_nephew", "online": True, "meeting_within_24h": True}, 1, 1),
        ({"role": "forced_witness", "witness_sexually_motivated": True}, 1, 0),
    ],
)
def test_items_8_and_9_by_relation_and_acquaintance(victim, unrelated, stranger):
    found = score(victim=victim).values

    assert (found["i8"], found["i9"]) == (unrelated, stranger)


def test_item_8_names_the_pair_rule_where_a_relative_was_a_stranger():
    found = score(victim={"relation": "first_cousin", "knew_24h": "neither"}).items["i8"]

    assert found.rules == ("S99R-I9I8",)
    assert found.because == ("victims/v1/relation", "victims/v1/knew_24h")


MAN = {"id": "v2", "sex": "male", "age": 30, "relation": "friend", "knew_24h": "both"}


@pytest.mark.parametrize(
    ("offence", "victim", "male"),
    [
        ({"title": "exposure", **CONVICTED}, {}, 1),
        ({"title": "theft", **CONVICTED}, {}, 0),
        ({"title": "prostitution_related", **CONVICTED}, {}, 0),
        ({"title": "exposure", "consenting_peer": True, **CONVICTED}, {}, 0),
        ({"title": "exposure", "outcome": "withdrawn", "credible": False}, {"source": "charge"}, 0),
        ({"title": "exposure", "outcome": "withdrawn"}, {"source": "charge"}, 1),
        ({"title": "csem_possession", **CONVICTED}, {"in_images_only": True}, 0),
        (
            {"title": "csem_production", "live_child": True, **CONVICTED},
            {"in_images_only": True, "age": 9},
            1,
        ),
        ({"title": "exposure", **CONVICTED}, {"role": "mixed_group", "boy_targeted": True}, 1),
        ({"title": "exposure", **CONVICTED}, {"in_images_only": True, "sex": "female"}, 0),
    ],
)
def test_item_10_counts_victims_of_sexual_offences_only(offence, victim, male):
    also = [{"id": "c2", "victims": ["v2"], **offence}]

    assert score(also=also, victims=[MAN | victim]).values["i10"] == male


def test_the_index_and_an_arrest_on_bail_are_two_further_dates_for_who_counts_both():
    on_bail = {"id": "c2", "title": "theft", "start": "2017-01-01", "charged": "2017-02-01"}
    case = facts(fines=2, also=[on_bail | CONVICTED])
    both = frozenset({"S99R-I6-IDX", "S99R-I6-BAIL"})

    assert rulings(TOOL, case, both).values["i6"] == 1


EXPOSURE = {"id": "c2", "title": "exposure", "sexual_motive": False, **CONVICTED}
CSEM = {"id": "c2", "title": "csem_access", **CONVICTED}


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"also": [CSEM]}, [("occasions/ix/offences/c2/title",)]),
        ({"also": [CSEM], "material": {}}, [("occasions/ix/offences/c2/title",)]),
        ({"material": {"stills": True}}, [("material",)]),
        ({"also": [EXPOSURE]}, []),
        ({"also": [CSEM | {"behaviour": "fraud"}]}, []),
        ({}, []),
    ],
)
def test_the_caution_on_material_names_the_offences_or_the_inventory(changes, because):
    found = score(**changes).cautions

    assert [caution.because for caution in found] == because
    assert {caution.rule for caution in found} <= {"S99R-NORM-CSEM"}
    assert {caution.text for caution in found} <= {catalogue.tool(TOOL).notes["caution-csem"]}


def test_the_second_sheet_changes_one_release_and_keeps_every_other_occasion():
    index = {"release_alternative": "2021-06-01"}
    prior = {"id": "b1", "date": "2010-01-01", "sentence": "fine", "offences": []}
    later = prior | {"id": "a1", "date": "2022-06-20"}

    sheets = second_sheets(facts(index=index, before=[prior], after=[later]))

    assert [sheet.because for sheet in sheets] == [("occasions/ix/release_alternative",)]
    assert [o.id for o in sheets[0].facts.occasions] == ["b1", "ix", "a1"]
    assert str(sheets[0].facts.occasions[1].released) == "2021-06-01"


def test_the_printed_total_needs_neither_band_nor_note():
    case = facts()
    found = rulings(TOOL, case)
    object.__setattr__(found, "totals", {"total": TotalResult(3, None, None)})

    assert "\nTotal: 3\n" in printing.rulings_text(found, case, "en")

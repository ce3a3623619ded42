"""Risk Matrix 2000 / Sex, item by item: what counts, what is open, what the file does not tell."""

import pytest

from instruments.rulings import rulings
from tests.instruments.casebook import facts

TOOL = "rm2000s"
CSEM = {"id": "c2", "title": "csem_possession", "outcome": "convicted", "convictions": 1}
EXPOSURE = {"id": "c1", "title": "exposure", "outcome": "convicted", "convictions": 1}
DIVERTED = {"outcome": "cautioned", "convictions": 0}


def item(name, misread=(), **changes):
    return rulings(TOOL, facts(**changes), frozenset(misread)).items[name]


def occasion(name, date, offence=EXPOSURE, **changes):
    told = {"id": name, "date": date, "sentence": "fine", "offences": [offence]}
    return told | changes


@pytest.mark.parametrize(
    ("born", "value"),
    [
        ("1997-06-02", 2),
        ("1997-06-01", 1),
        ("1987-06-02", 1),
        ("1987-06-01", 0),
    ],
)
def test_item_1_changes_on_the_birthday(born, value):
    assert item("i1", person={"born": born}).value == value


def test_item_1_is_open_where_the_release_is_not_told():
    found = item("i1", without=["index/released"])

    assert found.value is None
    assert "at risk" in found.missing.en


def test_item_1_goes_by_the_latest_sexual_conviction_not_by_a_later_charge():
    pending = EXPOSURE | {"outcome": "pending", "convictions": 0}
    found = item("i1", after=[occasion("p1", "2022-07-01", pending)], person={"born": "1997-06-02"})

    assert found.value == 2
    assert "occasions/ix/released" in found.because


@pytest.mark.parametrize(("before", "points"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_item_2_counts_the_index_and_every_day_before(before, points):
    told = [occasion(f"b{n}", f"200{n}-01-01") for n in range(before)]

    assert item("i2", before=told).value == points


def test_item_2_counts_a_matter_by_the_court_that_ended_it_after_a_diversion():
    act = EXPOSURE | {"start": "2008-05-01"}
    diverted = occasion("b1", "2009-01-01", act | DIVERTED, kind="alternative_measure")
    in_court = occasion("b2", "2010-01-01", act, same_matter_as="b1")

    assert item("i2", before=[diverted | {"sentence": "none"}]).value == 0
    assert item("i2", before=[diverted, in_court]).value == 1


def test_item_2_takes_two_courts_on_one_day_for_one():
    told = [occasion("b1", "2008-01-01"), occasion("b2", "2008-01-01")]

    assert item("i2", before=told).value == 1


@pytest.mark.parametrize("outcome", ["withdrawn", "acquitted", "overturned", "pending"])
def test_item_2_leaves_out_what_was_not_sentenced(outcome):
    offence = EXPOSURE | {"outcome": outcome, "convictions": 0}

    assert item("i2", before=[occasion("b1", "2008-01-01", offence)]).value == 0


def test_item_2_counts_an_index_that_waits_for_its_sentence_only_at_the_index():
    waiting = {"outcome": "convicted_not_sentenced"}
    before = [occasion("b1", "2008-01-01", EXPOSURE | waiting)]

    assert item("i2", before=before).value == 0
    assert item("i2", offence=waiting, before=[occasion("b1", "2008-01-01")]).value == 1


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"kind": "youth_court"}, 1),
        ({"kind": "caution"}, 0),
        ({"kind": "alternative_measure"}, 0),
        ({"kind": "placement"}, 0),
    ],
)
def test_item_2_by_kind_of_occasion(changes, value):
    offence = EXPOSURE | ({"outcome": "cautioned", "convictions": 0} if value == 0 else {})
    found = item("i2", before=[occasion("b1", "2008-01-01", offence, **changes)])

    assert found.value == value
    assert found.disputed == ((1 - value,) if changes["kind"] in ("youth_court", "caution") else ())


def test_item_2_counts_cautions_in_england_and_wales_and_leaves_it_open():
    offence = EXPOSURE | {"outcome": "cautioned", "convictions": 0}
    told = occasion("b1", "2008-01-01", offence, kind="caution")
    found = item("i2", before=[told], jurisdiction="england_wales")

    assert (found.value, found.disputed) == (1, (0,))


def test_item_3_counts_what_came_after_the_index_and_leaves_it_open():
    theft = EXPOSURE | {"title": "theft"}
    found = item("i3", fines=3, after=[occasion("a1", "2022-06-20", theft)])

    assert (found.value, found.disputed) == (1, (0,))


def test_item_3_counts_a_sentence_for_offences_the_file_does_not_name():
    told = {"id": "b1", "date": "2008-01-01", "sentence": "custody", "offences": []}

    assert item("i3", fines=3, before=[told]).value == 1
    assert item("i3", fines=3, before=[told | {"sentence": "none"}]).value == 0


def test_item_4_is_open_where_the_sex_of_a_victim_is_not_told():
    found = item("i4", victim={"sex": None})

    assert found.value is None
    assert found.because[0] == "victims/v1/sex"


def test_items_4_and_5_leave_out_people_he_did_not_offend_against():
    boy = {"id": "v2", "sex": "male", "knew_24h": "neither", "role": "accidental_witness"}
    theft = {"id": "c2", "title": "theft", "outcome": "convicted", "convictions": 1}
    robbed = {"id": "v3", "sex": "male", "knew_24h": "neither"}
    case = {"victims": [boy, robbed], "also": [theft | {"victims": ["v3"]}]}

    assert [item(name, **case).value for name in ("i4", "i5")] == [0, 0]


def test_items_4_and_5_of_material_alone_rest_on_no_person():
    found = item("i4", offence={"title": "csem_access", "victims": []}, victims=[])

    assert found.value is None
    assert "material" in found.because


@pytest.mark.parametrize(
    ("material", "value"),
    [
        ({"boys_percent": 0}, 0),
        ({"boys_percent": 30}, None),
        ({"stills": True}, None),
        ({"boys_percent": 60, "sought_male": True}, 1),
        ({"boys_percent": 0, "sought_male": False}, 0),
    ],
)
def test_item_4_of_material_turns_on_what_was_sought(material, value):
    assert item("i4", also=[CSEM], material=material).value == value


def test_item_4_counts_the_boy_of_live_production():
    live = {"id": "c2", "title": "csem_production", "live_child": True, "outcome": "convicted"}
    boy = {"id": "v2", "sex": "male", "in_images_only": True}
    case = {"also": [live | {"convictions": 1, "victims": ["v2"]}], "victims": [boy]}

    assert item("i4", **case).value == 1


@pytest.mark.parametrize(
    ("victim", "value", "disputed"),
    [
        ({"knew_24h": "neither"}, 1, ()),
        ({"knew_24h": "victim_only"}, 1, (0,)),
        ({"knew_24h": None, "relation": "stranger"}, 1, ()),
        ({"knew_24h": None, "relation": "colleague"}, 0, ()),
        ({"knew_24h": None, "relation": "neighbour"}, None, ()),
        ({"knew_24h": None, "online": True}, 0, ()),
        ({"knew_24h": None, "online": True, "meeting_within_24h": True}, 1, ()),
    ],
)
def test_item_5_by_acquaintance(victim, value, disputed):
    found = item("i5", victim=victim)

    assert (found.value, found.disputed) == (value, disputed)


def test_item_5_takes_the_word_of_the_file_where_no_offence_is_linked():
    girl = {"id": "v2", "sex": "female", "knew_24h": "neither", "source": "conviction"}

    assert item("i5", victims=[girl]).value == 1


def test_item_5_leaves_a_caution_open():
    caution = {"outcome": "cautioned", "convictions": 0}
    found = item("i5", offence=caution, victim={"knew_24h": "neither"}, also=[CSEM])

    assert (found.value, found.disputed) == (1, (0,))


def test_item_6_is_open_without_a_history():
    assert item("i6", without=["cohabitations"]).value is None


@pytest.mark.parametrize(
    ("married", "homes", "value", "disputed"),
    [
        (True, [], 1, (0,)),
        (False, [], 1, ()),
        (None, [], 1, (0,)),
        (False, [{"end": None}], 0, (1,)),
        (None, [{"end": None, "married": True}], 0, ()),
    ],
)
def test_item_6_is_open_where_marriage_leads_elsewhere(married, homes, value, disputed):
    standing = {"id": "h1", "partner": "p1", "start": "2005-01-01"}
    told = [{k: v for k, v in (standing | home).items() if v is not None} for home in homes]
    found = item("i6", person={"ever_married": married}, cohabitations=told)

    assert (found.value, found.disputed) == (value, disputed)


def test_item_6_takes_a_marriage_that_lasts_for_no_separation():
    home = {"id": "h1", "partner": "p1", "start": "2005-01-01", "married": True}

    assert item("i6", ["RM-SINGLE"], cohabitations=[home]).value == 0


@pytest.mark.parametrize("title", ["exposure", "voyeurism", "luring", "ncii", "sextortion"])
def test_item_7_of_a_plain_non_contact_conviction(title):
    assert item("i7", also=[CSEM | {"title": title}]).value == 1


def test_item_7_of_an_arranged_meeting_is_open():
    luring = CSEM | {"title": "luring", "attempted_contact": True}
    found = item("i7", also=[luring])

    assert (found.value, found.disputed) == (0, (1,))


@pytest.mark.parametrize(
    ("offence", "value"),
    [
        ({"title": "csem_production", "live_child": True}, 1),
        ({"title": "assault", "sexual_motive": True}, 1),
        ({"title": "luring", "attempted_contact": True}, 1),
        ({"title": "assault"}, 0),
        ({"title": "csem_access"}, 0),
    ],
)
def test_item_7_of_material_beside_another_offence(offence, value):
    assert item("i7", offence=offence, also=[CSEM]).value == value

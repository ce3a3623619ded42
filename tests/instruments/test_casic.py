"""CASIC: its six correlates, what the file does not tell, and its promise."""

import pytest

from instruments import printing, scoring
from instruments.checks import findings
from instruments.comparison import Scores
from instruments.rulings import rulings
from tests.instruments.casebook import facts, merged, standing

TOOL = "casic"
ZEROS = {f"i{n}": 0 for n in range(1, 7)}
HOME = {"id": "h1", "partner": "p1", "start": "2005-01-01", "end": "2010-01-01"}
LURING = {"id": "c2", "title": "luring", "outcome": "convicted", "convictions": 1}


def scored(**changes):
    return rulings(TOOL, facts(**merged(standing(TOOL), changes)))


def test_the_standing_case_scores_nothing():
    found = scored()

    assert found.values == ZEROS
    assert found.totals["total"].band.id == "below"
    assert found.cautions == ()


@pytest.mark.parametrize(
    ("person", "homes", "score", "disputed"),
    [
        ({"ever_married": False}, [], 1, ()),
        ({"ever_married": False}, [HOME], 1, (0,)),
        ({"ever_married": None}, [HOME | {"married": True}], 0, ()),
        ({"ever_married": None}, [HOME], None, ()),
        ({"ever_married": True}, [], 0, ()),
    ],
)
def test_item_1_leaves_open_whether_living_together_is_marriage(person, homes, score, disputed):
    found = scored(person=person, cohabitations=homes).items["i1"]

    assert (found.value, found.disputed) == (score, disputed)


@pytest.mark.parametrize(
    ("material", "item", "score"),
    [
        ({"videos": True}, "i2", 1),
        ({"videos": None}, "i2", None),
        ({"stills": False}, "i2", 0),
        ({"written": True}, "i3", 1),
        ({"written": None}, "i3", None),
        ({"span_months": 24}, "i4", 1),
        ({"span_months": 17}, "i4", 0),
        ({"span_months": None}, "i4", None),
    ],
)
def test_items_2_to_4_follow_the_inventory(material, item, score):
    assert scored(material=material).values[item] == score


def test_without_an_inventory_three_items_cannot_be_scored():
    found = scored(without=["material"])

    assert [item for item, value in found.values.items() if value is None] == ["i2", "i3", "i4"]
    assert found.items["i2"].missing.en.startswith("Cannot be scored: missing")
    assert found.totals["total"].value is None


def test_item_5_follows_the_record():
    assert scored(correlates={"volunteered": True}).values["i5"] == 1
    assert scored(without=["correlates"]).values["i5"] is None


@pytest.mark.parametrize(
    ("changes", "score"),
    [
        ({"correlates": {"online_communication": "minor"}}, 1),
        ({"without": ["correlates"]}, None),
        ({"without": ["correlates"], "also": [LURING]}, 1),
        ({"also": [LURING | {"outcome": "acquitted", "convictions": 0}]}, 0),
    ],
)
def test_item_6_follows_the_file_or_a_charge(changes, score):
    assert scored(**changes).values["i6"] == score


@pytest.mark.parametrize(
    ("interest", "paths"),
    [
        ({"admission": "children"}, ("interest/admission",)),
        ({"diagnosis": True}, ("interest/diagnosis",)),
    ],
)
def test_with_an_admission_or_diagnosis_the_total_says_it_is_not_needed(interest, paths):
    case = facts(**merged(standing(TOOL), {"interest": interest}))
    found = rulings(TOOL, case)

    assert [caution.because for caution in found.cautions] == [paths]
    assert "Caution (CPORT-I5-ADM)" in printing.rulings_text(found, case, "en")


def test_without_any_word_on_the_interest_there_is_no_caution():
    assert scored(without=["interest"]).cautions == ()


def test_totals_need_all_six_and_name_the_threshold():
    assert scoring.total(TOOL, ZEROS | {"i1": None}).value is None
    assert scoring.total(TOOL, ZEROS | {"i1": 1, "i2": 1}).band.id == "below"
    reached = scoring.total(TOOL, ZEROS | {"i1": 1, "i2": 1, "i3": 1})
    assert (reached.value, reached.band.id, reached.note) == (3, "reached", None)


def test_findings_recompute_the_total():
    assert [f.id for f in findings(TOOL, Scores(ZEROS, total=2))] == ["GEN-CALC"]
    assert [f.id for f in findings(TOOL, Scores(ZEROS, override=True))] == ["GEN-OVR"]

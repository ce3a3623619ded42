"""May Static-99R be used on a case, and by which reasons not."""

import pytest

from instruments import catalogue
from instruments.rulings import rulings
from tests.instruments.casebook import TOOL, facts

NOTES = catalogue.tool(TOOL).notes


def score(**changes):
    return rulings(TOOL, facts(**changes))


def test_an_eligible_case_rests_on_its_category_a_offence():
    found = score().eligibility

    assert (found.answer, found.reasons) == ("yes", ())
    assert found.because == ("occasions/ix/offences/c1/title",)


def test_a_refusal_rests_on_what_was_found_where_the_title_says_another_thing():
    found = score(offence={"title": "exposure", "behaviour": "consensual_public"}).eligibility

    assert (found.answer, found.rules) == ("no", ("S99R-EL-CATB",))
    assert found.because == ("occasions/ix/offences/c1/behaviour",)


@pytest.mark.parametrize(
    ("offence", "note"),
    [
        ({"title": "sextortion"}, "undecided-no-tool"),
        ({"title": "ncii", "sexual_motive": False}, "undecided-no-tool"),
        ({"title": "csem_virtual"}, "undecided-virtual"),
        ({"title": "csem_production"}, "undecided-live"),
    ],
)
def test_a_case_no_tool_was_made_for_is_undecided(offence, note):
    found = score(offence=offence)

    assert found.eligibility.answer == "undecided"
    assert found.eligibility.reasons == (NOTES[note],)
    assert set(found.values.values()) == {None}
    assert found.totals["total"].value is None


def test_an_undecided_offence_beside_a_contact_offence_does_not_matter():
    also = [{"id": "c2", "title": "sextortion", "outcome": "convicted", "convictions": 1}]

    assert score(also=also).eligibility.answer == "yes"


def test_a_woman_is_refused_even_where_the_offence_is_undecided():
    found = score(person={"sex": "female"}, offence={"title": "sextortion"})

    assert found.eligibility.answer == "no"
    assert found.eligibility.rules == ("S99R-EL-SEXAGE",)


def test_every_reason_is_told_at_once():
    found = score(
        person={"sex": "female"},
        question="guilt",
        offence={"title": "csem_access"},
        also=[{"id": "c2", "title": "prostitution_related", "outcome": "pending"}],
    )

    assert found.eligibility.rules == (
        "S99R-EL-ACCUSED",
        "S99R-EL-SEXAGE",
        "S99R-EL-CSEMONLY",
        "S99R-EL-CATB",
    )
    assert len(found.eligibility.reasons) == 4


def test_production_with_a_live_child_carries_the_tool():
    assert score(offence={"title": "csem_production", "live_child": True}).values["i1"] == -1


@pytest.mark.parametrize(
    "offence",
    [
        {"title": "theft"},
        {"outcome": "acquitted", "convictions": 0},
        {"outcome": "overturned", "convictions": 0},
        {"outcome": "withdrawn", "convictions": 0, "credible": False},
    ],
)
def test_a_man_without_a_sexual_offence_is_refused(offence):
    found = score(offence=offence)

    assert found.eligibility.answer == "no"
    assert found.eligibility.rules[-1:] == ("S99R-EL-CATB",)


def test_a_sexual_motive_makes_a_violent_title_sexual():
    found = score(offence={"title": "homicide", "sexual_motive": True})

    assert found.eligibility.answer == "yes"
    assert "occasions/ix/offences/c1/sexual_motive" in found.items["i3"].because


def test_a_breach_counts_as_sexual_where_an_offence_was_imminent():
    breach = {"id": "c1", "title": "breach", "outcome": "convicted", "convictions": 1}
    before = [{"id": "b1", "date": "2010-01-01", "offences": [breach | {"imminent_offence": True}]}]

    found = score(before=before)

    assert found.values["i5"] == 1
    assert score(offence=breach | {"imminent_offence": True}).eligibility.answer == "no"
    assert "occasions/b1/offences/c1/imminent_offence" in found.items["i5"].because


ARSON = {"id": "c1", "title": "arson", "outcome": "convicted", "convictions": 1}
THEFT = ARSON | {"title": "theft", "start": "2033-01-05"}
CURRENT = {"id": "a2", "date": "2033-05-01", "sentence": "fine", "offences": [THEFT]}


@pytest.mark.parametrize(
    ("after", "answer"),
    [
        ([CURRENT], "no"),
        ([{"id": "a1", "date": "2025-01-01", "offences": [ARSON]}, CURRENT], "yes"),
        (
            [{"id": "a1", "date": "2025-01-01", "offences": [ARSON | {"title": "fraud"}]}, CURRENT],
            "no",
        ),
        (
            [
                {
                    "id": "a1",
                    "date": "2025-01-01",
                    "sentence": "custody",
                    "released": "2027-01-01",
                    "offences": [ARSON | {"title": "fraud"}],
                },
                CURRENT,
            ],
            "yes",
        ),
    ],
)
def test_ten_free_years_count_liberty_and_end_with_serious_offences(after, answer):
    assert score(assessed="2034-01-01", after=after).eligibility.answer == answer

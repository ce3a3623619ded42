"""Eligibility, scores the file does not tell, second readings and second sheets."""

import pytest

from instruments import catalogue
from instruments.rulings import Reading, apply, rulings
from tests.instruments.casebook import INDEX, TOOL, facts

NOTES = catalogue.tool(TOOL).notes
CAUTIONED = {
    "id": "b1",
    "date": "2010-01-01",
    "kind": "caution",
    "offences": [{"id": "c1", "title": "exposure", "outcome": "cautioned"}],
}


def score(**changes):
    return rulings(TOOL, facts(**changes))


def test_an_eligible_case_rests_on_its_category_a_offence():
    found = score().eligibility

    assert (found.answer, found.reasons) == ("yes", ())
    assert found.because == ("occasions/ix/offences/c1/title",)


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


@pytest.mark.parametrize(
    ("item", "note", "changes"),
    [
        ("i1", "no-release", {"without": ["index/released"]}),
        ("i2", "no-history", {"without": ["cohabitations"]}),
        (
            "i7",
            "live-unknown",
            {
                "also": [
                    {
                        "id": "c2",
                        "title": "csem_production",
                        "outcome": "convicted",
                        "convictions": 1,
                    }
                ]
            },
        ),
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
        (
            "i5",
            1,
            0,
            {
                "before": [
                    {
                        "id": "b1",
                        "date": "2010-01-01",
                        "offences": [{"id": "c1", "title": "exposure", "outcome": "withdrawn"}],
                    }
                ]
            },
        ),
        (
            "i5",
            0,
            1,
            {
                "before": [
                    {
                        "id": "b1",
                        "date": "2010-01-01",
                        "offences": [
                            {
                                "id": "c1",
                                "title": "exposure",
                                "outcome": "withdrawn",
                                "credible": False,
                            }
                        ],
                    }
                ]
            },
        ),
        ("i7", 1, 0, {"before": [CAUTIONED]}),
        (
            "i2",
            1,
            0,
            {
                "cohabitations": [
                    {
                        "id": "h1",
                        "partner": "p1",
                        "start": "2005-01-01",
                        "end": "2008-01-01",
                        "custody": [{"start": "2006-06-01", "end": "2006-09-01"}],
                    }
                ]
            },
        ),
        (
            "i5",
            0,
            1,
            {
                "before": [
                    {
                        "id": "b1",
                        "date": "2019-06-01",
                        "sentence": "fine",
                        "offences": [
                            {
                                "id": "c1",
                                "title": "exposure",
                                "outcome": "convicted",
                                "convictions": 1,
                                "start": "2017-01-01",
                                "charged": "2017-02-01",
                            }
                        ],
                    }
                ]
            },
        ),
    ],
)
def test_second_readings_of_the_sources_are_carried_along(item, right, other, changes):
    ruling = score(**changes).items[item]

    assert (ruling.value, ruling.disputed) == (right, (other,))


def test_every_doubt_of_the_sheet_is_one_that_the_coding_knows():
    met = set()
    for case in (
        {
            "before": [
                {
                    "id": "b1",
                    "date": "2010-01-01",
                    "offences": [{"id": "c1", "title": "exposure", "outcome": "withdrawn"}],
                },
                CAUTIONED | {"id": "b2"},
            ]
        },
        {
            "cohabitations": [
                {
                    "id": "h1",
                    "partner": "p1",
                    "start": "2005-01-01",
                    "end": "2008-01-01",
                    "custody": [{"start": "2006-06-01", "end": "2006-09-01"}],
                }
            ],
            "before": [
                {
                    "id": "b1",
                    "date": "2019-06-01",
                    "sentence": "fine",
                    "offences": [
                        {
                            "id": "c1",
                            "title": "exposure",
                            "outcome": "convicted",
                            "convictions": 1,
                            "start": "2017-01-01",
                            "charged": "2017-02-01",
                        }
                    ],
                }
            ],
        },
    ):
        met |= set(apply(TOOL, facts(**case), Reading()).doubts)

    assert met == {doubt.id for doubt in catalogue.tool(TOOL).doubts}


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
    pending = {
        "id": "b1",
        "date": "2017-01-01",
        "offences": [
            {"id": "c1", "title": "exposure", "outcome": "pending", "start": "2016-01-01"}
        ],
    }

    assert score(before=[pending]).values["i5"] == 0


def test_an_occasion_on_the_day_of_the_index_belongs_to_it():
    same_day = {
        "id": "b1",
        "date": INDEX["date"],
        "sentence": "fine",
        "offences": [{"id": "c1", "title": "assault", "outcome": "convicted", "convictions": 1}],
    }

    found = score(before=[same_day])

    assert (found.values["i3"], found.values["i4"]) == (1, 0)


def test_misread_rules_must_exist():
    with pytest.raises(catalogue.UnknownRule):
        rulings(TOOL, facts(), frozenset({"S99R-NONE"}))

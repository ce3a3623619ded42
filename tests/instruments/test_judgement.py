"""The tools scored by judgement: who they are for, which items apply, and what has no total."""

import pytest

from instruments import catalogue
from instruments.misreading import explain
from instruments.rulings import rulings
from instruments.scores import Scores
from tests.instruments.casebook import facts

MEN = ("stable-2007", "acute-2007")
CSEM = {"title": "csem_possession", "victims": []}
PLACES = {"pcra": "united_states", "lsi-or": "canada"}


def answer(tool, **changes):
    return rulings(tool, facts(**changes)).eligibility


@pytest.mark.parametrize("tool", MEN)
@pytest.mark.parametrize(
    ("expected", "fact", "changes"),
    [
        ("yes", "occasions/ix/offences/c1/title", {}),
        ("yes", "occasions/ix/offences/c1/title", {"offence": CSEM, "victims": []}),
        ("no", "question", {"question": "guilt"}),
        ("no", "person/sex", {"person": {"sex": "female"}}),
        ("no", "person/born", {"person": {"born": "2004-08-01"}, "cohabitations": []}),
        (
            "no",
            "occasions/ix/offences/c1/outcome",
            {"offence": {"outcome": "pending", "convictions": 0}},
        ),
        (
            "no",
            "occasions/ix/offences/c1/outcome",
            {"offence": {"title": "exposure", "sexual_motive": False}},
        ),
        (
            "undecided",
            "occasions/ix/offences/c1/outcome",
            {"offence": {"outcome": "cautioned", "convictions": 0}},
        ),
        ("undecided", "occasions/ix/offences/c1/title", {"offence": {"title": "csem_virtual"}}),
        ("undecided", "occasions/ix/offences/c1/title", {"offence": {"title": "sextortion"}}),
        ("undecided", "occasions/ix/offences/c1/title", {"offence": {"title": "ncii"}}),
        ("undecided", "occasions/ix/offences/c1/title", {"offence": {"consenting_peer": True}}),
        (
            "undecided",
            "occasions/ix/offences/c1/title",
            {"offence": {"title": "prostitution_related"}},
        ),
    ],
)
def test_who_stable_and_acute_are_for(tool, expected, fact, changes):
    found = answer(tool, **changes)

    assert found.answer == expected
    assert fact in found.because
    assert bool(found.reasons) == (expected != "yes")


def test_every_reason_is_told_and_a_refusal_outweighs_an_open_point():
    changes = {"person": {"sex": "female"}, "offence": {"title": "ncii"}, "question": "guilt"}

    found = answer("stable-2007", **changes)

    assert found.answer == "no"
    assert len(found.reasons) == 2


def test_acute_is_not_for_a_man_in_custody():
    found = answer("acute-2007", in_custody=True)

    assert (found.answer, found.because) == ("no", ("in_custody",))
    assert answer("stable-2007", in_custody=True).answer == "yes"


@pytest.mark.parametrize("tool", PLACES)
def test_general_tools_are_for_convicted_adults_of_their_jurisdiction(tool):
    home = {"jurisdiction": PLACES[tool]}
    pending = {"outcome": "pending", "convictions": 0}

    assert answer(tool, **home).answer == "yes"
    assert answer(tool, **home, person={"sex": "female"}).answer == "yes"
    assert answer(tool).answer == "undecided"
    assert answer(tool, jurisdiction="scotland").answer == "no"
    assert answer(tool, **home, question="guilt").because == ("question",)
    assert answer(tool, **home, offence=pending).because == ("occasions/ix/offences/c1/outcome",)
    young = answer(tool, **home, person={"born": "2004-08-01"}, cohabitations=[])
    assert young.because == ("person/born", "assessed")


@pytest.mark.parametrize("tool", [*MEN, *PLACES])
def test_items_are_judged_and_totals_say_so(tool):
    found = rulings(tool, facts(jurisdiction=PLACES.get(tool)))

    judged = [item for item, ruling in found.items.items() if ruling.is_judged]
    assert len(judged) == len(catalogue.tool(tool).items) - (tool == "stable-2007")
    assert catalogue.tool(tool).scored_by == "judgement"
    for total in catalogue.tool(tool).totals:
        assert found.totals[total.id].value is None
        assert "by judgement" in found.totals[total.id].note.en
    assert found.cautions


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        (2, {"cohabitations": []}),
        (0, {"cohabitations": [{"id": "h1", "partner": "p1", "start": "2010-01-01"}]}),
        (None, {"without": ["cohabitations"]}),
        (
            None,
            {
                "cohabitations": [{"id": "h1", "partner": "p1", "start": "2010-01-01"}],
                "in_custody": True,
            },
        ),
    ],
)
def test_item_2_of_stable_rests_on_two_facts(expected, changes):
    found = rulings("stable-2007", facts(**changes)).items["i2"]

    assert (found.value, found.is_judged) == (expected, expected is None)
    assert found.rules == ("STB-2FACT",)


def test_item_2_leaves_a_home_of_less_than_two_years_open():
    homes = [{"id": "h1", "partner": "p1", "start": "2021-06-01"}]

    found = rulings("stable-2007", facts(cohabitations=homes)).items["i2"]

    assert (found.value, found.disputed) == (1, (2,))


@pytest.mark.parametrize(
    ("applies", "changes"),
    [
        (True, {}),
        (True, {"victim": {"age": 13}}),
        (True, {"victim": {"age": 14}, "offence": {"title": "csem_production"}}),
        (False, {"victim": {"age": 14}, "also": [{"id": "c2", "title": "csem_virtual",
                                                   "outcome": "pending"}]}),
        (False, {"victim": {"age": None}}),
        (False, {"victim": {"age": 5, "in_images_only": True}}),
        (False, {"victim": {"age": 5, "role": "chance_finder"}}),
    ],
)  # fmt: skip
def test_item_3_of_stable_applies_with_a_young_victim_or_csem(applies, changes):
    found = rulings("stable-2007", facts(**changes))

    assert found.items["i3"].is_judged == applies
    assert ("0 to 24" in found.totals["total"].note.en) == (not applies)


def test_an_unknown_age_leaves_item_3_open_and_says_so():
    found = rulings("stable-2007", facts(victim={"age": None})).items["i3"]

    assert "does not tell the age of a victim" in found.missing.en
    assert found.because == ("victims/v1/age",)


def test_cautions_name_the_facts_that_call_for_them():
    alone, plain = facts(offence=CSEM, victims=[]), facts()
    told = ("occasions/ix/offences/c1/title",)

    def cautions(tool, case):
        return [(one.rule, one.because) for one in rulings(tool, case).cautions]

    assert cautions("acute-2007", alone) == [("ACU-CSEM", told), ("ACU-NOW", ("assessed",))]
    assert cautions("acute-2007", plain) == [("ACU-CSEM", ()), ("ACU-NOW", ("assessed",))]
    assert cautions("stable-2007", alone) == [("STB-ALONE", ()), ("STB-COMB-CSEM", told)]
    assert cautions("stable-2007", plain) == [("STB-ALONE", ())]


def test_explain_calls_no_judged_score_wrong_and_names_the_rule_of_a_wrong_omission():
    case = facts(offence=CSEM, victims=[])
    scores = {f"i{n}": 1 for n in range(1, 14)}

    right = explain("stable-2007", case, scores)
    omitted = explain("stable-2007", case, scores | {"i3": None, "i5": None})

    assert right.items == {}
    assert omitted.items["i3"].rules == ("STB-I3-CSEM",)
    assert (omitted.items["i3"].verdict, omitted.items["i5"].verdict) == ("explained", "not scored")
    assert omitted.items["i3"].causes[0].fitting == 11


def test_explain_names_the_rule_of_an_item_that_does_not_apply():
    case = facts(victim={"age": 20})

    found = explain("stable-2007", case, Scores({"i3": 0, "i2": 1}))
    other = explain("stable-2007", case, Scores({"i3": 2}))

    assert found.items["i3"].rules == ("STB-I3-ADULT",)
    assert other.items["i3"].verdict == "cannot be scored"

"""What cannot be true together is refused with a sentence."""

import json

import pytest

from instruments.facts import FactsError, contradictions, read_facts
from tests.instruments.casebook import HOME, document, facts

OTHER = {"id": "c2", "title": "assault", "outcome": "convicted", "convictions": 1}
THEFT = {"id": "c1", "title": "theft", "outcome": "convicted", "convictions": 1}
EARLIER = {"id": "b1", "date": "2010-01-01", "offences": [THEFT]}

WRONG = {
    "assessed before birth": (
        {"assessed": "1979-01-01"},
        "assessed: found 1979-01-01, before the birth",
    ),
    "released before birth": (
        {"index": {"released": "1970-01-01"}},
        "occasions/ix/released: found 1970-01-01, before the birth (person/born) on 1980-01-10",
    ),
    "released before the sentence": (
        {"index": {"released": "2020-05-01"}},
        "occasions/ix/released: found 2020-05-01, before the sentence (date) on 2020-06-01",
    ),
    "at risk before the sentence": (
        {"index": {"at_risk": "2020-05-01"}},
        "occasions/ix/at_risk: found 2020-05-01",
    ),
    "second release before the sentence": (
        {"index": {"release_alternative": "2020-05-01"}},
        "occasions/ix/release_alternative: found 2020-05-01",
    ),
    "occasion before birth": (
        {"before": [EARLIER | {"date": "1979-01-01"}]},
        "occasions/b1/date: found 1979-01-01, before the birth",
    ),
    "decided after the assessment": (
        {"assessed": "2020-01-01"},
        "assessed: found 2020-01-01, before a decision on the record (occasions/ix/date)",
    ),
    "conviction before the offence": (
        {"offence": {"start": "2021-01-01", "end": "2021-02-01", "charged": "2021-03-01"}},
        "found a conviction of 2020-06-01 for conduct up to 2021-02-01",
    ),
    "charge before the offence": (
        {"offence": {"charged": "2017-01-01"}},
        "occasions/ix/offences/c1/charged: found 2017-01-01, before the offence on 2018-01-01",
    ),
    "offence before birth": (
        {"offence": {"start": "1979-01-01"}},
        "occasions/ix/offences/c1/start: found 1979-01-01, before the birth",
    ),
    "end before start": (
        {"offence": {"end": "2017-01-01"}},
        "occasions/ix/offences/c1/end: found 2017-01-01, before its start on 2018-01-01",
    ),
    "unknown victim": (
        {"offence": {"victims": ["v9"]}},
        "occasions/ix/offences/c1/victims: found v9, expected one of the victims of this file (v1)",
    ),
    "no victims listed": (
        {"victims": []},
        "found v1, expected one of the victims of this file (none is listed)",
    ),
    "id twice": ({"also": [OTHER | {"id": "c1"}]}, "occasions/ix/offences: found the id c1 twice"),
    "occasion id twice": ({"before": [EARLIER | {"id": "ix"}]}, "occasions: found the id ix twice"),
    "more convictions than charges": (
        {"offence": {"convictions": 2}},
        "found 2 with the outcome convicted and 1 charged, expected 1 to 1",
    ),
    "convicted of nothing": (
        {"offence": {"convictions": 0}},
        "found 0 with the outcome convicted and 1 charged",
    ),
    "convictions of a withdrawn charge": (
        {"offence": {"outcome": "withdrawn"}},
        "found 1 with the outcome withdrawn, expected 0",
    ),
    "same matter unknown": (
        {"index": {"same_matter_as": "b9"}},
        "occasions/ix/same_matter_as: found b9, expected another occasion of this file (no other",
    ),
    "same matter as itself": (
        {"index": {"same_matter_as": "ix"}, "before": [EARLIER]},
        "found ix, expected another occasion of this file (b1)",
    ),
    "same matter as a later one": (
        {"before": [EARLIER | {"same_matter_as": "ix"}]},
        "found ix of 2020-06-01, expected an occasion not later than 2010-01-01",
    ),
    "live child without production": (
        {"offence": {"live_child": False}},
        "live_child: found false for contact_child, expected it only for csem_production",
    ),
    "attempted contact without luring": (
        {"offence": {"attempted_contact": True}},
        "attempted_contact: found true for contact_child, expected it only for luring",
    ),
    "meeting of people who met": (
        {"victim": {"meeting_within_24h": True}},
        "victims/v1/meeting_within_24h: found true for a victim not met online",
    ),
    "boy targeted in no group": ({"victim": {"boy_targeted": True}}, "only with the role mixed_gr"),
    "witness who is none": (
        {"victim": {"witness_sexually_motivated": True}},
        "expected it only with the role forced_witness",
    ),
    "known stranger": ({"victim": {"relation": "stranger"}}, "victims/v1/knew_24h: found both"),
    "lived together before birth": (
        {"cohabitations": [HOME | {"start": "1979-01-01"}]},
        "cohabitations/h1/start: found 1979-01-01, before the birth",
    ),
    "end of living together before its start": (
        {"cohabitations": [HOME | {"end": "2004-01-01"}]},
        "cohabitations/h1/end: found 2004-01-01, before its start",
    ),
    "living together after the assessment": (
        {"cohabitations": [HOME | {"end": "2030-01-01"}]},
        "before the end of cohabitations/h1 on 2030-01-01",
    ),
    "custody outside": (
        {"cohabitations": [HOME | {"custody": [{"start": "2004-01-01", "end": "2004-02-01"}]}]},
        "cohabitations/h1/custody/0: found 2004-01-01 to 2004-02-01, expected days between",
    ),
    "custody that ends before it starts": (
        {"cohabitations": [HOME | {"custody": [{"start": "2006-02-01", "end": "2006-01-01"}]}]},
        "cohabitations/h1/custody/0/end: found 2006-01-01, before its start",
    ),
    "investigated before birth": (
        {"index": {"investigated": "1979-01-01"}},
        "occasions/ix/investigated: found 1979-01-01, before the birth",
    ),
    "investigated after the decision": (
        {"index": {"investigated": "2020-06-02"}},
        "occasions/ix/investigated: found 2020-06-02, after the decision (date) on 2020-06-01",
    ),
    "never married, and a wedding": (
        {"person": {"ever_married": False}, "cohabitations": [HOME | {"married": True}]},
        "person/ever_married: found false with cohabitations/h1/married true",
    ),
    "no failure, and a breach": (
        {"release_failures": [], "also": [OTHER | {"title": "breach"}]},
        "with a conviction for breach (occasions/ix/offences/c2)",
    ),
    "no communication, and luring": (
        {"correlates": {"online_communication": "none"}, "also": [OTHER | {"title": "luring"}]},
        "correlates/online_communication: found none with a conviction for luring",
    ),
    "share of what is not there": (
        {"material": {"other_material": False, "other_boys_percent": 10}},
        "material/other_boys_percent: found 10 with other_material false",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG)
def test_contradictions_are_refused(changes, sentence):
    with pytest.raises(FactsError) as caught:
        read_facts(json.dumps(document(**changes)), "case.json")

    assert any(sentence in problem for problem in caught.value.problems), caught.value.problems


def test_contradictions_finds_none_in_a_sound_case():
    diverted = {"id": "b1", "date": "2010-01-01", "kind": "caution"}
    sound = facts(
        before=[diverted],
        index={"same_matter_as": "b1", "investigated": "2020-06-01"},
        material={"stills": True},
        release_failures=[],
        correlates={"online_communication": "none"},
        person={"ever_married": False},
    )

    assert contradictions(sound) == ()


def test_contradictions_come_in_the_order_of_the_record():
    case = document(offence={"charged": "2017-01-01"}, victim={"boy_targeted": True})

    with pytest.raises(FactsError) as caught:
        read_facts(json.dumps(case), "case.json")

    assert [line.split("/")[0] for line in caught.value.problems] == ["occasions", "victims"]

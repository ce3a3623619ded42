"""Which tool for a case: every tool with its answer, the evidence and the cautions that apply."""

import json
from pathlib import Path

import pytest

from instruments import catalogue
from instruments.choice import choices, groups, literature
from instruments.facts import read_facts
from tests.instruments.casebook import document, facts

CSEM = {"title": "csem_possession", "victims": []}
ALSO = [{"id": "c2", "title": "csem_possession", "outcome": "convicted", "convictions": 1}]
ONLY_CSEM = {"offence": CSEM, "victims": []}
LIBRARY = Path(__file__).parents[2] / "vignettes" / "library"


def chosen(**changes):
    return {choice.tool.id: choice for choice in choices(facts(**changes))}


def warned(choice):
    return [caution.id for caution in choice.cautions]


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        ({"sexual", "no_csem"}, {}),
        ({"sexual", "csem_only"}, ONLY_CSEM),
        ({"sexual", "dual"}, {"also": ALSO}),
        ({"sexual", "no_csem", "women"}, {"person": {"sex": "female"}}),
        (
            {"sexual", "no_csem", "juvenile", "united_states"},
            {
                "person": {"born": "2004-08-01"},
                "cohabitations": [],
                "jurisdiction": "united_states",
            },
        ),
        ({"sexual", "no_csem"}, {"offence": {"title": "csem_virtual"}}),
        ({"no_csem"}, {"offence": {"outcome": "acquitted", "convictions": 0}}),
    ],
)
def test_groups_of_a_case(expected, changes):
    assert groups(facts(**changes)) == expected


def test_evidence_answers_every_question_for_every_tool_in_both_languages():
    told = literature()
    ids = {question.id for question in told.questions}

    assert {tool.id for tool in catalogue.tools()} <= set(told.tools)
    assert len(told.tools) == 9
    for evidence in told.tools.values():
        assert set(evidence.answers) == ids
        assert all("CSEM" not in answer.fr for answer in evidence.answers.values())
    for caution in told.cautions:
        assert set(caution.tools) <= set(told.tools)
        assert caution.text.en != caution.text.fr


def test_tools_that_may_be_used_come_first_and_keep_their_order():
    found = choices(facts(**ONLY_CSEM))

    answers = [choice.eligibility.answer for choice in found]
    assert answers == sorted(answers, key=["yes", "undecided", "no"].index)
    usable = [choice.tool.id for choice in found if choice.eligibility.answer == "yes"]
    assert usable == [tool.id for tool in catalogue.tools() if tool.id in usable]
    assert len(found) == len(catalogue.tools())


def test_a_csem_only_man():
    found = chosen(**ONLY_CSEM, jurisdiction="united_states")

    assert found["static-99r"].eligibility.answer == "no"
    assert found["static-99r"].eligibility.rules == ("S99R-EL-CSEMONLY",)
    assert warned(found["static-99r"]) == []
    assert warned(found["stable-2007"]) == ["STB-ALONE", "STB-COMB-CSEM"]
    assert "no-csem" not in warned(found["acute-2007"])
    assert found["pcra"].eligibility.answer == "yes"
    assert warned(found["pcra"]) == ["general", "GEN-PCRA"]
    assert found["lsi-or"].eligibility.answer == "no"


@pytest.mark.parametrize("place", ["united_states", "canada"])
def test_cport_is_contested_for_csem_only_men_in_the_united_states(place):
    found = chosen(**ONLY_CSEM, jurisdiction=place)["cport"]

    assert ("united-states" in warned(found)) == (place == "united_states")
    assert "CPORT-EL-CSEM" not in warned(found)


def test_a_dual_case_says_a_caution_once():
    found = chosen(also=ALSO)

    assert warned(found["static-99r"]) == ["dual-static"]
    assert "dual-dynamic" in warned(found["stable-2007"])


def test_women_and_juveniles_are_warned_about_for_every_tool():
    woman = chosen(person={"sex": "female"})
    young = chosen(person={"born": "2004-08-01"}, cohabitations=[])

    assert all("women" in warned(choice) for choice in woman.values())
    assert all("juveniles" in warned(choice) for choice in young.values())


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*/facts.json")), ids=lambda p: p.parent.name)
def test_every_shipped_case_has_a_choice(path):
    found = choices(read_facts(path.read_bytes(), path.name))

    for choice in found:
        assert choice.eligibility.answer == "yes" or choice.eligibility.reasons
        assert all(caution.source for caution in choice.cautions)


def test_choose_prints_every_tool(run, written):
    case = written(document(**ONLY_CSEM))

    status, text, _ = run("choose", case)
    shape = json.loads(run("choose", case, "--json")[1])

    assert status == 0
    assert "Static-99R (static-99r): no" in text
    assert "S99R-EL-CSEMONLY: CSEM alone does not carry the tool" in text
    assert "Accuracy: Moderate" in text
    assert max(map(len, text.splitlines())) <= 100
    assert (shape["case"], shape["groups"]) == ("standing", ["csem_only", "sexual"])
    tools = {line["tool"]: line for line in shape["tools"]}
    assert tools["stable-2007"]["eligible"] == "yes"
    assert tools["static-99r"]["rules"] == ["S99R-EL-CSEMONLY"]
    assert tools["acute-2007"]["evidence"]["treatment"]["answer"] == "For faster changes."
    assert tools["acute-2007"]["cautions"][0]["id"] == "ACU-CSEM"


def test_choose_in_french_says_mese(run, written):
    text = run("choose", written(document(**ONLY_CSEM)), "--lang", "fr")[1]

    assert "MESE" in text
    assert "CSEM" not in text.replace("CSEMONLY", "").replace("ACU-CSEM", "").replace(
        "COMB-CSEM", ""
    )


def test_choose_refuses_facts_that_contradict_themselves(run, written):
    status, out, error = run("choose", written(document(person={"born": "2021-01-01"})))

    assert (status, out) == (2, "")
    assert "expected" in error

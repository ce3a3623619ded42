"""From a wrong score to the rule it comes from, or to the admission that none is known."""

from pathlib import Path

import pytest

from instruments.comparison import Scores, read_scores
from instruments.facts import read_facts
from instruments.misreading import explain, misreadings, read
from instruments.rulings import rulings
from tests.instruments.casebook import TOOL, facts

FLAGSHIP = Path(__file__).parents[2] / "examples" / "flagship"


def right_scores(case):
    return rulings(TOOL, case).values


def test_the_flagship_case_is_explained_by_images_as_strangers():
    case = read_facts((FLAGSHIP / "facts.json").read_bytes(), "facts.json")
    given = read_scores((FLAGSHIP / "scores.json").read_bytes(), TOOL, "scores.json")

    found = explain(TOOL, case, given)

    assert list(found.items) == ["i9"]
    item = found.items["i9"]
    assert (item.given, item.right, item.verdict) == (1, 0, "explained")
    assert item.rules == ("S99R-I9-IMG",)
    assert item.causes[0].same_class == ("GEN-NJ",)
    assert item.causes[0].because == ("material",)


def test_explain_has_nothing_to_say_about_right_scores():
    case = facts()

    found = explain(TOOL, case, right_scores(case))

    assert (found.items, found.eligibility) == ({}, None)


def test_explain_puts_the_rule_first_that_fits_the_rest_of_the_coding():
    conviction = {"outcome": "convicted", "convictions": 1}
    withdrawn = {"outcome": "withdrawn", "credible": True}
    before = [
        {
            "id": "b1",
            "date": "2019-06-01",
            "sentence": "fine",
            "offences": [
                {"id": "c1", "title": "exposure", "start": "2018-03-01", **withdrawn},
                {"id": "c2", "title": "assault", **conviction},
            ],
        },
    ]
    case = facts(before=before)
    both = rulings(TOOL, case, frozenset({"S99R-I5-CLUSTER"})).values
    alone = right_scores(case) | {"i5": both["i5"]}

    assert explain(TOOL, case, both).items["i5"].rules[0] == "S99R-I5-CLUSTER"
    assert explain(TOOL, case, alone).items["i5"].rules[0] == "S99R-I5-IDX"


def test_explain_names_pairs_where_no_single_rule_fits():
    case = facts(
        before=[
            {
                "id": "b1",
                "date": "2010-01-01",
                "sentence": "fine",
                "offences": [
                    {
                        "id": "c1",
                        "title": "exposure",
                        "outcome": "convicted",
                        "charges": 6,
                        "convictions": 1,
                    }
                ],
            }
        ]
    )
    given = right_scores(case) | {"i5": 2}

    found = explain(TOOL, case, given).items["i5"]

    assert found.verdict == "pair"
    assert ("S99R-I5-IDX", "S99R-I5-MAXCOL") in found.pairs
    assert found.rules == ()


def test_explain_says_so_where_no_rule_gives_the_score():
    case = facts()

    found = explain(TOOL, case, right_scores(case) | {"i10": 1}).items["i10"]

    assert (found.verdict, found.rules, found.pairs) == ("unexplained", (), ())


def test_explain_is_silent_where_a_second_reading_gives_the_score():
    case = facts(
        before=[
            {
                "id": "b1",
                "date": "2010-01-01",
                "offences": [{"id": "c1", "title": "exposure", "outcome": "withdrawn"}],
            }
        ]
    )

    found = explain(TOOL, case, right_scores(case) | {"i5": 0}).items["i5"]

    assert (found.right, found.verdict, found.rules) == (1, "open", ())


def test_explain_is_silent_where_the_second_sheet_gives_the_score():
    case = facts(person={"born": "1982-06-02"}, index={"release_alternative": "2022-06-10"})

    assert explain(TOOL, case, right_scores(case) | {"i1": -1}).items["i1"].verdict == "open"


def test_explain_keeps_omissions_apart():
    case = facts(victim={"sex": None})

    omitted = explain(TOOL, case, right_scores(case) | {"i3": None, "i10": 0}).items

    assert {item: one.verdict for item, one in omitted.items()} == {
        "i3": "not scored",
        "i10": "cannot be scored",
    }


def test_explain_passes_over_items_without_a_rating():
    assert explain(TOOL, facts(), {}).items == {}


def test_explain_names_the_rule_behind_scoring_a_case_the_tool_is_not_for():
    case = facts(offence={"title": "csem_access"})
    zeros = {f"i{n}": 0 for n in range(1, 11)}

    found = explain(TOOL, case, zeros)

    assert found.items == {}
    assert (found.eligibility.given, found.eligibility.right) == ("yes", "no")
    assert [cause.rule for cause in found.eligibility.causes] == ["S99R-EL-CSEMONLY"]


@pytest.mark.parametrize(
    ("offence", "eligible"), [({"title": "sextortion"}, "no"), ({"title": "sextortion"}, "yes")]
)
def test_explain_never_grades_an_undecided_case(offence, eligible):
    found = explain(TOOL, facts(offence=offence), Scores({}, eligible=eligible))

    assert (found.items, found.eligibility) == ({}, None)


def test_explain_does_not_go_into_items_after_a_wrong_no():
    case = facts()

    found = explain(TOOL, case, Scores(dict.fromkeys(right_scores(case)), eligible="no"))

    assert found.items == {}
    assert (found.eligibility.given, found.eligibility.right) == ("no", "yes")
    assert found.eligibility.causes == ()


def test_misreadings_are_heads_only():
    case = facts(material={"stills": True})

    found = misreadings(TOOL, case)

    assert "GEN-NJ" not in found
    assert found["S99R-I9-IMG"].values["i9"] == 1
    assert all(rule.startswith("S99R-") for rule in found)


def test_what_was_kept_of_a_case_explains_every_coding_of_it_alike():
    case = facts()
    right, kept = right_scores(case), read(TOOL, case)

    for item, score in right.items():
        given = {**right, item: 0 if score else 1}

        assert explain(TOOL, case, given, kept) == explain(TOOL, case, given)
        # Pairs are looked up the second time
        assert explain(TOOL, case, given, kept) == explain(TOOL, case, given)

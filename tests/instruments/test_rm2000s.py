"""Risk Matrix 2000 / Sex: the two steps, the checks on the category, and corners of the items."""

import pytest

from instruments import catalogue, documents, printing, scoring
from instruments.comparison import findings
from instruments.rulings import rulings
from instruments.scores import Scores
from instruments.tools.rm2000s import totals
from tests.instruments.casebook import facts

TOOL = "rm2000s"
ZEROS = {f"i{n}": 0 for n in range(1, 8)}
CSEM = {"id": "c2", "title": "csem_possession", "outcome": "convicted", "convictions": 1}


def scored(points, factors):
    """Scores with so many points in step 1 and so many factors."""
    age, sexual = min(points, 2), min(max(points - 2, 0), 3)
    yes = {f"i{n}": int(n - 4 < factors) for n in range(4, 8)}
    return {"i1": age, "i2": sexual, "i3": points - age - sexual} | yes


def category(points, factors):
    return scoring.total(TOOL, scored(points, factors), "category")


@pytest.mark.parametrize(
    ("points", "low"),
    [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3)],
)
@pytest.mark.parametrize(("factors", "up"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2)])
def test_the_category_rises_by_pairs_of_factors_and_never_above_very_high(points, low, factors, up):
    found = category(points, factors)

    assert found.value == min(low + up, 3)
    assert found.band.id == ("low", "medium", "high", "very-high")[found.value]
    assert scoring.total(TOOL, scored(points, factors)).value == points
    assert scoring.total(TOOL, scored(points, factors), "factors").value == factors


def test_the_bands_are_disputed_and_say_so():
    for total in (scoring.total(TOOL, ZEROS), category(0, 0)):
        assert total.band.status == "disputed"
        assert "disputed" in total.note.en
        assert "contestés" in total.note.fr
    assert scoring.total(TOOL, ZEROS).band.name.en == "Low, before the aggravating factors"


def test_an_unknown_factor_counts_as_no_and_is_flagged():
    found = scoring.total(TOOL, scored(1, 4) | {"i5": None, "i6": None}, "category")

    assert found.value == 2
    assert "counts as no and is flagged" in found.note.en


def test_step_1_is_needed_whole():
    found = scoring.total(TOOL, ZEROS | {"i2": None}, "category")

    assert (found.value, found.band) == (None, None)
    assert "not scored i2" in found.note.en


BROKEN = {
    "RM-BUMP": (scored(2, 1), "Élevé"),
    "RM-3F": (scored(1, 3), "very-high"),
    "RM-CAP": (scored(6, 4), "Extremely high"),
    "RM-VBAND": (scored(1, 0), "low"),
}


@pytest.mark.parametrize("rule", catalogue.tool(TOOL).rules, ids=lambda rule: rule.id)
def test_every_check_is_raised_and_quiet_on_the_right_category(rule):
    if rule.check is None:
        return
    scores, named = BROKEN[rule.id]
    right = category(
        sum(scores[f"i{n}"] for n in (1, 2, 3)), sum(scores[f"i{n}"] for n in range(4, 8))
    )

    assert findings(TOOL, Scores(scores, band=right.band.id)) == ()
    assert rule.id in [found.id for found in findings(TOOL, Scores(scores, band=named))]


def test_a_wrong_category_is_shown_as_a_warning_since_the_cut_offs_are_disputed():
    found = findings(TOOL, Scores(scored(1, 0), bands={"category": "low"}))

    assert [(f.id, f.level) for f in found] == [("RM-VBAND", "warning"), ("recomputed", "warning")]


def test_a_misreading_that_gives_another_category_is_not_named():
    found = findings(TOOL, Scores(scored(0, 4), band="low"))

    assert [f.id for f in found] == ["recomputed"]


@pytest.mark.parametrize(
    ("told", "level"),
    [
        ({"total": 3}, "error"),
        ({"totals": {"factors": 1}}, "error"),
        ({"totals": {"category": 2}}, "warning"),
    ],
)
def test_every_total_is_computed_again(told, level):
    found = findings(TOOL, Scores(scored(1, 0), **told))

    assert [(f.id, f.level) for f in found] == [("recomputed", level)]
    assert findings(TOOL, Scores(scored(1, 0), override=True, **told)) == ()


def test_every_result_names_the_guide():
    case = facts()
    found = rulings(TOOL, case)

    assert catalogue.tool(TOOL).rule("RM-VERSION").promise is not None
    for language in ("en", "fr"):
        assert "RM-VERSION" in printing.rulings_text(found, case, language)
        assert "2017" in documents.rulings_document(found, language)["cautions"][0]["text"]
        assert "2007" in documents.rulings_document(found, language)["version"]


@pytest.mark.parametrize(
    ("title", "note"),
    [("csem_virtual", "virtual"), ("sextortion", "Sextortion"), ("ncii", "intimate images")],
)
def test_cases_no_tool_was_made_for_are_undecided(title, note):
    found = rulings(TOOL, facts(offence={"title": title})).eligibility

    assert found.answer == "undecided"
    assert note in found.reasons[0].en
    assert found.because == ("occasions/ix/offences/c1/title",)


@pytest.mark.parametrize(
    "offence",
    [{"title": "indecent_material"}, {"consenting_peer": True}, {"sexual_motive": False}],
)
def test_convictions_that_may_not_be_sexual_for_this_tool_are_undecided(offence):
    found = rulings(TOOL, facts(offence=offence)).eligibility

    assert found.answer == "undecided"
    assert "do not say" in found.reasons[0].en


def test_another_conviction_carries_the_tool():
    assert rulings(TOOL, facts(offence={"title": "ncii"}, also=[CSEM])).eligibility.answer == "yes"


def test_a_record_without_sexual_offences_names_the_occasions():
    found = rulings(TOOL, facts(offence={"title": "theft", "victims": []})).eligibility

    assert (found.answer, found.because) == ("no", ("occasions",))


# Each row: points of step 1, factors, and the level of who misreads the rule.
@pytest.mark.parametrize(
    ("rule", "points", "factors", "level"),
    [
        ("RM-BUMP", 2, 1, "high"),
        ("RM-BUMP", 0, 4, "high"),
        ("RM-BUMP", 6, 1, "very-high"),
        ("RM-3F", 0, 0, "low"),
        ("RM-3F", 0, 1, "medium"),
        ("RM-3F", 0, 2, "medium"),
        ("RM-3F", 0, 3, "high"),
        ("RM-3F", 3, 3, "very-high"),
        ("RM-VBAND", 1, 0, "low"),
        ("RM-VBAND", 1, 2, "medium"),
        ("RM-VBAND", 1, 4, "high"),
    ],
)
def test_each_misreading_between_points_and_category_gives_its_level(rule, points, factors, level):
    """Factors added to the points; one step for each begun pair; the cut-offs for violence."""
    tool = catalogue.tool(TOOL)

    found = totals.misread_band(tool, tool.total("category"), scored(points, factors), rule)

    assert found.id == level


def test_who_overlooks_that_nothing_sexual_was_sentenced_scores_what_there_is():
    case = facts(offence={"title": "theft", "victims": []})
    items = rulings(TOOL, case, frozenset({"RM-EL"})).items

    assert (items["i2"].value, items["i7"].value, items["i7"].because) == (0, 0, ("occasions",))
    assert (items["i1"].value, items["i1"].because) == (None, ())

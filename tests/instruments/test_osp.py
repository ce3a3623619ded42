"""OSP/IIC and OSP/DC: ladder, points, five clear years, checks, and corners of the items."""

import math

import pytest

from instruments import catalogue, documents, printing, scoring
from instruments.comparison import findings
from instruments.rulings import rulings
from instruments.scores import Scores
from instruments.tools.osp import totals
from tests.instruments.casebook import facts

TOOL = "osp"
CHILD = {"i1": 0, "i2": 3, "i3": 0, "i4": 0, "i5": 0, "i6": 7, "i7": 10, "i8": 0, "i9": 0}
EXPOSURE = {"id": "c1", "title": "exposure", "outcome": "convicted", "convictions": 1}


def iic(**items):
    return scoring.total(TOOL, CHILD | items, "iic")


def dc(**items):
    return scoring.total(TOOL, CHILD | items, "dc")


# Ministry of Justice, public code (August 2026): the constants of OSP/IIC, in hierarchical order.
@pytest.mark.parametrize(
    ("images", "children", "chance", "band"),
    [
        (2, 0, 0.10310, "high"),
        (2, 9, 0.10310, "high"),
        (1, 9, 0.03328, "medium"),
        (0, 9, 0.00926, "low"),
        (0, 6, 0.00926, "low"),
        (0, 3, 0.00634, "low"),
        (0, 0, 0.00281, "low"),
    ],
)
def test_iic_is_the_first_rung_that_fits(images, children, chance, band):
    found = iic(i1=images, i2=children, i3=5)

    assert found.probability == chance
    assert found.band.id == band
    assert "horizon" in found.note.en


def test_iic_has_no_fourth_level():
    assert [band.id for band in catalogue.tool(TOOL).total("iic").bands] == [
        "low",
        "medium",
        "high",
    ]


# The same code: probability = logistic(-8.633 + 0.1598 x points); bands 0-21, 22-29, 30-35, 36-64.
@pytest.mark.parametrize(
    ("items", "points", "band"),
    [
        ({"i2": 0, "i4": 2, "i6": 9}, 21, "low"),
        ({"i2": 0, "i4": 2, "i6": 10}, 22, "medium"),
        ({"i6": 10, "i8": 6}, 29, "medium"),
        ({"i6": 11, "i8": 6}, 30, "high"),
        ({"i6": 12, "i8": 6, "i5": 4}, 35, "high"),
        ({"i6": 13, "i8": 6, "i5": 4}, 36, "very-high"),
        ({"i2": 9, "i3": 15, "i4": 6, "i5": 4, "i6": 14, "i8": 6}, 64, "very-high"),
    ],
)
def test_dc_adds_points_and_names_the_level(items, points, band):
    found = dc(**items)

    assert (found.value, found.band.id) == (points, band)
    assert found.probability == pytest.approx(1 / (1 + math.exp(8.633 - 0.1598 * points)))


def test_image_sanctions_add_nothing_to_dc():
    assert dc(i1=2).value == dc(i1=0).value == 20


@pytest.mark.parametrize(("age", "band"), [(1, "low"), (10, "low"), (11, "medium"), (14, "medium")])
def test_five_clear_years_lower_dc_by_one_level_and_never_below_low(age, band):
    found = dc(i6=age, i8=6, i9=1)

    assert found.band.id == band
    assert found.note.en.startswith("The level is one lower after five clear years") is (age > 2)
    assert iic(i1=2, i9=1).band.id == "high"


@pytest.mark.parametrize("item", ["i1", "i2", "i3", "i4"])
@pytest.mark.parametrize("total", ["iic", "dc"])
def test_all_four_counts_are_mandatory(item, total):
    found = scoring.total(TOOL, CHILD | {item: None}, total)

    assert found.value is None
    assert f"not scored {item}" in found.note.en


def test_the_probability_is_printed():
    case = facts(offence={"title": "csem_possession", "victims": []}, victims=[])
    found = rulings(TOOL, case)

    assert documents.rulings_document(found, "en")["totals"]["iic"]["probability"] == 0.03328
    assert "3.3 %" in printing.rulings_text(found, case, "en")
    assert "3,3 %" in printing.rulings_text(found, case, "fr")


@pytest.mark.parametrize(
    ("scores", "rule", "items"),
    [
        (Scores(CHILD | {"i1": 1}, bands={"iic": "Very high"}), "OSP-BAND", ("iic",)),
        (Scores(CHILD | {"i1": 1, "i8": 6}, band="High"), "OSP-BAND", ("iic",)),
        (Scores(CHILD | {"i2": 0}), "OSP-SUM", ("i1", "i2", "i3", "i4")),
        (Scores(CHILD | {"i2": 6}), "OSP-SUM", ("i1", "i2", "i3", "i4", "i8")),
        (Scores(CHILD | {"i3": 5}), "OSP-SUM", ("i1", "i2", "i3", "i4", "i8")),
        (Scores(CHILD, totals={"dc": 21}), "recomputed", tuple(CHILD)),
        (Scores(CHILD, bands={"dc": "Élevé"}), "recomputed", tuple(CHILD)),
    ],
)
def test_findings_raise_each_check(scores, rule, items):
    found = findings(TOOL, scores)

    assert (rule, "error", items) in [(f.id, f.level, f.items) for f in found]


@pytest.mark.parametrize(
    "scores",
    [
        Scores(CHILD, total=1, band="Low", totals={"dc": 20}, bands={"dc": "Low"}),
        Scores(CHILD | {"i3": 5, "i8": 6}),
        Scores(CHILD | {"i2": None, "i3": 5}),
    ],
)
def test_findings_are_quiet_on_scores_that_fit(scores):
    assert findings(TOOL, scores) == ()


def test_nothing_is_misread_between_scores_and_level():
    tool = catalogue.tool(TOOL)

    assert totals.misread_band(tool, tool.totals[0], CHILD, "OSP-BAND") is None


@pytest.mark.parametrize(
    ("title", "note"),
    [("csem_virtual", "virtual"), ("ncii", "intimate"), ("sextortion", "studied")],
)
def test_cases_no_tool_was_made_for_are_undecided(title, note):
    found = rulings(TOOL, facts(offence={"title": title})).eligibility

    assert found.answer == "undecided"
    assert note in found.reasons[0].en


@pytest.mark.parametrize(
    ("offence", "because"),
    [
        ({"outcome": "pending", "convictions": 0}, "occasions/ix/offences/c1/outcome"),
        ({"title": "theft", "victims": []}, "occasions"),
    ],
)
def test_a_man_without_a_sexual_sanction_has_no_result(offence, because):
    found = rulings(TOOL, facts(offence=offence)).eligibility

    assert (found.answer, found.rules, found.because) == ("no", ("OSP-SUM",), (because,))


def test_a_woman_without_a_sexual_sanction_is_told_both_reasons():
    case = facts(person={"sex": "female"}, offence={"outcome": "withdrawn", "convictions": 0})

    rule, notes = catalogue.tool(TOOL).rule("OSP-F"), catalogue.tool(TOOL).notes
    assert rulings(TOOL, case).eligibility.reasons == (rule.reason, notes["no-sanction"])
    assert rulings(TOOL, case, frozenset({"OSP-F"})).eligibility.answer == "no"

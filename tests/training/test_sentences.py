import pytest

from instruments import catalogue, scoring
from tests.training.factories import TOOL
from training import sentences


def total(value):
    return scoring.TotalResult(value, scoring.band(TOOL, value), None)


@pytest.mark.parametrize(
    ("given", "right", "words"),
    [
        (1, 0, "1 point higher than gold"),
        (3, 1, "2 points higher than gold"),
        (-3, -1, "2 points lower than gold"),
    ],
)
def test_deviation_is_signed_in_words(given, right, words):
    assert sentences.deviation(given, right) == words


@pytest.mark.parametrize(
    ("mine", "gold", "words"),
    [
        (4, 4, "Total 4, the same as gold."),
        (4, 5, "Total 4, gold 5: the same level, Level IVa, above average risk."),
        (3, 5, "Total 3, gold 5: 1 level lower."),
        (6, -3, "Total 6, gold \N{MINUS SIGN}3: 4 levels higher."),
    ],
)
def test_on_totals_counts_the_levels_between(mine, gold, words):
    tool = catalogue.tool(TOOL)

    assert sentences.on_totals(tool, total(mine), total(gold)) == words


def test_on_totals_is_silent_without_a_total():
    none = scoring.TotalResult(None, None, None)

    assert sentences.on_totals(catalogue.tool(TOOL), none, total(1)) == ""


def test_levels_apart_says_when_no_level_is_known():
    bare = scoring.TotalResult(1, None, None)

    assert sentences.levels_apart(catalogue.tool(TOOL), bare, total(1)) == "no level is known"


@pytest.mark.parametrize(
    ("given", "gold", "words"),
    [
        ("no", "no", "Right: T must not be used on this case."),
        ("yes", "no", "T must not be used on this case, so no item is compared."),
        ("yes", "yes", "Right: T may be used on this case."),
        ("no", "yes", "T may be used on this case; you answered otherwise."),
        ("", "yes", "T may be used on this case; you had not answered this question."),
    ],
)
def test_on_eligibility_says_what_is_right(given, gold, words):
    assert sentences.on_eligibility(given, gold, "T") == words


@pytest.mark.parametrize("given", ["yes", "no", "undecided"])
def test_on_eligibility_grades_nobody_on_an_undecided_case(given):
    assert "not graded" in sentences.on_eligibility(given, "undecided", "T")

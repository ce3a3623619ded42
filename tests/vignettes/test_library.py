"""The shipped cases: clean, equal in both languages, and scored by hand as the rules score them."""

import pytest

from instruments import rulings
from vignettes.casefile import LIBRARY, read_case
from vignettes.linter import lint_case

FOLDERS = sorted(path for path in LIBRARY.iterdir() if path.is_dir())
CASES = {folder.name: read_case(folder)[0] for folder in FOLDERS}


@pytest.mark.parametrize("code", CASES)
def test_shipped_case_breaks_no_content_rule(code):
    assert CASES[code] is not None
    assert [str(finding) for finding in lint_case(CASES[code])] == []


@pytest.mark.parametrize("code", CASES)
def test_shipped_case_was_scored_by_hand_as_the_rules_score_it(code):
    case = CASES[code]
    by_hand = dict(case.sheet.gold["static-99r"])
    computed = rulings.rulings("static-99r", case.facts)

    assert by_hand.pop("eligible") == computed.eligibility.answer
    if computed.eligibility.answer == "yes":
        assert by_hand == {i: value for i, value in computed.values.items() if value is not None}
    else:
        assert by_hand == {}


def test_library_holds_twelve_kinds_or_more():
    assert len({case.sheet.kind for case in CASES.values()}) >= 12


def test_library_has_cases_on_which_the_tool_must_not_be_used():
    refused = [
        code
        for code, case in CASES.items()
        if rulings.rulings("static-99r", case.facts).eligibility.answer == "no"
    ]

    assert len(refused) >= 2


def test_titles_and_codes_are_different_in_every_case():
    titles = [words for case in CASES.values() for words in (case.sheet.title.en, case.code)]

    assert len(set(titles)) == len(titles)

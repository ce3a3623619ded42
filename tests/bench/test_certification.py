"""The measurement of certification: its simulation is one, and a missed target would be seen."""

import numpy as np
import pytest

from bench import certification
from bench.certification import on_shipped
from bench.certification.picture import curve_svg
from bench.certification.takers import Exam, taken, tally
from reliability.certification import default_policy, looks, operating_curve
from tests.test_repository import ROOT

DOCS = ROOT / "docs"
POLICY = default_policy(certification.TOOL)


@pytest.fixture(scope="module")
def found():
    return certification.figures(attempts=12, shipped=2)


def test_the_three_figures_are_computed_and_simulated(found):
    assert set(found["wanted"]) <= set(found["exact"])
    assert found["exact"]["passes_95"] >= found["wanted"]["passes_95"]
    assert found["simulated"][0]["passes"]["0.95"] > 0.9
    assert len(found["simulated"]) == 1 + len(certification.OTHERS)


def test_the_text_shows_the_curve_and_each_target(found):
    told = certification.text(found | {"shipped": []})

    assert told.count("held") == 3
    assert "| 95.0 % | " in told
    assert "MISSED" not in told


def test_a_missed_target_is_said(found):
    worse = found | {"exact": found["exact"] | {"passes_95": 0.5, "median_cases": 20}}
    row = found["shipped"][0] | {"true": 0.95, "passes": 0.96}

    assert certification.text(worse | {"shipped": [row]}).count("MISSED") == 3


def test_simulated_assessors_have_the_agreement_they_are_given():
    uneven = Exam("uneven", spread=0.7)
    attempts = taken(uneven, 0.85, 20, 2000, np.random.default_rng(1))
    cases = [case for attempt in attempts for case in attempt]

    assert sum(c.hits for c in cases) / sum(c.items for c in cases) == pytest.approx(
        0.85, abs=0.005
    )


def test_the_same_seed_gives_the_same_attempts():
    exam = Exam("stated")

    assert tally(POLICY, exam, 0.85, 20, (1,)) == tally(POLICY, exam, 0.85, 20, (1,))


def test_the_shipped_cases_give_evidence_of_every_kind():
    tool = "static-99r"
    case = on_shipped.graded_cases(tool)[0]

    ended = on_shipped.attempt(tool, 0.95, 1, is_mixed=False)

    assert len(case.counted) < len(case.gold.items)  # recalled rules do not count
    assert ended.cases in POLICY.looks_at()
    assert 0 < ended.items <= 10 * ended.cases


def test_an_assessor_who_guesses_does_not_pass():
    assert not on_shipped.attempt("static-99r", 0.5, 1).passed


def test_the_picture_in_the_documentation_is_that_of_the_shipped_policy():
    drawn = curve_svg(operating_curve(POLICY), POLICY.attempts)

    assert (DOCS / "images" / "certification-curve.svg").read_text("utf-8") == drawn


def test_the_table_in_the_documentation_is_that_of_the_shipped_policy(found):
    page = (DOCS / "statistics" / "certification.md").read_text("utf-8")
    told = certification.text(found).splitlines()

    rows = [line for line in told[5:] if line.startswith("| ")][: len(certification.TRUE)]
    assert [row for row in rows if row not in page] == []
    for look in looks(POLICY):
        stated = (
            f"| {look.cases} cases, {look.items} items | {look.fails_to} | {look.passes_from} |"
        )
        assert stated in page

"""The measurements of the diagnosis and of scoring, on a few cases: their figures and tables."""

import pytest

from bench import diagnosis, scoring
from bench.diagnosis import assessors
from bench.diagnosis.assessors import Count, assessor, counted, counted_adaptive, pool

TOOL = "static-99r"


@pytest.fixture(scope="module", autouse=True)
def _small_pool():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessors, "MADE", 8)
        patch.setattr(diagnosis, "tested_tools", lambda: (TOOL,))
        yield
    assessors.pool.cache_clear()
    assessors.exercised.cache_clear()


@pytest.fixture(scope="module")
def found():
    return diagnosis.figures(assessors=4, adaptive=2)


def test_shares_are_given_for_every_number_of_cases(found):
    for row in (found, *(found[name] for name in ("after_4", "after_8", "adaptive_8"))):
        assert 0 <= row["falsely_accused"] <= 0.1
        assert row["counts"]["misread"] >= row["counts"]["found"]
    assert found["assessors"] == 4
    assert TOOL in found["tools"]


def test_the_table_has_a_line_for_every_row_and_what_is_wanted(found):
    table = diagnosis.text(found)

    assert table.count("cases, ") == 5
    assert "at most 1.0 %" in table


def test_an_assessor_of_one_number_is_always_the_same():
    one, again = assessor(7, [TOOL], 12), assessor(7, [TOOL], 12)

    assert one == again
    assert 1 <= len(one.misread) <= 3
    assert len({facts.case for facts in one.cases}) == 12
    assert counted(one, one.cases[:3]) == counted(again, again.cases[:3])


def test_chosen_cases_are_counted_after_each_number_asked_for():
    first, second = counted_adaptive(assessor(7, [TOOL], 12), (1, 2))

    assert first.misread == second.misread
    assert first.sound <= second.sound


def test_counts_add_up():
    assert Count(1, 2, 3) + Count(1, 1, 1) == Count(2, 3, 4)


def test_the_pool_holds_graded_cases_that_ship_and_made_ones():
    names = [facts.case for facts in pool(TOOL)]

    assert len(names) == len(set(names))
    assert "slate-orchard" in names
    assert any(name.startswith("made-") for name in names)


def test_scoring_gives_rates_for_every_tool_scored_by_rules():
    rates = scoring.figures(cases=5, misread_cases=2)

    assert TOOL in rates["by_tool"]
    assert rates["case_tools_per_second"] > 0
    assert rates["misread_per_second"] > 0
    assert rates["ratio_to_loop"] > 1
    assert "case-tools a second" in scoring.text(rates)

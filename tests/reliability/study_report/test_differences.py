from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reliability.reports.studies.differences import differences_section, intervals_overlap
from reliability.reports.studies.told import Earlier
from reliability.reports.study_edition import report_for
from reliability.studies.results import Figure
from tests.reliability.study_report.made import make_edition, make_results, make_told
from tests.reliability.study_report.made_parts import design, given


def beside(then, now=None):
    earlier = Earlier("Back-reading 2025", 3, datetime(2025, 11, 1, 12, tzinfo=UTC), then)
    return differences_section(make_told(now, earlier=earlier))


def moved(value, half=0.05):
    """Last year's figures, with another share of same totals."""
    results = make_results(data_digest="aa" * 32, design=design(targets=90))
    total = results.totals[0]
    figures = tuple(
        Figure(one.name, given(one.name, value, half)) if one.name == "pa.identity" else one
        for one in total.figures
    )
    return replace(results, totals=(replace(total, figures=figures),))


def row_of(section, head):
    return next(row for row in section.tables()[0].rows if row[0].text == head)


def test_then_now_difference_and_how_sure():
    row = row_of(beside(moved(0.3)), "Total: Same total")

    assert [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row[1:4]] == [
        "30 %",
        "55 %",
        "+25",
    ]
    assert row[3].note == "percentage points"
    assert row[4].text.startswith("The intervals do not overlap: higher than then")


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (0.5, "The intervals overlap: this may be chance."),
        (0.8, "The intervals do not overlap: lower than then"),
        (0.55, "The same."),
    ],
)
def test_no_more_is_claimed_than_the_intervals_show(then, words):
    assert row_of(beside(moved(then)), "Total: Same total")[4].text.startswith(words)


def test_without_an_interval_chance_and_change_are_not_told_apart():
    row = row_of(beside(moved(0.3, None)), "Total: Same total")

    assert row[4].text.startswith("Without both intervals")


def test_intervals_that_touch_overlap():
    low, high = (Figure("pa.identity", given("pa.identity", v, 0.1)) for v in (0.4, 0.6))

    assert intervals_overlap(low, high) is True
    assert intervals_overlap(low, Figure("pa.identity", given("pa.identity", 0.6))) is None


def test_other_files_and_a_new_version_are_said_before_any_difference():
    told = " ".join(
        block.text
        for block in beside(replace(moved(0.5), tool_version="2003")).blocks
        if block.block == "paragraph"
    )

    assert "Back-reading 2025, report 3 of Nov. 1, 2025" in told
    assert "Files and assessors of the two studies differ." in told
    assert "another version then: 2003, now 2016" in told


def test_on_the_same_data_chance_is_not_named():
    same = beside(replace(moved(0.3), data_digest=make_results().data_digest))

    assert row_of(same, "Total: Same total")[4].text.startswith("Settings or software make")
    assert "explains" not in " ".join(row[4].text for row in same.tables()[0].rows)


def test_intervals_apart_are_said_to_leave_other_files_and_people_open():
    said = row_of(beside(moved(0.3)), "Total: Same total")[4].text

    assert said.endswith("by more than the draw of files explains.")


def test_the_same_data_need_no_caution_on_files():
    told = " ".join(b.text for b in beside(make_results()).blocks if b.block == "paragraph")

    assert "rest on the same data" in told
    assert "Files and assessors" not in told


def test_another_tool_is_not_compared():
    section = beside(replace(make_results(), tool="cport"))

    assert section.tables() == ()
    assert "another tool" in section.blocks[1].text


@pytest.mark.django_db
def test_an_edition_is_compared_with_the_one_it_was_made_beside(unscoped, north):
    last_year = make_edition(north, moved(0.3), title="Back-reading 2025")
    edition = make_edition(north, compared_with=last_year)

    assert report_for(edition, language="en").section("differences").tables()
    assert "differences" not in [one.id for one in report_for(last_year, language="en").sections]

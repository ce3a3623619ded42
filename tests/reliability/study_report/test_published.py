from dataclasses import replace

from reliability.reports.studies.published import published_section
from reliability.studies.published import figures
from tests.reliability.study_report.made import beside, make_results, make_told
from tests.reliability.study_report.made_parts import none


def rows(*besides, language="en"):
    told = make_told(make_results(published=tuple(besides)), language)
    return published_section(told).tables()[0].rows


def test_ours_stands_beside_with_its_interval_and_a_caution():
    row = rows(*beside("static-99-texas"))[0]

    assert row[0].note.endswith("(read in the source)")
    assert [cell.text for cell in row[1:3]] == ["0.79", "0.79"]
    assert row[2].note == "0.74 to 0.84"
    assert row[3].text.startswith("Found for an older or a sister form")


def test_shares_are_shown_in_percent_on_both_sides():
    row = rows(*beside("static-99-differ", value=0.41))[0]

    assert [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row[1:3]] == ["45 %", "41 %"]


def test_no_figure_of_ours_says_why():
    (one,) = beside("static-99-texas")
    hollow = replace(one, ours=none("icc2.reml", "needs at least two targets and two raters"))

    assert rows(hollow)[0][2].note == "at least two files and two assessors are needed"


def test_every_figure_of_the_file_can_be_told_in_both_languages():
    ids = [one.id for one in figures()]

    for language in ("en", "fr"):
        assert len(rows(*beside(*ids), language=language)) == len(ids)


def test_the_caution_comes_before_the_table():
    section = published_section(make_told())

    assert section.blocks[0].kind == "notice"
    assert section.blocks[0].text.startswith("These are no targets.")

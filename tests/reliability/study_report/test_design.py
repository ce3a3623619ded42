import pytest

from reliability.reports.studies.design import design_section, planner_section, warnings
from reliability.studies.results import Blank
from tests.reliability.study_report.made_parts import TOOL, design

CLEAN = {
    "layout": "crossed",
    "raters": 12,
    "overlap_islands": 1,
    "single_rated": 0,
    "spread_note": "",
    "blanks": (),
    "why": "crossed",
    "icc_form": "icc2",
    "raters_per_target": {12: 130},
}


def warned(kind="between", **changes):
    return " ".join(warnings(design(**CLEAN | changes), kind))


def test_a_sound_design_has_no_warning():
    assert warned() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"raters": 4}, "4 assessors only"),
        ({"overlap_islands": 3}, "3 groups that share no file"),
        ({"single_rated": 1}, "1 file was scored once only and tells"),
        ({"single_rated": 2}, "2 files were scored once only and tell"),
        ({"spread_note": "narrow"}, "much alike"),
        ({"spread_note": "floor"}, "one end of the scale"),
        ({"blanks": (Blank("i1", 20, 260),)}, "8 % of the item scores are blank"),
        ({"half_width": 0.142}, "reaches 0.14 to either side"),
    ],
)
def test_each_weakness_is_named(changes, words):
    assert words in warned(**changes).replace("\N{NO-BREAK SPACE}", " ")


def test_where_nothing_was_scored_twice_nothing_else_is_said():
    told = warned(layout="single", raters=1, overlap_islands=5, single_rated=130)

    assert told.startswith("No file was scored by two people")
    assert told.count(".") == 2


def test_people_beside_themselves_are_not_told_of_groups_or_numbers():
    assert warned(kind="within", raters=2, overlap_islands=2) == ""


def test_the_check_says_which_icc_follows_and_why():
    section = design_section(design(), tool_id=TOOL, kind="between")
    told = next(block for block in section.blocks if block.block == "bullets").items

    assert told[0].startswith("The form of ICC that follows from the design: ICC(2,1), variance")
    assert told[1].startswith("Assessors share some of the files.")


def test_blanks_are_listed_without_the_items_that_have_none():
    table = design_section(design(), tool_id=TOOL, kind="between").tables()[-1]

    assert [row[1].text for row in table.rows] == ["12", "5"]
    assert table.rows[0][0].text.startswith("1. Age at release")


def test_the_planner_tells_files_for_both_widths():
    table = planner_section(design()).tables()[0]

    shown = [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows]
    assert shown == [["± 0.10", "55 files"], ["± 0.05", "214 files"]]


def test_the_planner_names_what_the_icc_leaves_out():
    told = planner_section(design(needed={"0.05": 9, "0.10": 4})).blocks[-2]

    assert told.kind == "notice"
    assert "Have 30 files or more" in told.text
    assert "with 97 files at most, to within 5 with 385" in told.text
    assert told.text.endswith("do not make up for few assessors.")


def test_the_planner_without_an_icc_says_so():
    section = planner_section(design(needed={"0.05": None, "0.10": None}, half_width=None))

    assert section.blocks[0].text.startswith("Without an ICC")

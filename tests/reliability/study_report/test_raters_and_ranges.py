import re

from reliability.reports.studies import pictures
from reliability.reports.studies.raters import raters_section
from reliability.reports.studies.told import rater_names
from reliability.reports.studies.totals import ranges_section
from tests.reliability.study_report.made import make_results, make_told
from tests.reliability.study_report.made_parts import design, given, rater_rows


def leans_of(n):
    return raters_section(make_told(make_results(raters=tuple(rater_rows(n)))))


def test_assessors_stand_in_the_order_of_their_names_never_of_their_lean():
    rows = leans_of(12).tables()[0].rows
    names = [row[0].text for row in rows]
    leans = [row[2].text for row in rows if row[2].text != "–"]

    assert names == sorted(names)
    values = [float(lean.replace("−", "-")) for lean in leans]
    assert values not in (sorted(values), sorted(values, reverse=True))


def test_only_a_lean_whose_interval_leaves_out_zero_is_worth_a_look():
    rows = leans_of(12).tables()[0].rows
    seen = {row[2].text: row[5].text for row in rows}

    assert seen["+0.70"].startswith("Higher totals than colleagues")
    assert seen["−0.70"].startswith("Lower totals than colleagues")
    assert seen["+0.06"] == "No lean to be seen on these files."


def test_what_few_files_stand_behind_is_not_shown_nor_drawn():
    section = leans_of(12)
    hidden = [row for row in section.tables()[0].rows if row[5].text.startswith("Fewer than 5")]

    assert len(hidden) == 1
    assert [cell.text for cell in hidden[0][2:5]] == ["–"] * 3
    assert hidden[0][0].text not in section.pictures()[0].svg


def test_chance_is_counted_beside_what_is_seen():
    told = leans_of(12).blocks[1].items[0]

    assert re.match(r".* for 4 of 11 assessors\. By chance alone it would for about 0\.6\.$", told)


def test_in_a_group_of_two_nobody_is_said_to_be_the_one_who_is_off():
    def said(**changes):
        told = make_told(make_results(raters=tuple(rater_rows(12)), design=design(**changes)))
        return " ".join(raters_section(told).blocks[1].items)

    assert "which of them is off cannot be told" in said(overlap_islands=6)
    assert "which of them is off cannot be told" in said(raters=2, overlap_islands=1)
    assert "cannot be told" not in said(overlap_islands=1)


def test_many_assessors_are_counted_by_lean_in_the_picture():
    svg = leans_of(60).pictures()[0].svg
    counts = re.findall(r'dy="-5" text-anchor="middle">(\d+)<', svg)

    assert sum(map(int, counts)) == 59
    assert "<circle" not in svg


def test_nobody_compared_is_no_section():
    assert raters_section(make_told(make_results(raters=()))) is None


def test_names_are_as_short_as_tells_them_apart():
    assert rater_names(["#ABCDEFGH", "#ABCDXXXX"]) == {
        "#ABCDEFGH": "A-ABCDE",
        "#ABCDXXXX": "A-ABCDX",
    }
    assert rater_names(["#QRSTUVWX"]) == {"#QRSTUVWX": "A-QRST"}


def test_zero_stands_in_the_middle_of_the_picture_of_leans():
    svg = pictures.leans("x", "Leans", [("A-1", given("pa.identity", 0.5, 0.5))]).svg

    assert re.search(r'class="plot-zero"[^>]* x1="264.0" x2="264.0"', svg)
    assert re.search(r'<circle[^>]* cx="384.0"', svg)


def test_long_labels_are_cut_at_a_word_and_marked():
    label = "6. Dates de détermination de la peine antérieures (sans l'infraction répertoriée)"

    assert pictures.shortened("3. Short") == "3. Short"
    assert pictures.shortened(label) == "6. Dates de détermination de la peine antérieures (sans…"


def test_ranges_tell_bands_and_hide_the_small_one():
    section = ranges_section(make_told())
    table = section.tables()[0]

    assert table.rows[0][0].text == "Level I, very low risk: −3 to −2"
    assert table.rows[0][0].note.startswith("Fewer than 5 files")
    assert {cell.text for cell in table.rows[0][1:]} == {"–"}
    assert "Level I, very low" not in section.pictures()[0].svg


def test_the_highest_range_has_its_sentence():
    told = [
        block.text for block in ranges_section(make_told()).blocks if block.block == "paragraph"
    ]

    assert told[1] == (
        "Where the first total is highest (Level IVb, well above average risk: 6 to 12), 38 of 100 "
        "later codings give the same total and 19 lie two points or more away."
    )

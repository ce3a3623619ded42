import re
from html import unescape

from reliability.reports.studies.document import Picture, Table
from reliability.reports.study_edition import report_for
from tests.reliability.study_report.made import make_edition, make_results, pooled_parts
from tests.reliability.study_report.made_parts import ENGINE, RELEASE

ORDER = """summary design totals bands ranges items raters rules published planner method
checklist provenance"""
SAME_IN_BOTH = re.compile(r"\(\d{4}\), |North Agency|Back-reading|Adult men|plumbline|^Alpha$")


def texts(report):
    """Every word that a renderer would show."""
    yield from (report.title, report.subtitle, report.agency, report.footer)
    yield from (f"{fact.label} {fact.value}" for fact in report.facts)
    yield from (notice.text for notice in report.notices)
    for section in report.sections:
        for one in (section, *section.sections):
            yield one.title
            for block in one.blocks:
                yield from block_texts(block)


def block_texts(block):
    match block.block:
        case "paragraph":
            yield block.text
        case "bullets":
            yield from block.items
        case "facts":
            yield from (f"{fact.label} {fact.value}" for fact in block.rows)
        case "picture":
            yield from (block.title, block.description, re.sub(r"<[^>]*>", " ", block.svg))
        case "table":
            yield block.caption
            yield block.note
            yield from (column.label for column in block.columns)
            for row in block.rows:
                yield from (text for cell in row for text in (cell.text, cell.note))


def test_sections_come_in_their_order(report):
    assert [section.id for section in report.sections] == ORDER.split()


def test_each_item_has_its_own_section_with_figures_and_spread(report):
    below = report.section("items").sections

    assert [one.id for one in below] == [f"item-i{n}" for n in range(1, 11)]
    assert all(len(one.tables()) >= 2 for one in below)


def test_no_number_of_a_machine_and_no_nothing_is_told(report, rapport):
    for text in (*texts(report), *texts(rapport)):
        assert not re.search(r"\b(nan|None|inf)\b|\d\.\d{3}", text), text


def test_french_has_decimal_commas_and_no_english(report, rapport):
    told, english = list(texts(rapport)), set(texts(report))
    both = {text for text in told if text in english and re.search("[a-z]{4}", text)}

    assert [text for text in both if not SAME_IN_BOTH.search(text)] == []
    assert not re.search(r"\b\d+\.\d", " ".join(told).replace(ENGINE, "").replace(RELEASE, ""))


def test_every_picture_is_followed_by_a_table(report):
    for section in report.sections:
        for block, following in zip(section.blocks, section.blocks[1:], strict=False):
            if isinstance(block, Picture):
                assert isinstance(following, Table)
                assert block.svg.startswith("<svg")
                assert block.title in unescape(block.svg)


def test_names_of_tables_and_headings_occur_once(report):
    names = [section.id for section in report.sections]
    for section in report.sections:
        names += [one.id for one in section.sections]
        names += [one.id for one in (*section.tables(), *section.pictures())]

    assert len(names) == len(set(names))


def test_each_row_has_a_cell_for_each_column(report):
    for section in report.sections:
        for table in section.tables():
            assert all(len(row) == len(table.columns) for row in table.rows), table.id


def test_the_line_on_every_page_names_data_engine_and_seed(report):
    assert "3f3f3f3f3f3f3f3f…" in report.footer
    assert f"· {RELEASE} ·" in report.footer
    assert "seed 1, 2,000 resamples" in report.footer


def test_pools_tell_their_studies_and_hide_the_small_one(unscoped, north):
    edition = make_edition(north, make_results(kind="pooled", parts=pooled_parts()))
    rows = report_for(edition, language="en").section("parts").tables()[0].rows

    assert [cell.text for cell in rows[0]][-4:-2] == ["0.80", "0.73 to 0.87"]
    assert [cell.text for cell in rows[1]][3:] == ["–"] * 4
    assert "Fewer than 5" in rows[1][0].note

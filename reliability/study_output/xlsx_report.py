"""The words and tables of a report on one sheet, to be read from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reliability.reports.studies.document import (
    Block,
    Bullets,
    Facts,
    Paragraph,
    Section,
    StudyReport,
    Table,
)

_FIRST, _OTHERS, _COLUMNS = 38, 16, 10


def write_report(book: xlsxwriter.Workbook, sheet: Worksheet, report: StudyReport) -> None:
    """Every word of the report; a picture has its figures in the table below it."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _FIRST)
    sheet.set_column(1, _COLUMNS, _OTHERS)
    page = _Page(sheet, _looks(book))
    page.line(report.title, "title")
    page.line(report.subtitle, "small")
    for notice in report.notices:
        page.block(notice)
    page.block(Facts(report.facts))
    for section in report.sections:
        page.section(section, "part")


def _looks(book: xlsxwriter.Workbook) -> dict[str, Format]:
    ink, quiet = "#143D53", "#4A5560"
    top = {"valign": "top", "text_wrap": True}
    return {
        "title": book.add_format({"bold": True, "font_size": 18, "font_color": ink}),
        "part": book.add_format({"bold": True, "font_size": 14, "font_color": ink}),
        "below": book.add_format({"bold": True, "font_size": 12, "font_color": ink}),
        "caption": book.add_format({"bold": True, "font_color": quiet}),
        "small": book.add_format({"font_color": quiet}),
        "notice": book.add_format({"italic": True}),
        "": book.add_format({}),
        "head": book.add_format({"bold": True, "bottom": 1, "font_color": ink, **top}),
        "cell": book.add_format(top),
        "number": book.add_format({"align": "right", **top}),
    }


@dataclass
class _Page:
    """Writes downwards, one row after the other."""

    sheet: Worksheet
    looks: dict[str, Format]
    row: int = 0

    def line(self, text: str, look: str = "") -> None:
        self.sheet.write_string(self.row, 0, text, self.looks[look])
        self.row += 1

    def section(self, section: Section, look: str) -> None:
        self.row += 1
        self.line(section.title, look)
        for block in section.blocks:
            self.block(block)
        for inner in section.sections:
            self.section(inner, "below")

    def block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self.line(block.text, block.kind)
        elif isinstance(block, Bullets):
            for item in block.items:
                self.line(f"\N{BULLET} {item}")
        elif isinstance(block, Facts):
            for fact in block.rows:
                self.sheet.write_string(self.row, 0, fact.label, self.looks["small"])
                self.sheet.write_string(self.row, 1, fact.value, self.looks[""])
                self.row += 1
        elif isinstance(block, Table):
            self.table(block)

    def table(self, table: Table) -> None:
        self.line(table.caption, "caption")
        for place, column in enumerate(table.columns):
            self.sheet.write_string(self.row, place, column.label, self.looks["head"])
        self.row += 1
        for row in table.rows:
            for place, cell in enumerate(row):
                text = f"{cell.text} ({cell.note})" if cell.note else cell.text
                look = self.looks["number" if table.columns[place].is_number else "cell"]
                self.sheet.write_string(self.row, place, text, look)
            self.row += 1
        if table.note:
            self.line(table.note, "small")
        self.row += 1

"""The tables of a Word report."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell

from reliability.reports.studies.document import Cell, Table
from reliability.study_output import word_marks
from reliability.study_output.widths import inches, size_of
from reliability.study_output.word_styles import INK, QUIET

PAGE_INCHES = 6.7
_LINE = "C3CAD2"
_LABELS = 2.4
_WIDER = 1.16
"""A sans serif beside the letters of the PDF, and the margins of the cells."""
_SHADE = (0x8F, 0xB8, 0xCF)


def facts_table(document: Document, rows: Sequence[tuple[str, str]]) -> None:
    """Names on the left, values on the right, no header."""
    table = document.add_table(rows=0, cols=2)
    word_marks.set_table_lines(table, _LINE)
    for label, value in rows:
        row = table.add_row()
        word_marks.keep_whole(row)
        _write(row.cells[0], Cell(label), size=10, colour=QUIET)
        _write(row.cells[1], Cell(value), size=10)
    _set_widths(table, [_LABELS, PAGE_INCHES - _LABELS])
    document.add_paragraph("", "Small print")


def headed_table(document: Document, told: Table) -> None:
    """A table whose header row stands again on every page it reaches."""
    size = size_of(told)
    table = document.add_table(rows=1, cols=len(told.columns))
    word_marks.set_table_lines(table, _LINE)
    word_marks.describe_table(table, told.caption)
    word_marks.repeat_header(table.rows[0])
    for place, column in enumerate(told.columns):
        cell = table.rows[0].cells[place]
        _write(cell, Cell(column.label), size=size, colour=INK, bold=True, right=column.is_number)
    for row in told.rows:
        added = table.add_row()
        word_marks.keep_whole(added)
        cells = added.cells
        for place, one in enumerate(row):
            _write(cells[place], one, size=size, right=told.columns[place].is_number)
    _set_widths(table, inches(told, PAGE_INCHES, size * _WIDER))


def _write(
    cell: _Cell,
    told: Cell,
    *,
    size: float,
    colour: str = "",
    bold: bool = False,
    right: bool = False,
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(told.text)
    run.font.size, run.bold = Pt(size), bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if told.note:
        below = paragraph.add_run(f"\n{told.note}")
        below.font.size, below.font.color.rgb = Pt(size - 1), RGBColor.from_string(QUIET)
    if told.shade is not None:
        word_marks.paint(cell, shaded(told.shade))


def shaded(shade: float) -> str:
    """White at 0, the project's blue at 1."""
    return "".join(f"{round(255 - shade * (255 - part)):02X}" for part in _SHADE)


def _set_widths(table: WordTable, columns: Sequence[float]) -> None:
    """On the columns and on every cell: each program reads the one or the other."""
    table.autofit = False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Inches(width)
    for row in table.rows:
        for cell, width in zip(row.cells, columns, strict=True):
            cell.width = Inches(width)

"""A report as a workbook: its words, its figures, the codings, what they mean, where it is from."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reliability.reports.studies.document import StudyReport
from reliability.reports.study_edition import LOCALES
from reliability.studies.results import Results
from reliability.study_output.edition_data import EditionData
from reliability.study_output.figure_rows import HEAD, figure_rows, provenance
from reliability.study_output.guarding import Value
from reliability.study_output.settings_rows import CODEBOOK_HEAD, codebook_rows
from reliability.study_output.xlsx_report import write_report

MOST_ROWS = 1_048_575
"""Rows below the header that a sheet can have."""
_BLOCK = 64 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def xlsx_of(
    report: StudyReport, results: Results, data: EditionData | None, on: date
) -> Iterator[bytes]:
    """The workbook in blocks. Rows go to the disk as they are written, never into memory.

    No cell is a formula: text stays text, whatever it begins with.
    """
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "report.xlsx"
        _write(path, report, results, data, on)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(
    path: Path, report: StudyReport, results: Results, data: EditionData | None, on: date
) -> None:
    options = {**_OPTIONS, "tmpdir": str(path.parent)}
    spoken = translation.override(LOCALES[report.language])
    with xlsxwriter.Workbook(str(path), options) as book, spoken:
        at = datetime(on.year, on.month, on.day)
        told = {"title": report.title, "author": report.agency, "comments": report.footer}
        book.set_properties({**told, "created": at})
        sheets = _Sheets(book, report.footer)
        write_report(book, sheets.added(_("Report")), report)
        sheets.table(_("Results"), HEAD, (row.cells() for row in figure_rows(results)))
        if data is not None:
            sheets.data(data)
            codebook = codebook_rows(data.tool, report.language)
            sheets.table(_("Codebook"), CODEBOOK_HEAD, codebook)
        facts = [(fact.label, fact.value) for fact in report.facts]
        facts += [(row.name, row.note) for row in provenance(results)]
        sheets.table(_("Provenance"), (_("What"), _("Value")), facts)


def _in_footer(text: str) -> str:
    """An ampersand begins a command there, &G and &[ a picture; 255 characters are the most."""
    told = text.replace("&", "&&").replace("&&G", "&& G").replace("&&[", "&& [")[:230]
    return told + "&" if told.count("&") % 2 else told


@dataclass
class _Sheets:
    """The sheets of a workbook, each with the provenance at the foot of its pages."""

    book: xlsxwriter.Workbook
    footer: str

    @cached_property
    def dated(self) -> Format:
        return self.book.add_format({"num_format": "yyyy-mm-dd"})

    def added(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.set_footer("&L&8" + _in_footer(self.footer) + "&R&P / &N")
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def table(self, name: str, head: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        sheet = self._headed(name, head)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, row, self.dated)

    def data(self, data: EditionData) -> None:
        """The codings; on a further sheet where one is full."""
        sheet = self._headed(_("Data"), data.head)
        for number, row in enumerate(data.values()):
            page, place = divmod(number, MOST_ROWS)
            if page and not place:
                sheet = self._headed(f"{_('Data')} {page + 1}", data.head)
            _write_row(sheet, place + 1, row, self.dated)

    def _headed(self, name: str, head: Sequence[str]) -> Worksheet:
        sheet = self.added(name)
        bold = self.book.add_format({"bold": True, "bottom": 1, "font_color": "#143D53"})
        widths = {"name": 26, "form": 44, "note": 44, "meaning": 70, "value": 16, "about": 20}
        for place, word in enumerate(head):
            sheet.set_column(place, place, widths.get(word, 22 if len(head) < 6 else 12))
        for place, word in enumerate(head):
            sheet.write_string(0, place, word, bold)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        return sheet


def _write_row(sheet: Worksheet, number: int, row: Sequence[Value], dated: Format) -> None:
    """Text as text, numbers as numbers, nothing for None: never guessed from what a cell holds."""
    for place, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(number, place, value)
        elif isinstance(value, date):
            sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), dated)
        elif value is not None:
            sheet.write_number(number, place, value)

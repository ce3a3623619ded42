"""A sheet of an XLSX workbook, row by row: memory does not grow with the number of rows.

Read with the parser of the standard library instead of a tree builder, because a tree holds a
whole row, and a forged row may have millions of cells.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO
from zipfile import ZipFile

from reliability.studies.reading_cells import Sheet
from reliability.studies.reading_parts import Shared, SheetPlace, Styles, Targets, Workbook
from reliability.studies.reading_refused import RefusedError, damaged, refused
from reliability.studies.reading_xml import Part, parsed
from reliability.studies.reading_zip import BROKEN, workbook

LOOKED_AT = 50


def sheet_records(stream: BinaryIO, sheet: int | None) -> Iterator[tuple[int, list[str]]]:
    """The rows of the workbook's one sheet that holds a table, or of the `sheet` chosen (from 1).

    Formulas count by the result that is stored with them; dates come as 2024-05-01 and whole
    numbers as 3. Raises RefusedError.
    """
    archive = workbook(stream)
    try:
        book = _Book(archive)
        place = book.chosen(sheet)
    except BROKEN:
        raise damaged() from None
    return _guarded(book.rows(place))


def _guarded(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows
    except BROKEN:
        raise damaged() from None


class _Book:
    """The parts of a workbook that its cells need: sheets, shared texts, formats of dates."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        home = self._targets("_rels/.rels").of_type("officeDocument")
        self._book = home.lstrip("/") or "xl/workbook.xml"
        if self._book not in self._names:
            raise damaged()
        folder, name = posixpath.split(self._book)
        self._folder = folder
        self._links = self._targets(f"{folder}/_rels/{name}.rels")
        self._workbook, self._shared, self._styles = Workbook(), Shared(), Styles()
        self._fill(self._book, self._workbook)
        self._fill(self._within(self._links.of_type("sharedStrings")), self._shared)
        self._fill(self._within(self._links.of_type("styles")), self._styles)

    def chosen(self, sheet: int | None) -> SheetPlace:
        """The sheet asked for, or the only one that holds a table."""
        tables = [place for place in self._workbook.sheets if self._is_table(place)]
        if sheet is not None and 1 <= sheet <= len(tables):
            return tables[sheet - 1]
        if len(tables) > 1:
            text = refused(
                "The workbook has {n} sheets with tables. Choose the one with the codings by its "
                "place, or delete the others.",
                "Le classeur a {n} feuilles qui contiennent des tableaux. Choisissez celle des "
                "cotations par son rang, ou supprimez les autres.",
                n=len(tables),
            ).text
            raise RefusedError(text, sheets=len(tables))
        if tables:
            return tables[0]
        if not self._workbook.sheets:
            raise damaged()
        return self._workbook.sheets[0]

    def rows(self, place: SheetPlace) -> Iterator[tuple[int, list[str]]]:
        target = self._within(self._links.by_id.get(place.link, ""))
        if target not in self._names:
            raise damaged()
        sheet = Sheet(self._shared.texts, self._styles.dates, since_1904=self._workbook.since_1904)
        with self._archive.open(target) as source:
            for _ in parsed(source, sheet):
                yield from sheet.taken()

    def _is_table(self, place: SheetPlace) -> bool:
        """Two rows with more than one filled cell each; a sheet of notes has one column."""
        rows = islice(self.rows(place), LOOKED_AT)
        return sum(sum(bool(cell.strip()) for cell in cells) > 1 for _, cells in rows) > 1

    def _within(self, target: str) -> str:
        """A target is told from the workbook's folder, or from the root of the archive."""
        if target.startswith("/"):
            return target[1:]
        return posixpath.normpath(posixpath.join(self._folder, target))

    def _targets(self, name: str) -> Targets:
        targets = Targets()
        self._fill(name, targets)
        return targets

    def _fill(self, name: str, part: Part) -> None:
        """Reads a part of the archive whole, where there is one of this name."""
        if name in self._names:
            with self._archive.open(name) as source:
                for _ in parsed(source, part):
                    pass

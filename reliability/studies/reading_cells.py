"""The cells of a sheet of a workbook as texts, collected row by row."""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from datetime import date, timedelta

from reliability.studies.reading_refused import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    RefusedError,
    damaged,
    refused,
    too_long_a_cell,
    too_many_columns,
    too_many_rows,
)
from reliability.studies.reading_xml import Part

LAST_DAY = 2_958_465
"""31 December 9999, where spreadsheets end."""
_WHOLE = 1e15


class Sheet(Part):
    """Rows as they come; `taken` hands over those that are whole and forgets them."""

    def __init__(self, shared: Sequence[str], dates: Sequence[bool], *, since_1904: bool) -> None:
        self._shared = shared
        self._dates = dates
        self._since_1904 = since_1904
        self._rows: list[tuple[int, list[str]]] = []
        self._cells: list[str] = []
        self._number = 0
        self._column = 0
        self._places: dict[str, int] = {}
        self._kind = self._style = ""
        self._parts: list[str] = []
        self._is_value = self._is_reading_aid = self._has_formula = False

    def taken(self) -> list[tuple[int, list[str]]]:
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._is_value = not self._is_reading_aid
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._is_reading_aid = True

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            self._is_value = False
        elif name == "row":
            self._rows.append((self._number, self._cells))
            self._cells = []
        elif name == "rPh":
            self._is_reading_aid = False

    def text(self, text: str) -> None:
        if self._is_value:
            self._parts.append(text)
            if len(text) > MAX_CELL or len(self._parts) > MAX_CELL:
                raise too_long_a_cell(self._number)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        told = self._number + 1 if number is None else int(number[:10])
        if told <= self._number:
            raise damaged()
        if told > MAX_ROWS + 1:
            raise too_many_rows()
        self._number, self._column, self._cells = told, 0, []

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else self._place(reference)
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._parts = []
        self._has_formula = False

    def _place(self, reference: str) -> int:
        """The column of a reference such as AB12, counted from 1."""
        letters = reference.rstrip(string.digits)
        place = self._places.get(letters)
        if place is None:
            if not 1 <= len(letters) <= 6 or not set(letters) <= set(string.ascii_uppercase):
                raise damaged()
            place = 0
            for letter in letters:
                place = 26 * place + ord(letter) - 64
            if place <= MAX_COLUMNS:
                self._places[letters] = place
        return place

    def _end_cell(self) -> None:
        if not self._parts:
            if self._has_formula:
                raise _no_result(self._number)
            return
        value = self._value("".join(self._parts))
        self._parts = []
        if not value:
            return
        if self._column > MAX_COLUMNS:
            raise too_many_columns(self._number)
        missing = self._column - 1 - len(self._cells)
        if missing < 0:
            raise damaged()
        if missing:
            self._cells += [""] * missing
        self._cells.append(value)

    def _value(self, text: str) -> str:
        if self._kind == "s":
            place = int(text[:10])
            if not 0 <= place < len(self._shared):
                raise damaged()
            return self._shared[place]
        if self._kind == "n":
            return self._number_or_day(text)
        if self._kind == "b":
            return "true" if text == "1" else "false"
        return text[:10] if self._kind == "d" else text

    def _number_or_day(self, text: str) -> str:
        style = int(self._style[:6]) if self._style else 0
        shows_day = 0 <= style < len(self._dates) and self._dates[style]
        if not shows_day and text.isdecimal() and text.isascii():
            return text
        number = float(text)
        if not math.isfinite(number):
            raise damaged()
        if shows_day and 1 <= number <= LAST_DAY:
            return self._day(int(number)).isoformat()
        return str(int(number)) if number.is_integer() and abs(number) < _WHOLE else repr(number)

    def _day(self, serial: int) -> date:
        """Spreadsheets count a 29 February 1900 that never was."""
        if self._since_1904:
            return date(1904, 1, 1) + timedelta(days=min(serial, LAST_DAY - 1_462))
        return date(1899, 12, 31 if serial < 60 else 30) + timedelta(days=serial)


def _no_result(row: int) -> RefusedError:
    return refused(
        "Row {row} has a formula whose result is not stored in the file. Open the workbook in a "
        "spreadsheet program, save it there, and bring it again.",
        "La ligne {row} contient une formule dont le résultat n'est pas enregistré dans le "
        "fichier. Ouvrez le classeur dans un tableur, enregistrez-le, puis apportez-le de nouveau.",
        row=row,
    )

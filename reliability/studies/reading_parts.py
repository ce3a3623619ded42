"""The small parts of a workbook: which sheets it has, its shared texts, which formats are dates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reliability.studies.reading_refused import MAX_CELL, bomb
from reliability.studies.reading_xml import Part

MAX_SHEETS = 200
MAX_LINKS = 5_000
MAX_FORMATS = 70_000
"""Spreadsheet programs have 65,490 formats of cells at most."""
MAX_SHARED = 2_000_000
MAX_SHARED_LENGTH = 64 * 1024 * 1024
DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)})
"""The built-in number formats that show a day (ECMA-376, part 1, 18.8.30)."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


@dataclass(frozen=True)
class SheetPlace:
    """A sheet that is not hidden, by the link to its part. Its name may tell who: not kept."""

    link: str


class Targets(Part):
    """Links from one part to others."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}
        self._by_type: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            self.by_id[attributes.get("Id", "")] = target
            if len(self.by_id) > MAX_LINKS:
                raise bomb()
            self._by_type[attributes.get("Type", "").rpartition("/")[2]] = target

    def of_type(self, kind: str) -> str:
        """The target of this kind, or "" where there is none."""
        return self._by_type.get(kind, "")


class Workbook(Part):
    """The sheets in their order, and from which day dates are counted."""

    def __init__(self) -> None:
        self.sheets: list[SheetPlace] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            link = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append(SheetPlace(link))
            if len(self.sheets) > MAX_SHEETS:
                raise bomb()
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in ("1", "true")


class Shared(Part):
    """The texts that cells refer to by their place."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._is_reading_aid = False
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._is_reading_aid = True
        elif name == "t":
            self._is_text = not self._is_reading_aid

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_reading_aid = False
        elif name == "si":
            self.texts.append("".join(self._parts)[: MAX_CELL + 1])
            if len(self.texts) > MAX_SHARED:
                raise bomb()

    def text(self, text: str) -> None:
        if self._is_text:
            self._parts.append(text)
            self._length += len(text)
            if self._length > MAX_SHARED_LENGTH:
                raise bomb()


class Styles(Part):
    """For each cell format, whether it shows a number as a day."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._own: dict[str, bool] = {}
        self._is_cell_formats = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._own[attributes.get("numFmtId", "")] = _shows_day(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._is_cell_formats = True
        elif name == "xf" and self._is_cell_formats:
            number = attributes.get("numFmtId", "0")
            built_in = number.isdecimal() and len(number) < 4 and int(number) in DATE_FORMATS
            self.dates.append(self._own.get(number, built_in))
        if len(self.dates) > MAX_FORMATS or len(self._own) > MAX_FORMATS:
            raise bomb()

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_cell_formats = False


def _shows_day(code: str) -> bool:
    """A day or a year is shown; what is quoted, in brackets or escaped is not a code."""
    shown = _NOT_SHOWN.sub("", code).lower().replace("general", "")
    return "d" in shown or "y" in shown

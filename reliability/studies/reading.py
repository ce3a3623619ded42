"""From a file that somebody brought to rows of cells: one at a time, or refused in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reliability.studies.reading_csv import records
from reliability.studies.reading_refused import (
    ENCODINGS,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Candidate,
    RefusedError,
    looks_like_data,
    not_a_table,
    refused,
    too_long_a_cell,
    too_many_columns,
    too_many_rows,
)
from reliability.studies.reading_xlsx import sheet_records

__all__ = ["ENCODINGS", "Candidate", "RefusedError", "Table", "open_table", "table_from_rows"]

TITLE_ROWS = 20
HEADER_LENGTH = 120
_ZIP = b"PK\x03\x04"
_OTHERS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"PK\x05\x06")
_NUMBER = re.compile(r"[-+−]?\d+([.,]\d+)?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


@dataclass(frozen=True)
class Table:
    """A header and what stands below it.

    `rows` gives one list for each row of the file from `first_row` on: as long as the headers, ""
    where a cell is empty, and [] for an empty row. It may raise RefusedError on the way.
    """

    headers: tuple[str, ...]
    first_row: int
    rows: Iterator[list[str]]


def open_table(
    stream: BinaryIO, name: str, *, encoding: str | None = None, sheet: int | None = None
) -> Table:
    """The table of a CSV or XLSX file; which of them it is, the first bytes say and not `name`.

    `encoding` and `sheet` (from 1) are what a person chose after a refusal that asked. Raises
    RefusedError, and never anything else, whatever the file holds.
    """
    start = stream.read(8)
    stream.seek(0)
    if start.startswith(_OTHERS) or name.lower().endswith((".xls", ".ods", ".pdf", ".docx")):
        raise not_a_table()
    if start.startswith(_ZIP):
        return _table(sheet_records(stream, sheet))
    return _table(records(stream, encoding))


def table_from_rows(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Rows that came without a file, under the same limits. Their first row counts as row 2."""
    numbered = enumerate([list(headers)], 1)
    return _table(_chained(numbered, ((n, list(row)) for n, row in enumerate(rows, 2))))


def _chained(
    first: Iterable[tuple[int, list[str]]], then: Iterable[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield from first
    yield from then


def _table(found: Iterator[tuple[int, list[str]]]) -> Table:
    number, headers = _header(found)
    body = _body(found, number, len(headers))
    first = next(body, None)
    if first is None:
        raise refused(
            "The table has a header in row {row} and nothing below it. Add a row for each coding.",
            "Le tableau a un en-tête à la ligne {row} et rien au-dessous. Ajoutez une ligne par "
            "cotation.",
            row=number,
        )
    return Table(headers, number + 1, _with_first(first, body))


def _with_first(first: list[str], body: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from body


def _header(found: Iterator[tuple[int, list[str]]]) -> tuple[int, tuple[str, ...]]:
    """The first row with more than one filled cell; rows above it are a title."""
    titles = 0
    for number, cells in found:
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) > 1:
            return number, _headers(cells, number)
        titles += bool(filled)
        if titles > TITLE_ROWS or number > MAX_ROWS:
            break
    if titles:
        raise refused(
            "The file has one column only. A table of codings has a column for the file, one for "
            "the assessor and one for each item; columns of a text table are divided by commas, "
            "semicolons or tabs.",
            "Le fichier n'a qu'une colonne. Un tableau de cotations a une colonne pour le dossier, "
            "une pour l'évaluateur et une pour chaque élément; les colonnes d'un tableau en texte "
            "sont séparées par des virgules, des points-virgules ou des tabulations.",
        )
    raise refused(
        "The file is empty. Its first row names the columns: the file, the assessor, the items.",
        "Le fichier est vide. Sa première ligne nomme les colonnes : le dossier, l'évaluateur, "
        "les éléments.",
    )


def _headers(cells: list[str], number: int) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        raise too_many_columns(number)
    names = [" ".join(cell.split())[:HEADER_LENGTH] for cell in cells]
    if _looks_like_data(names):
        raise looks_like_data(number)
    return tuple(name or letter(place) for place, name in enumerate(names))


def _looks_like_data(names: list[str]) -> bool:
    """Half of the cells are numbers or dates. Columns called 1, 2, 3 ... are items, not data."""
    filled = [name for name in names if name]
    numbers = [name for name in filled if _NUMBER.fullmatch(name) or _DATE.match(name)]
    counted = [str(n) for n in range(1, len(numbers) + 1)]
    return numbers != counted and 2 * len(numbers) >= len(filled)


def letter(place: int) -> str:
    """How spreadsheets call the column at this place, which is counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _body(found: Iterator[tuple[int, list[str]]], header: int, width: int) -> Iterator[list[str]]:
    """The rows below the header; empty ones only where a filled one follows."""
    expected = header + 1
    for number, cells in found:
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        if number - header > MAX_ROWS:
            raise too_many_rows()
        if max(map(len, row)) > MAX_CELL:
            raise too_long_a_cell(number)
        if len(row) > width:
            row = _fitted(row, width, number)
        while expected < number:
            expected += 1
            yield []
        expected += 1
        yield row + [""] * (width - len(row))


def _fitted(row: list[str], width: int, number: int) -> list[str]:
    if any(row[width:]):
        raise refused(
            "Row {row} has more cells than the header has columns. Often a decimal comma divides a "
            "cell in two: separate the columns with semicolons, or write decimals with a point.",
            "La ligne {row} a plus de cellules que l'en-tête n'a de colonnes. Souvent une virgule "
            "décimale coupe une cellule en deux : séparez les colonnes par des points-virgules, ou "
            "écrivez les décimales avec un point.",
            row=number,
        )
    return row[:width]

"""Cells of CSV files that no spreadsheet program takes for a formula."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO

_STARTS = frozenset("=+-@\t\r\n'")
_LINES_AT_ONCE = 500

Value = str | int | float | date | None


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet program would compute it.

    What it looks like counts, not how it is written: a full-width equals sign is one. A text that
    begins with an apostrophe gets another, so that taking one away always gives the text back.
    """
    shown = unicodedata.normalize("NFKC", text.lstrip(" \N{NO-BREAK SPACE}\N{BOM}"))
    return f"'{text}" if shown[:1] in _STARTS else text


def cell(value: Value) -> str:
    """A number with all its digits, a date as YYYY-MM-DD, words guarded, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """A CSV file in UTF-8 as RFC 4180 has it, some hundred lines at a time."""
    waiting = StringIO()
    writer = csv.writer(waiting)
    writer.writerow([cell(name) for name in head])
    for number, row in enumerate(rows, start=1):
        writer.writerow([cell(value) for value in row])
        if number % _LINES_AT_ONCE == 0:
            yield _taken(waiting)
    yield _taken(waiting)


def _taken(waiting: StringIO) -> bytes:
    text = waiting.getvalue()
    waiting.seek(0)
    waiting.truncate()
    return text.encode()

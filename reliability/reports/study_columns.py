"""The columns of a table that was brought, as a page shows them beside what each is said to be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reliability.models import Intake
from reliability.reports.studies.numbers import count, listed, span
from reliability.studies.blinding import ColumnSeen
from training.questions import spoken


@dataclass(frozen=True)
class ColumnRow:
    """One column: its name, and its cells in words. `refused` says why nothing of it is kept."""

    place: int
    letter: str
    header: str
    looks: str
    note: str
    refused: str


def column_rows(intake: Intake) -> tuple[ColumnRow, ...]:
    """Every column of the table as it was seen at the door."""
    seen = map(ColumnSeen.from_json, intake.columns)
    return tuple(_column_row(place, column) for place, column in enumerate(seen))


def _column_row(place: int, column: ColumnSeen) -> ColumnRow:
    return ColumnRow(
        place=place,
        letter=column.letter,
        header=column.header,
        looks=_looks(column),
        note=spoken(column.note) if column.note else "",
        refused=spoken(column.refused) if column.refused else "",
    )


def _looks(column: ColumnSeen) -> str:
    if column.refused:
        return _("nothing of it was kept")
    if not column.filled:
        return _("empty")
    return listed([words for n, words in _kinds(column) if n])


def _kinds(column: ColumnSeen) -> list[tuple[int, str]]:
    """How many cells are of each kind, in words."""
    numbers = ngettext("%(n)s number", "%(n)s numbers", column.numbers)
    if column.numbers and column.low is not None and column.high is not None:
        numbers = _("%(numbers)s (%(span)s)") % {
            "numbers": numbers,
            "span": span(count(int(column.low)), count(int(column.high))),
        }
    told = [
        (column.numbers, numbers),
        (column.decimals, ngettext("%(n)s decimal", "%(n)s decimals", column.decimals)),
        (column.dates, ngettext("%(n)s date", "%(n)s dates", column.dates)),
        (column.words, ngettext("%(n)s known word", "%(n)s known words", column.words)),
        (
            column.hidden,
            ngettext("%(n)s turned into a code", "%(n)s turned into codes", column.hidden),
        ),
    ]
    return [(n, words.replace("%(n)s", count(n))) for n, words in told]

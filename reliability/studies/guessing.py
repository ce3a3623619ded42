"""A first mapping, from what stands above the columns and what their cells look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reliability.studies.blinding import ColumnSeen
from reliability.studies.columns_kinds import IGNORE, NAMED, Column, Layout, Mapping, Role
from reliability.studies.columns_words import words_of
from reliability.studies.guessing_headers import told_by

ALLOWED: dict[Layout, frozenset[str]] = {
    "codings": words_of("target rater occasion coded_on item total band flag part"),
    "ratings": words_of("target rater occasion coded_on item_name score total band flag part"),
    "pairs": words_of("target rater coded_on item total band flag part"),
}


def guess(
    headers: Sequence[str], seen: Sequence[ColumnSeen], tool_id: str, first_row: int = 2
) -> Mapping:
    """What each column seems to be. A person confirms it; `problems` says what is still missing."""
    told = [told_by(header, tool_id) for header in headers]
    columns = [_from_cells(column, n, seen) for n, column in enumerate(told)]
    layout = layout_of(columns)
    columns = [_within(column, layout) for column in columns]
    if layout == "codings":
        columns = _score_as_total(told, columns)
    columns = _once(_identified(columns, seen))
    return Mapping(layout, tuple(columns), first_row)


def layout_of(columns: Sequence[Column]) -> Layout:
    """Pairs where both assessors have items of their own; ratings where a column names the item."""
    items = {column.coder for column in columns if column.role == "item"}
    roles = {column.role for column in columns}
    if items >= {1, 2}:
        return "pairs"
    return "ratings" if {"item_name", "score"} <= roles and "item" not in roles else "codings"


def _from_cells(column: Column | None, place: int, seen: Sequence[ColumnSeen]) -> Column:
    """Nothing of a refused column is there to be taken."""
    one = seen[place] if place < len(seen) else None
    if one is not None and (one.refused is not None or not one.filled):
        return IGNORE
    if column is None and one is not None and one.names_items:
        return Column("item_name")
    return column or IGNORE


def _within(column: Column, layout: Layout) -> Column:
    if column.role not in ALLOWED[layout]:
        return IGNORE
    if layout != "pairs":
        return replace(column, coder=0)
    needs_coder = column.role in ("item", "total", "band")
    return IGNORE if needs_coder and not column.coder and column.role not in NAMED else column


def _score_as_total(told: Sequence[Column | None], columns: list[Column]) -> list[Column]:
    """Beside items, one column called score is the total."""
    scores = [n for n, one in enumerate(told) if one is not None and one.role == "score"]
    if len(scores) == 1 and all(column.role != "total" for column in columns):
        columns[scores[0]] = Column("total")
    return columns


def _identified(columns: list[Column], seen: Sequence[ColumnSeen]) -> list[Column]:
    """Without a header that says so, the first columns of hashes are the file and the assessor."""
    wanted: list[Role] = ["target", "rater"]
    missing = [role for role in wanted if all(column.role != role for column in columns)]
    for place, column in enumerate(columns):
        is_hashed = place < len(seen) and 2 * seen[place].hidden > seen[place].filled > 0
        if missing and column == IGNORE and is_hashed and seen[place].refused is None:
            columns[place] = Column(missing.pop(0))
    return columns


def _once(columns: list[Column]) -> list[Column]:
    """The first of several that seem to be the same. Items are left: a person has to choose."""
    return [
        IGNORE if column.role not in NAMED and column in columns[:place] else column
        for place, column in enumerate(columns)
    ]

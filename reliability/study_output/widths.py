"""How wide the columns of a table are where pages have an edge."""

from __future__ import annotations

from reliability.reports.studies.document import Table

_LETTER = 0.0069
"""Inches for a letter, for each point of the size: a little more than most letters take."""
_PADDING = 0.14
_HEADER_LINES = 3
_NOTE_LETTERS = 34
_NOTE_SIZE = 0.86
_WIDEST_TEXT = 3.2
_MANY_COLUMNS = 6


def size_of(table: Table) -> float:
    """The size of its words in points: smaller where there are many columns."""
    return 8.0 if len(table.columns) > _MANY_COLUMNS else 8.8


def inches(table: Table, page: float, size: float) -> list[float]:
    """The width of each column; together at most that of the page.

    Every column gets what its cells want if the page allows; otherwise columns of words give way
    first, down to their longest word. What is left over stays empty, so that numbers stand near
    their labels.
    """
    columns = range(len(table.columns))
    wanted = [_wanted(table, place, size) for place in columns]
    least = [min(_least(table, place, size), want) for place, want in enumerate(wanted)]
    over = sum(wanted) - page
    if over <= 0:
        return wanted
    gives = [want - low for want, low in zip(wanted, least, strict=True)]
    words = [0.0 if table.columns[place].is_number else gives[place] for place in columns]
    for room in (words, gives):
        if sum(room) >= over:
            shares = [part / sum(room) for part in room]
            return [want - over * share for want, share in zip(wanted, shares, strict=True)]
    return [low * page / sum(least) for low in least]


def _wanted(table: Table, place: int, size: float) -> float:
    """All of each cell in one line; its note and the header in as many as they take."""
    label = table.columns[place].label
    cells = [row[place] for row in table.rows]
    header = max(_longest_word(label), len(label) / _HEADER_LINES * 1.3)
    notes = [
        _NOTE_SIZE * max(_longest_word(c.note), min(len(c.note), _NOTE_LETTERS)) for c in cells
    ]
    letters = max([header, *(len(cell.text) for cell in cells), *notes])
    return min(_PADDING + letters * _LETTER * size, _WIDEST_TEXT)


def _least(table: Table, place: int, size: float) -> float:
    """No word broken."""
    cells = [row[place] for row in table.rows]
    words = [_longest_word(cell.text) for cell in cells]
    words += [_NOTE_SIZE * _longest_word(cell.note) for cell in cells]
    letters = max([_longest_word(table.columns[place].label), *words])
    return _PADDING + letters * _LETTER * size


def _longest_word(text: str) -> float:
    """Letters up to a space where a line may end; a no-break space holds words together."""
    return max(len(word) for word in text.split(" "))

"""Tables fit their page, and numbers stand near their labels."""

import pytest

from reliability.reports.studies.document import Cell, Column, Table
from reliability.study_output.widths import inches


def table(*rows, numbers=(False, True)):
    columns = tuple(Column(f"Column {n}", is_number) for n, is_number in enumerate(numbers))
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    return Table("t", "caption", columns, cells)


def test_a_narrow_table_stays_narrow():
    assert sum(inches(table(("Same", "3")), 6.8, 9)) < 2


def test_a_wide_table_ends_at_the_edge():
    long = "word " * 60

    widths = inches(table((long, long, "1"), numbers=(False, False, True)), 6.8, 9)

    assert sum(widths) == pytest.approx(6.8, abs=1.0)
    assert sum(widths) <= 6.8 + 1e-9


def test_words_give_way_before_numbers():
    alone = inches(table(("x", "0.12 to 0.34")), 6.8, 9)[1]

    widths = inches(table(("word " * 60, "0.12 to 0.34")), 3.0, 9)

    assert widths[1] == pytest.approx(alone)
    assert sum(widths) == pytest.approx(3.0)


def test_more_columns_than_a_page_holds_are_all_squeezed():
    row = ("unbreakable" * 3,) * 9

    widths = inches(table(row, numbers=(False,) * 9), 6.8, 9)

    assert sum(widths) == pytest.approx(6.8)
    assert min(widths) > 0

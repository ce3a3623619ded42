"""No cell of a CSV file begins as a formula does, and every text can be had back."""

import csv
from datetime import date
from io import StringIO

import pytest

from reliability.study_output.guarding import cell, csv_lines, guarded

FORMULAS = [
    "=cmd()",
    "+1",
    "@x",
    "-1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "\N{FULLWIDTH PLUS SIGN}1",
    " =1+1",
    "\N{NO-BREAK SPACE}=1+1",
    "\N{ZERO WIDTH NO-BREAK SPACE}=1+1",
    "\N{SMALL COMMERCIAL AT}x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_guarded_puts_an_apostrophe_before_what_is_computed(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Field scores", "#ABC", "1 = 1", "a-b", "42"])
def test_guarded_leaves_other_words_alone(text):
    assert guarded(text) == text


@pytest.mark.parametrize("text", [*FORMULAS, "'quoted", "'=x", "plain"])
def test_guarded_text_can_be_had_back(text):
    assert guarded(text).removeprefix("'") == text or guarded(text) == text


def test_a_text_with_an_apostrophe_of_its_own_gets_another():
    assert guarded("'=x") == "''=x"


def test_numbers_are_not_guarded():
    assert [cell(value) for value in (-1, -0.5, 0.1, None)] == ["-1", "-0.5", "0.1", ""]


def test_numbers_keep_every_digit():
    assert float(cell(1 / 3)) == 1 / 3


def test_a_day_is_written_out():
    assert cell(date(2026, 3, 2)) == "2026-03-02"


def test_csv_lines_give_the_cells_back():
    lines = b"".join(csv_lines(("name", "n"), [("=1,5", 1), ('say "x"\nthere', -2)])).decode()

    rows = list(csv.reader(StringIO(lines, newline="")))

    assert rows == [["name", "n"], ["'=1,5", "1"], ['say "x"\nthere', "-2"]]

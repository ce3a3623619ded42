"""One cell on its way in: what may be kept of it, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from reliability.studies.columns_words import BLANK, NO, OCCASIONS, YES, bare, plain

LOWEST, HIGHEST = -20, 999
"""Whole numbers that a score or a total can be. Anything beyond could be a file number."""
OLDEST_YEARS = 15
"""A coding is not older than this; a date of birth of somebody who is assessed always is."""
SERIALS = range(20_000, 80_000)
"""Days since 1900 as spreadsheets count them: 1954 to 2119."""

AMBIGUOUS, TOO_OLD, SERIAL, TEXT, FORMULA = "?date", "?old", "?serial", "?text", "?formula"
"""What stands for a cell that cannot be used, so that a finding can say why."""

# Three digits after a comma are thousands: 123,456 is a file number.
_WHOLE = re.compile(r"(-?[1-9]\d{0,2}|0)(?:[.,]0{1,2})?", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,3}[.,]\d{1,2}", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})(?:er)? ([a-z]{3,9})\.? (\d{4})|([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTHS = (
    ("jan",), ("feb", "fev"), ("mar",), ("apr", "avr"), ("may", "mai"), ("jun", "juin"),
    ("jul", "juil"), ("aug", "aou"), ("sep",), ("oct",), ("nov",), ("dec",),
)  # fmt: skip
_FORMULA_SIGNS = ("=", "@", "+")


class Kind(Enum):
    """What a cell is, for the counts of a column."""

    EMPTY = "empty"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    WORD = "word"
    HIDDEN = "hidden"


class Order(Enum):
    """Whether 03/04/2024 begins with the day or the month; UNKNOWN where nothing says."""

    DAY_FIRST = "day"
    MONTH_FIRST = "month"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Policy:
    """What may be kept of the cells of one column.

    `takes`: identifiers (hashed whatever they look like), values (numbers and yes or no), dates,
    words (what `word` gives for a cell, "" where it is none), years, or anything: values and dates,
    the rest hashed.
    """

    takes: str
    order: Order = Order.UNKNOWN
    word: Callable[[str], str] | None = None


def kept(cell: str, policy: Policy, today: date) -> tuple[Kind, str] | None:
    """What is kept of a cell that holds no identifier; None where it has to be hashed."""
    text = plain(cell)
    if not text or text.casefold() in BLANK:
        return Kind.EMPTY, ""
    found = _word(text, policy, today) or _value(text) or _day(text, policy, today)
    if found is not None:
        return found
    if text.startswith(_FORMULA_SIGNS):
        return Kind.HIDDEN, FORMULA
    return None if policy.takes in ("anything", "years") else (Kind.HIDDEN, TEXT)


def _word(text: str, policy: Policy, today: date) -> tuple[Kind, str] | None:
    word = policy.word(text) if policy.word is not None else ""
    if word:
        return Kind.WORD, word
    if policy.takes == "years" and _YEAR.fullmatch(text):
        # of a coding; a year of birth lies further back
        is_near = today.year - OLDEST_YEARS <= int(text) <= today.year + 1
        return (Kind.WORD, text) if is_near else None
    said = text.casefold()
    if said in YES or said in NO:
        return Kind.WORD, "yes" if said in YES else "no"
    return None


def _value(text: str) -> tuple[Kind, str] | None:
    """A small number: whole as 3, else as 2.5."""
    whole = _WHOLE.fullmatch(text)
    if whole:
        number = int(whole.group(1))
        return (Kind.NUMBER, str(number)) if LOWEST <= number <= HIGHEST else None
    if _DECIMAL.fullmatch(text):
        return Kind.DECIMAL, text.replace(",", ".")
    return None


def _day(text: str, policy: Policy, today: date) -> tuple[Kind, str] | None:
    takes_dates = policy.takes in ("dates", "anything")
    if policy.takes == "dates" and is_serial(text):
        return Kind.HIDDEN, SERIAL
    read = read_day(text)
    if read is None or (len(text) == 8 and policy.takes != "dates"):
        return None
    day = read.resolved(policy.order)
    if day is None or not takes_dates:
        return Kind.HIDDEN, AMBIGUOUS
    if is_old(day, today):
        return Kind.HIDDEN, TOO_OLD
    return Kind.DATE, day.isoformat()


def is_old(day: date, today: date) -> bool:
    return day.year < today.year - OLDEST_YEARS


def is_serial(text: str) -> bool:
    """A date as the number that a spreadsheet stores for it."""
    return bool(_SERIAL.fullmatch(text)) and int(text[:5]) in SERIALS


@dataclass(frozen=True)
class Day:
    """A date as written: one reading, or two where day and month could be either."""

    day_first: date | None
    month_first: date | None

    def resolved(self, order: Order) -> date | None:
        """The day meant, None where nothing tells which."""
        if self.day_first == self.month_first or self.month_first is None:
            return self.day_first
        if self.day_first is None:
            return self.month_first
        return {Order.DAY_FIRST: self.day_first, Order.MONTH_FIRST: self.month_first}.get(order)


def read_day(text: str) -> Day | None:
    """A date in figures or with the month's name in English or French, with or without a time."""
    if not 6 <= len(text) <= 40 or not any(sign.isdigit() for sign in text):
        return None
    text = _TIME.sub("", text)
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        year, _, month, day = found.groups()[:4]
        if year is None:
            year, month, day = found.groups()[4:]
        return _one(_made(year, month, day))
    found = _YEAR_LAST.fullmatch(text)
    if found:
        first, sign, second, year = found.groups()
        day_first = _made(year, second, first)
        month_first = None if sign == "." else _made(year, first, second)
        return Day(day_first, month_first) if day_first or month_first else None
    return _with_name(bare(text))


def _with_name(text: str) -> Day | None:
    found = _NAMED.fullmatch(text)
    if not found:
        return None
    day, name, year = found.groups()[:3]
    if day is None:
        name, day, year = found.groups()[3:]
    for month, names in enumerate(_MONTHS, 1):
        if name.startswith(names):
            return _one(_made(year, str(month), day))
    return None


def _one(day: date | None) -> Day | None:
    return None if day is None else Day(day, day)


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def occasion_in(text: str) -> str:
    """1 or 2 for the words of a first or second coding, else ""."""
    return OCCASIONS.get(bare(text), "")

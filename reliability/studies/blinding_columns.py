"""How a column is taken, decided from its header and its first cells; or why it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from instruments.sheet import Text
from reliability.studies.blinding_cells import (
    Kind,
    Order,
    Policy,
    is_old,
    is_serial,
    kept,
    occasion_in,
    read_day,
)
from reliability.studies.columns_kinds import IDENTIFIERS, Column
from reliability.studies.columns_words import band_in, bare, item_in, plain
from reliability.studies.guessing_headers import is_personal, told_by
from reliability.studies.reading_refused import looks_like_data

MANY_WORDS = 4
LONG_TEXT = 60
_NAME = re.compile(r"[^\W\d_][\w'’.-]*,? (?:[^\W\d_][\w'’.-]* ?){1,2}")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

PERSONAL = Text(
    en="By its name this column holds what tells who somebody is, or remarks. It was not taken. "
    "Files and assessors are told apart by numbers or codes, which are hashed.",
    fr="D'après son nom, cette colonne contient ce qui révèle l'identité de quelqu'un, ou des "
    "remarques. Elle n'a pas été prise. Les dossiers et les évaluateurs se distinguent par des "
    "numéros ou des codes, qui sont hachés.",
)
BIRTHS = Text(
    en="Most of these dates lie more than 15 years back, as dates of birth do. The column was not "
    "taken; a study needs only the date of the coding.",
    fr="La plupart de ces dates remontent à plus de 15 ans, comme des dates de naissance. La "
    "colonne n'a pas été prise; une étude n'a besoin que de la date de la cotation.",
)
FREE_TEXT = Text(
    en="The cells are texts of several words. Texts are not taken: they may tell who somebody is.",
    fr="Les cellules sont des textes de plusieurs mots. Les textes ne sont pas pris\u00a0: ils "
    "peuvent révéler l'identité de quelqu'un.",
)
NAMES = Text(
    en="The cells look like names or addresses of persons. The column was not taken. If it says "
    "who scored, call it “assessor”; the names are then hashed.",
    fr="Les cellules ressemblent à des noms ou à des adresses de personnes. La colonne n'a pas été "
    "prise. Si elle dit qui a coté, appelez-la «\u00a0évaluateur\u00a0»; les noms sont alors "
    "hachés.",
)
NAMES_HASHED = Text(
    en="These look like names. They were hashed before anything was stored; a code in place of "
    "each name would be safer still.",
    fr="Ces cellules ressemblent à des noms. Elles ont été hachées avant tout enregistrement; un "
    "code à la place de chaque nom serait encore plus sûr.",
)
NOT_SCORES = Text(
    en="Most cells are texts or long numbers, not scores. The column was not taken. If it tells "
    "files or assessors apart, call it “file” or “assessor”.",
    fr="La plupart des cellules sont des textes ou de longs nombres, non des cotes. La colonne n'a "
    "pas été prise. Si elle distingue des dossiers ou des évaluateurs, appelez-la "
    "«\u00a0dossier\u00a0» ou «\u00a0évaluateur\u00a0».",
)
SERIALS = Text(
    en="The dates are stored as numbers such as the days since 1900. Give the column a date format "
    "in the spreadsheet, or write dates as 2024-05-01.",
    fr="Les dates sont enregistrées comme des nombres, tels les jours depuis 1900. Donnez à la "
    "colonne un format de date dans le tableur, ou écrivez les dates comme 2024-05-01.",
)
NOT_NEEDED = Text(
    en="The cells look like file numbers, dates or texts, and only the columns of the file, the "
    "assessor and the date of the coding may hold such. The column was not taken.",
    fr="Les cellules ressemblent à des numéros de dossier, à des dates ou à des textes, que seules "
    "les colonnes du dossier, de l'évaluateur et de la date de la cotation peuvent contenir. La "
    "colonne n'a pas été prise.",
)


@dataclass(frozen=True)
class Verdict:
    """How the cells of one column are let through; nothing of it where it is `refused`."""

    policy: Policy
    refused: Text | None = None
    note: Text | None = None
    names_items: bool = False


def verdicts(
    headers: Sequence[str], sample: Sequence[Sequence[str]], tool_id: str, today: date
) -> tuple[Verdict, ...]:
    """One for each column, from its header and the first rows."""
    told = [told_by(header, tool_id) for header in headers]
    roles = {column.role for column in told if column is not None}
    found = []
    for place, (header, column) in enumerate(zip(headers, told, strict=True)):
        cells = [plain(row[place]) for row in sample if row and row[place]]
        if is_personal(header, column):
            found.append(Verdict(Policy("values"), PERSONAL))
        else:
            found.append(_Column(column, cells, tool_id, today).verdict(frozenset(roles)))
    return tuple(found)


def refuse_data_as_header(
    headers: Sequence[str], sample: Sequence[Sequence[str]], row: int
) -> None:
    """Names of columns do not stand again below them; a coding's own cells do.

    Without this the first coding of a table without a header would be kept as names of columns.
    """
    names = [(n, bare(name)) for n, name in enumerate(headers) if not name.isdecimal()]
    again = sum(any(row and bare(row[n]) == name for row in sample) for n, name in names)
    if len(names) > 1 and 2 * again >= len(names):
        raise looks_like_data(row)


class _Column:
    """The first cells of a column, looked at once."""

    def __init__(
        self, column: Column | None, cells: Sequence[str], tool_id: str, today: date
    ) -> None:
        self._column = column or _of_items(cells, tool_id)
        self._cells = cells
        self._tool_id = tool_id
        self._today = today
        self._names_items = self._column is not None and self._column.role == "item_name"
        self._policy = _policy(self._column, cells, tool_id)

    def verdict(self, roles: frozenset[str]) -> Verdict:
        refused = self._refusal(roles) if self._cells else None
        is_noted = self._policy.takes == "identifiers" and self._share(_looks_like_name) > 0.5
        note = NAMES_HASHED if is_noted and refused is None else None
        return Verdict(self._policy, refused, note, names_items=self._names_items)

    def _refusal(self, roles: frozenset[str]) -> Text | None:
        if self._share(self._is_birth) > 0.5:
            return BIRTHS
        if self._is_prose():
            return FREE_TEXT
        if self._policy.takes == "identifiers":
            return None
        if self._policy.takes == "dates":
            return SERIALS if self._share(is_serial) > 0.5 else None
        if self._policy.takes == "anything":
            return self._refusal_of_unknown(roles)
        if self._policy.takes == "values" and self._share(self._is_hidden) > 0.5:
            return NOT_SCORES
        return None

    def _refusal_of_unknown(self, roles: frozenset[str]) -> Text | None:
        """A header that says nothing: hashes are of use only where file or assessor is missing."""
        if self._share(_looks_like_name) > 0.5:
            return NAMES
        is_hidden, is_date = self._share(self._is_hidden) > 0.5, self._share(_is_day) > 0.5
        if (is_hidden and roles >= IDENTIFIERS) or (is_date and "coded_on" in roles):
            return NOT_NEEDED
        return None

    def _share(self, looks: Callable[[str], bool]) -> float:
        return sum(looks(cell) for cell in self._cells) / (len(self._cells) or 1)

    def _is_birth(self, cell: str) -> bool:
        read = read_day(cell) if len(cell) != 8 or self._policy.takes == "dates" else None
        day = None if read is None else (read.day_first or read.month_first)
        return day is not None and is_old(day, self._today)

    def _is_hidden(self, cell: str) -> bool:
        found = kept(cell, self._policy, self._today)
        return found is None or found[0] is Kind.HIDDEN

    def _is_prose(self) -> bool:
        """Sentences; but the names of items and levels have several words too."""
        if self._policy.word is not None:
            return False
        words = [cell.count(" ") + 1 for cell in self._cells if read_day(cell) is None]
        longest = max(map(len, self._cells))
        return sum(words) > MANY_WORDS * len(self._cells) or (
            longest > LONG_TEXT and self._share(lambda cell: len(cell) > LONG_TEXT) > 0.1
        )


def _policy(column: Column | None, cells: Sequence[str], tool_id: str) -> Policy:
    if column is None:
        return Policy("anything", _order(cells))
    if column.role in IDENTIFIERS:
        return Policy("identifiers")
    if column.role == "coded_on":
        return Policy("dates", _order(cells))
    if column.role == "item_name":
        return Policy("words", word=partial(item_in, tool_id=tool_id))
    if column.role == "band":
        return Policy("words", word=partial(band_in, tool_id=tool_id))
    if column.role == "occasion":
        return Policy("words", word=occasion_in)
    return Policy("years" if column.role == "part" else "values")


def _of_items(cells: Sequence[str], tool_id: str) -> Column | None:
    """A column without a telling header whose cells name items."""
    named = {cell for cell in set(cells) if not cell.isdecimal() and item_in(cell, tool_id)}
    is_named = len(named) > 2 and sum(cell in named for cell in cells) > 0.8 * len(cells)
    return Column("item_name") if is_named else None


def _order(cells: Sequence[str]) -> Order:
    """Days first or months first: what the dates that can be read in one way only say."""
    days = [day for cell in cells if (day := read_day(cell)) is not None]
    day_first = any(day.month_first is None for day in days)
    month_first = any(day.day_first is None for day in days)
    if day_first == month_first:
        return Order.UNKNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def _is_day(cell: str) -> bool:
    return len(cell) != 8 and read_day(cell) is not None


def _looks_like_name(cell: str) -> bool:
    return bool(_NAME.fullmatch(cell) or _MAIL.fullmatch(cell))

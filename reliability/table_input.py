"""Read a table of scores from a file that people made: wide or tidy, and refuse it in sentences."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TIDY_COLUMNS = ("target", "rater", "score")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_LARGEST_SCORE = 1e15
_MISSING_BY_HABIT = ("na", "n/a", "nan", "null", "none", ".", "-")


class TableError(Exception):
    """The table cannot be read; the message says what was found, where, and what to do."""


@dataclass(frozen=True)
class Cell:
    """One score as written, and where it stands."""

    target: str
    rater: str
    item: str
    text: str
    row: int
    column: str

    @property
    def place(self) -> str:
        """Where a reader finds the cell."""
        return f"row {self.row}, column {self.column!r}"


@dataclass(frozen=True)
class WrittenTable:
    """A table as written: who scored what, in the order of the file, empty cells left out."""

    targets: tuple[str, ...]
    raters: tuple[str, ...]
    items: tuple[str, ...]
    cells: tuple[Cell, ...]
    decimal_comma: bool


def read_table(content: bytes) -> WrittenTable:
    """Read a wide table (target, then a column per rater) or a tidy one (target,rater,score)."""
    text = _decoded(content)
    rows = _rows(text)
    first = next(rows, None)
    if first is None:
        raise TableError(
            "the file is empty; the first line must name the columns: the target, then one column "
            "for each rater"
        )
    number, header = first
    body = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    names = _header([name.strip() for name in header], body, number)
    body = [(line, _fitted(row, names, line)) for line, row in body]
    if not body:
        raise TableError(
            f"the file has a header (row {number}) and no row below it; add one row for each target"
        )
    comma = _delimiter(text) != ","
    lowered = [name.lower() for name in names]
    if set(TIDY_COLUMNS) <= set(lowered):
        return _tidy(lowered, body, comma)
    return _wide(names, body, comma)


def number_in(text: str, *, decimal_comma: bool) -> float | None:
    """The number that a cell holds, or None where it is text."""
    if _NUMBER.fullmatch(text):
        return float(text)
    if decimal_comma and _DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def numbers_of(table: WrittenTable) -> dict[str, float]:
    """What each spelling of a score means as a number; refuses the first cell that is not one."""
    meaning: dict[str, float] = {}
    for cell in table.cells:
        if cell.text in meaning:
            continue
        number = number_in(cell.text, decimal_comma=table.decimal_comma)
        if number is None:
            raise TableError(_not_a_number(cell))
        if abs(number) > _LARGEST_SCORE:
            raise TableError(
                f"{cell.place}: {cell.text!r} is too large for a score, which is at most "
                f"{_LARGEST_SCORE:g}; correct the cell"
            )
        meaning[cell.text] = number
    return meaning


def is_numeric(table: WrittenTable) -> bool:
    """Whether the scores are numbers; refuses a mixture of numbers and text."""
    kinds = {
        text: number_in(text, decimal_comma=table.decimal_comma) is not None
        for text in {cell.text for cell in table.cells}
    }
    if not any(kinds.values()):
        return not kinds
    if not all(kinds.values()):
        raise TableError(_not_a_number(next(c for c in table.cells if not kinds[c.text])))
    return True


def _not_a_number(cell: Cell) -> str:
    if cell.text.lower() in _MISSING_BY_HABIT:
        mend = "where a score is missing, leave the cell empty"
    elif "," in cell.text:
        mend = "write decimals with a point, or separate the columns with semicolons"
    else:
        mend = "correct the cell, or say --level nominal if the scores are labels"
    return f"{cell.place}: {cell.text!r} is not a number, but the scores must be numbers; {mend}"


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableError("the file is written in UTF-16; save it again as CSV UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = content[: reason.start].count(b"\n") + 1
        raise TableError(
            f"the file is not UTF-8: row {line} holds the byte 0x{content[reason.start]:02x}; save "
            "it again as CSV UTF-8"
        ) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TableError(f"row {line} holds a zero byte, so this is no text file; save it as CSV")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str) -> str:
    """The separator that occurs most in the first line that is not empty, outside quotes."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", line)
    return max(",;\t", key=bare.count)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their line numbers."""
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as reason:
            raise TableError(
                f"row {reader.line_num} cannot be read ({reason}); look for a quotation mark that "
                "is opened and not closed"
            ) from None
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _header(names: list[str], body: Sequence[tuple[int, list[str]]], line: int) -> list[str]:
    while (
        names
        and not names[-1]
        and all(not "".join(row[len(names) - 1 :]).strip() for _, row in body)
    ):
        names = names[:-1]
    first: dict[str, int] = {}
    for position, name in enumerate(names):
        if not name and position:
            raise TableError(
                f"row {line}: column {position + 1} has no name; name the rater, or remove it"
            )
        if name and first.setdefault(name, position) != position:
            raise TableError(
                f"row {line}: columns {first[name] + 1} and {position + 1} are both called "
                f"{name!r}; each rater needs a name of their own: rename one or remove it"
            )
    if len(names) < 2:
        raise TableError(
            f"row {line} names only {len(names)} column; expected the target, then at least one "
            "column for a rater, separated by commas, semicolons or tabs"
        )
    return names


def _fitted(row: list[str], names: Sequence[str], line: int) -> list[str]:
    cells = [cell.strip() for cell in row]
    while len(cells) > len(names) and not cells[-1]:
        cells.pop()
    if len(cells) != len(names):
        raise TableError(
            f"row {line} has {len(cells)} cells where the header has {len(names)}; write one cell "
            "for each column, empty where a score is missing"
        )
    return cells


def _wide(names: Sequence[str], body: Sequence[tuple[int, list[str]]], comma: bool) -> WrittenTable:
    seen: dict[str, int] = {}
    cells: list[Cell] = []
    for line, (target, *scores) in body:
        if not target:
            raise TableError(f"row {line} does not name its target; write it in the first column")
        if target in seen:
            raise TableError(
                f"rows {seen[target]} and {line} are both target {target!r}, so each rater would "
                "have scored it twice; keep one row for each target"
            )
        seen[target] = line
        cells.extend(
            Cell(target, rater, "", text, line, rater)
            for rater, text in zip(names[1:], scores, strict=True)
            if text
        )
    return WrittenTable(tuple(seen), tuple(names[1:]), (), tuple(cells), comma)


def _tidy(names: Sequence[str], body: Sequence[tuple[int, list[str]]], comma: bool) -> WrittenTable:
    target, rater, score = (names.index(name) for name in TIDY_COLUMNS)
    item = names.index("item") if "item" in names else None
    seen: dict[tuple[str, str, str], int] = {}
    cells: list[Cell] = []
    for line, row in body:
        key = (row[target], row[rater], "" if item is None else row[item])
        _refuse_blank_names(key, line, item is not None)
        if key in seen:
            about = f" on item {key[2]!r}" if key[2] else ""
            raise TableError(
                f"rows {seen[key]} and {line} both hold the score of rater {key[1]!r} for target "
                f"{key[0]!r}{about}; keep one of the two"
            )
        seen[key] = line
        if row[score]:
            cells.append(Cell(*key, row[score], line, "score"))
    return WrittenTable(
        tuple(dict.fromkeys(key[0] for key in seen)),
        tuple(dict.fromkeys(key[1] for key in seen)),
        tuple(dict.fromkeys(key[2] for key in seen)) if item is not None else (),
        tuple(cells),
        comma,
    )


def _refuse_blank_names(key: tuple[str, str, str], line: int, has_item: bool) -> None:
    named = dict(zip((*TIDY_COLUMNS[:2], "item"), key, strict=True))
    for column, name in named.items():
        if not name and (column != "item" or has_item):
            raise TableError(f"row {line}, column {column!r} is empty; name the {column}")

"""The fictional double codings under examples/: `python -m config.demo.double_codings examples`.

No file and no person behind them exists. The same seed writes the same bytes.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from instruments import catalogue
from reliability.studies.templates import heads

TOOL = "static-99r"
SEED = 1999
FILES = 120
RATERS = 8
SINGLE = 6
"""Files that only one assessor scored."""
CSEM_ONLY = 3
SLIP = 0.06
BLANK = 0.006
WRONG_SUM = 0.04
BEGIN = date(2024, 2, 5)
MADE = datetime(2024, 12, 31)
WEIGHTS = {
    "i1": (2, 4, 3, 2),
    "i5": (12, 4, 2, 1),
    "i2": (7, 4),
    "i3": (9, 2),
    "i4": (7, 3),
    "i6": (8, 3),
    "i7": (9, 2),
    "i8": (4, 6),
    "i9": (7, 4),
    "i10": (8, 2),
}
"""How often each permitted score is the right one, in the order of the sheet."""


def header() -> list[str]:
    return [head.name for head in heads(TOOL, "codings", "en")]


def rows() -> list[list[Any]]:
    """One coding each, as an agency might send them: blanks, wrong sums and slips included."""
    chance = random.Random(SEED)  # noqa: S311 - a demonstration, not a secret
    found = []
    for number in range(1, FILES + 1):
        right = _right(chance)
        flag = "yes" if number in _csem_only() else "no"
        pair = chance.sample(range(1, RATERS + 1), 1 if number % (FILES // SINGLE) == 0 else 2)
        day = BEGIN + timedelta(days=chance.randrange(300))
        for later, rater in enumerate(pair):
            coded_on = day + timedelta(days=later * chance.randrange(1, 30))
            scores = _scored(right, rater, chance)
            found.append(
                [f"2024-{number:04d}", f"A{rater}", coded_on, *scores, _sum(scores, chance), flag]
            )
    return found


def _csem_only() -> set[int]:
    return {number * FILES // (CSEM_ONLY + 1) + 1 for number in range(1, CSEM_ONLY + 1)}


def _right(chance: random.Random) -> list[int]:
    found = []
    for item in catalogue.tool(TOOL).items:
        found += chance.choices(item.values, WEIGHTS[item.id])
    if found[8] > found[7]:
        found[7] = found[8]
    return found


def _scored(right: Sequence[int], rater: int, chance: random.Random) -> list[int | None]:
    """What an assessor makes of it: A7 counts a stranger too often, A8 slips twice as often."""
    slip = 2 * SLIP if rater == RATERS else SLIP
    scores: list[int | None] = []
    for item, score in zip(catalogue.tool(TOOL).items, right, strict=True):
        if chance.random() < BLANK and item.id != "i1":
            scores.append(None)
        elif chance.random() < slip:
            scores.append(chance.choice([value for value in item.values if value != score]))
        else:
            scores.append(score)
    if rater == RATERS - 1 and scores[8] == 0 and chance.random() < 0.3:
        scores[8] = 1
    return scores


def _sum(scores: Sequence[int | None], chance: random.Random) -> int:
    wrong = chance.choice((-1, 1)) if chance.random() < WRONG_SUM else 0
    return sum(score for score in scores if score is not None) + wrong


def as_csv(table: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Sequence[Sequence[Any]]) -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": MADE, "title": "Fictional double codings"})
    sheet = book.add_worksheet("Codings")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for row, cells in enumerate(table):
        for place, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, place, datetime.combine(cell, datetime.min.time()), day)
            elif cell is not None:
                sheet.write(row, place, cell, bold if row == 0 else None)
    sheet.set_column(0, 2, 12)
    sheet.freeze_panes(1, 1)
    book.close()
    return made.getvalue()


def with_problems() -> list[list[Any]]:
    """A small table in which nearly every row has something to mend."""
    names = [*header(), "client name", "remarks"]
    good = [
        [f"P-{n:02}", f"A{1 + n % 2}", f"2024-05-{n:02}", 1, *[0] * 9, 1, "no"]
        for n in range(1, 13)
    ]
    good[1][6] = 2
    good[2][7] = "1,5"
    good[3][1] = ""
    good[4][:2] = good[0][:2]
    good[5][2] = "2031-01-01"
    good[6][14] = "perhaps"
    good[7][3:13] = [""] * 10
    good[8][4] = "=1+1"
    good[9][5] = "seen"
    good[10][13] = "twelve"
    rows = [[*row, f"Example {n}", "none"] for n, row in enumerate(good, 1)]
    return [names, *rows[:6], [""] * len(names), *rows[6:]]


def main(folder: Path) -> None:
    table = [header(), *rows()]
    (folder / "double-codings-static-99r.csv").write_bytes(as_csv(table))
    (folder / "double-codings-static-99r.xlsx").write_bytes(as_xlsx(table))
    (folder / "double-codings-with-problems.csv").write_bytes(as_csv(with_problems()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

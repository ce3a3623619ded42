"""From the cells of one row to what a coding holds; what cannot be taken becomes a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reliability.studies.blinding_cells import AMBIGUOUS, FORMULA, SERIAL, TOO_OLD
from reliability.studies.checking_findings import Findings
from reliability.studies.checking_plan import ItemPlace, Plan

HASH, MARKER = "#", "?"
_DATE_KINDS = {AMBIGUOUS: "ambiguous-date", TOO_OLD: "old-date", SERIAL: "serial-date"}
_YES_OR_NO = {"yes": True, "1": True, "no": False, "0": False}


class Cells:
    """Reads cells by a plan. Equal texts and equal sets of scores are kept once."""

    def __init__(
        self,
        findings: Findings,
        hide: Callable[[str], str],
        aliases: Mapping[str, str],
        today: date,
    ) -> None:
        self._findings = findings
        self._hide = hide
        self._aliases = aliases
        self._today = today
        self._texts: dict[str, str] = {}
        self._dates: dict[str, date | None] = {}

    def target(self, number: int, row: Sequence[str], plan: Plan) -> str:
        """The hash of the file, "" with a finding where there is none."""
        return self._identifier(number, row, plan.target, "no-target")

    def rater(self, number: int, row: Sequence[str], plan: Plan) -> str:
        """The hash of whoever scored, under the name by which the agency knows them."""
        if plan.rater < 0:
            return f"coder-{plan.coder}"
        rater = self._identifier(number, row, plan.rater, "no-rater")
        for _ in range(len(self._aliases)):
            if rater not in self._aliases:
                break
            rater = self._aliases[rater]
        return rater

    def _identifier(self, number: int, row: Sequence[str], place: int, missing: str) -> str:
        cell = row[place]
        if not cell:
            self._findings.add(number, place, missing)
            return ""
        if cell.startswith(MARKER):
            self._findings.add(number, place, "not-an-identifier")
            return ""
        hashed = cell if cell.startswith(HASH) else self._hide(cell)
        return self._texts.setdefault(hashed, hashed)

    def part(self, row: Sequence[str], plan: Plan) -> str:
        cell = _cell(row, plan.part)
        return "" if cell.startswith(MARKER) else self._texts.setdefault(cell, cell)

    def occasion(self, number: int, row: Sequence[str], plan: Plan) -> int:
        """1, 2 ...; 0 where no column tells, -1 with a finding where it cannot be read."""
        cell = _cell(row, plan.occasion)
        if plan.occasion < 0:
            return 0
        if cell.isdecimal() and 1 <= int(cell) <= 99:
            return int(cell)
        self._findings.add(number, plan.occasion, "not-an-occasion")
        return -1

    def coded_on(self, number: int, row: Sequence[str], plan: Plan) -> date | None:
        cell = _cell(row, plan.coded_on)
        if not cell:
            return None
        if cell not in self._dates:
            self._dates[cell] = _day(cell)
        day = self._dates[cell]
        if day is None:
            self._findings.add(number, plan.coded_on, _DATE_KINDS.get(cell, "not-a-date"))
        elif day > self._today:
            self._findings.add(number, plan.coded_on, "future-date", cell)
            return None
        return day

    def total(self, number: int, row: Sequence[str], plan: Plan) -> int | None:
        cell = _cell(row, plan.total)
        if not cell:
            return None
        if _is_whole(cell):
            return int(cell)
        self._findings.add(number, plan.total, "unknown-total")
        return None

    def band(self, number: int, row: Sequence[str], plan: Plan, known: Mapping[str, str]) -> str:
        cell = _cell(row, plan.band)
        if cell and cell not in known:
            self._findings.add(number, plan.band, "unknown-band")
        return known.get(cell, "")

    def flags(self, number: int, row: Sequence[str], plan: Plan) -> dict[str, bool]:
        """Those that the row tells."""
        told = {}
        for flag, place in plan.flags:
            cell = row[place]
            if cell in _YES_OR_NO:
                told[flag] = _YES_OR_NO[cell]
            elif cell:
                self._findings.add(number, place, "unknown-flag")
        return told

    def scores(self, number: int, row: Sequence[str], plan: Plan) -> list[int | None]:
        """One for each item of the plan; None where it was not scored or cannot be taken."""
        scores: list[int | None] = []
        for item in plan.items:
            cell = row[item.place]
            score = item.permitted.get(cell)
            if score is None and cell:
                self.refuse_score(number, cell, item)
            scores.append(score)
        return scores

    def refuse_score(self, number: int, cell: str, item: ItemPlace) -> None:
        kind, found = "not-a-score", ""
        if cell == FORMULA:
            kind = "formula"
        elif _is_whole(cell):
            kind, found = "not-permitted", cell
        elif _is_whole(cell.replace(".", "", 1)):
            kind, found = "decimal", cell
        told: dict[str, object] = {"item": item.number}
        if kind != "formula":
            told["permitted"] = item.listed
        self._findings.add(number, item.place, kind, found, **told)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place >= 0 else ""


def _is_whole(cell: str) -> bool:
    digits = cell.removeprefix("-")
    return len(digits) < 7 and digits.isascii() and digits.isdecimal()


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        return None

"""What a check found: one finding for one row, and the counts of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from instruments.sheet import Text
from reliability.studies.checking_words import NOTES, said

MAX_FINDINGS = 20_000
Level = Literal["error", "note"]


@dataclass(frozen=True, slots=True)
class RowFinding:
    """One thing in a row that is wrong (error: the row cannot be taken) or worth knowing (note).

    `row` counts as in the file; 0 is the table as a whole. `found` is a score or a date, never
    what could tell who somebody is.
    """

    row: int
    column: str
    found: str
    text: Text
    level: Level
    kind: str

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": self.column,
            "found": self.found,
            "text": self.text.model_dump(),
            "level": self.level,
            "kind": self.kind,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> RowFinding:
        return cls(**{**told, "text": Text.model_validate(told["text"])})


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a table."""

    rows: int = 0
    """Rows that are not empty."""
    empty: int = 0
    taken: int = 0
    """Codings that can be taken."""
    ratings: int = 0
    left_out: int = 0
    """Rows with an error."""
    errors: int = 0
    notes: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Counts:
        return cls(**told)


class Findings:
    """Collects findings: all are counted, so many kept that a list of them can be read."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._headers = headers
        self._kept: dict[Level, list[RowFinding]] = {"error": [], "note": []}
        self._counts: Counter[str] = Counter()
        self.bad_rows: set[int] = set()

    def add(self, row: int, place: int, kind: str, found: str = "", **values: object) -> None:
        level: Level = "note" if kind in NOTES else "error"
        self._counts[kind] += 1
        if level == "error":
            self.bad_rows.add(row)
        if len(self._kept[level]) < MAX_FINDINGS:
            column = self._headers[place] if 0 <= place < len(self._headers) else ""
            if found:
                values["found"] = found
            text = said(kind, **values)
            self._kept[level].append(RowFinding(row, column, found, text, level, kind))

    def add_once(self, kind: str) -> None:
        """A finding about the table as a whole, however often it is met."""
        if not self._counts[kind]:
            self.add(0, -1, kind)

    def listed(self) -> tuple[RowFinding, ...]:
        """Errors first, each in the order of the rows; what is not listed is said so."""
        found = [
            *sorted(self._kept["error"], key=lambda finding: finding.row),
            *sorted(self._kept["note"], key=lambda finding: finding.row),
        ]
        if sum(self._counts.values()) > min(len(found), MAX_FINDINGS):
            last = RowFinding(0, "", "", said("many-findings"), "note", "many-findings")
            found = [*found[: MAX_FINDINGS - 1], last]
        return tuple(found)

    def counts(self, *, rows: int, empty: int, taken: int, ratings: int) -> Counts:
        notes = sum(count for kind, count in self._counts.items() if kind in NOTES)
        return Counts(
            rows=rows,
            empty=empty,
            taken=taken,
            ratings=ratings,
            left_out=len(self.bad_rows - {0}),
            errors=sum(self._counts.values()) - notes,
            notes=notes,
            by_kind=dict(sorted(self._counts.items())),
        )

"""Blinding at the door: of every cell only what no one can be known by goes on.

Small whole numbers, dates of codings and the words of closed lists stay as they are. Everything
else becomes a hash under the agency's own key, and a column that holds names, dates of birth or
texts is not taken at all.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

from instruments.sheet import Text
from reliability.studies.blinding_cells import Kind, Policy, kept
from reliability.studies.blinding_columns import Verdict, refuse_data_as_header, verdicts
from reliability.studies.blinding_headers import kept_header
from reliability.studies.columns_words import plain
from reliability.studies.guessing_headers import told_by
from reliability.studies.reading import Table, letter

SAMPLE = 1_000
REMEMBERED = 20_000
MARK = "#"


@dataclass(frozen=True)
class ColumnSeen:
    """What a column held, told by counts only.

    `low` and `high` are of its small whole numbers. `refused` says why nothing of it was kept;
    `note` is something to know about a column that was.
    """

    header: str
    letter: str
    filled: int = 0
    numbers: int = 0
    decimals: int = 0
    dates: int = 0
    words: int = 0
    hidden: int = 0
    low: int | None = None
    high: int | None = None
    is_identifier: bool = False
    names_items: bool = False
    refused: Text | None = None
    note: Text | None = None

    def as_json(self) -> dict[str, Any]:
        told = dict(self.__dict__)
        for name in ("refused", "note"):
            told[name] = told[name].model_dump() if told[name] is not None else None
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> ColumnSeen:
        texts = {
            name: Text.model_validate(told[name]) if told.get(name) else None
            for name in ("refused", "note")
        }
        return cls(**{**told, **texts})


class Blinder:
    """Hashes under one key. The same identifier, however it is typed, gives the same hash."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError(f"the key must have at least 16 bytes, got {len(key)}")
        self._key = key

    def identifier(self, raw: str) -> str:
        """# and 80 bits of the HMAC-SHA256 in base 32; "" for an empty cell."""
        text = plain(raw).casefold()
        if not text:
            return ""
        digest = hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), "sha256")
        return MARK + b32encode(digest[:10]).decode("ascii")

    def table(self, table: Table, tool_id: str, *, today: date | None = None) -> BlindTable:
        """The same table, blinded as it is read; the first rows decide how each column is taken."""
        return BlindTable(self, table, tool_id, today or date.today())


class BlindTable:
    """`rows` once through; after that `columns` and `n_rows` tell what was in them.

    `headers` are as they stand in the file, to guess by; what `columns` tells of them may be kept.
    """

    def __init__(self, blinder: Blinder, table: Table, tool_id: str, today: date) -> None:
        sample = list(islice(table.rows, SAMPLE))
        refuse_data_as_header(table.headers, sample, table.first_row - 1)
        self.headers = table.headers
        self._shown = tuple(
            kept_header(header, told_by(header, tool_id), tool_id, letter(place))
            for place, header in enumerate(table.headers)
        )
        self.first_row = table.first_row
        self.n_rows = 0
        self._doors = [
            _Door(blinder, verdict, today)
            for verdict in verdicts(table.headers, sample, tool_id, today)
        ]
        self.rows = self._blinded(chain(sample, table.rows))

    @property
    def columns(self) -> tuple[ColumnSeen, ...]:
        return tuple(
            door.seen(header, letter(place))
            for place, (header, door) in enumerate(zip(self._shown, self._doors, strict=True))
        )

    def _blinded(self, rows: Iterator[list[str]]) -> Iterator[list[str]]:
        passes = [door.through for door in self._doors]
        for row in rows:
            self.n_rows += 1
            yield [through(cell) for through, cell in zip(passes, row, strict=False)]


class _Door:
    """One column's way in: what it lets through, and the counts of it."""

    def __init__(self, blinder: Blinder, verdict: Verdict, today: date) -> None:
        self._blinder = blinder
        self._verdict = verdict
        self._today = today
        self._counts = dict.fromkeys(Kind, 0)
        self._numbers: tuple[int | None, int | None] = (None, None)
        self._known: dict[str, tuple[Kind, str]] = {}

    def through(self, cell: str) -> str:
        if not cell:
            return ""
        if self._verdict.refused is not None:
            self._counts[Kind.HIDDEN] += 1
            return ""
        found = self._known.get(cell)
        if found is None:
            found = self._decided(cell)
        self._counts[found[0]] += 1
        return found[1]

    def _decided(self, cell: str) -> tuple[Kind, str]:
        """Few different cells make up a column, so what was decided is remembered."""
        found = self._made(cell, self._verdict.policy)
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[cell] = found
        if found[0] is Kind.NUMBER:
            low, high = self._numbers
            number = int(found[1])
            self._numbers = (
                number if low is None else min(low, number),
                number if high is None else max(high, number),
            )
        return found

    def _made(self, cell: str, policy: Policy) -> tuple[Kind, str]:
        if policy.takes != "identifiers":
            found = kept(cell, policy, self._today)
            if found is not None:
                return found
        identifier = self._blinder.identifier(cell)
        return (Kind.HIDDEN, identifier) if identifier else (Kind.EMPTY, "")

    def seen(self, header: str, place: str) -> ColumnSeen:
        counts = self._counts
        return ColumnSeen(
            header=header,
            letter=place,
            filled=sum(counts.values()) - counts[Kind.EMPTY],
            numbers=counts[Kind.NUMBER],
            decimals=counts[Kind.DECIMAL],
            dates=counts[Kind.DATE],
            words=counts[Kind.WORD],
            hidden=counts[Kind.HIDDEN],
            low=self._numbers[0],
            high=self._numbers[1],
            is_identifier=self._verdict.policy.takes == "identifiers",
            names_items=self._verdict.names_items,
            refused=self._verdict.refused,
            note=self._verdict.note,
        )

"""The digest of a study's codings, and the codings as arrays: in one order, whatever came first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import numpy as np

from instruments import catalogue
from reliability.stats.arrays import IntArray
from reliability.studies.frame import CodingRow, Codings

_ORDER = attrgetter("part", "target", "rater", "occasion")


def canonical(rows: Iterable[CodingRow]) -> list[CodingRow]:
    """By part, target, rater and occasion, which together tell every coding of a study apart."""
    return sorted(rows, key=_ORDER)


def digest(rows: Iterable[CodingRow]) -> str:
    """SHA-256, in hexadecimal, of one line of JSON for each coding in canonical order.

    A line is [part, target, rater, occasion, date or null, {item: score}, total or null, band,
    {flag: bool}], without spaces, its keys sorted, in UTF-8, each ended by a line feed. The
    number of a coding is not in it, so that the order in which a file had them does not matter.
    """
    found = hashlib.sha256()
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
    for row in canonical(rows):
        found.update(encode(_line(row)).encode("utf-8") + b"\n")
    return found.hexdigest()


def _line(row: CodingRow) -> list[Any]:
    return [
        row.part,
        row.target,
        row.rater,
        row.occasion,
        row.coded_on.isoformat() if row.coded_on is not None else None,
        dict(row.scores),
        row.total,
        row.band,
        dict(row.flags),
    ]


def as_codings(rows: Iterable[CodingRow], tool_id: str, kind: str) -> Codings:
    """The codings as arrays, in canonical order. Raises ValueError for an item nobody knows."""
    ordered = canonical(rows)
    items = tuple(item.id for item in catalogue.tool(tool_id).items)
    targets, target_of = _numbered([(row.part, row.target) for row in ordered])
    raters, rater_of = _numbered([row.rater for row in ordered])
    parts, part_of = _numbered([row.part for row in ordered])
    return Codings(
        tool=tool_id,
        kind=kind,
        items=items,
        targets=tuple(target for _, target in targets),
        raters=raters,
        parts=parts,
        numbers=np.array([row.number for row in ordered], dtype=np.intp),
        target_of=target_of,
        rater_of=rater_of,
        part_of=part_of,
        occasion=np.array([row.occasion for row in ordered], dtype=np.intp),
        scores=_scores(ordered, items),
        total_given=np.array(
            [np.nan if row.total is None else row.total for row in ordered], dtype=np.float64
        ),
        band_given=tuple(row.band for row in ordered),
        coded_on=tuple(row.coded_on for row in ordered),
        flags=_flags(ordered),
    )


def _numbered(names: Sequence[Any]) -> tuple[tuple[Any, ...], IntArray]:
    """The different names, sorted, and the place of each among them."""
    different = tuple(sorted(set(names)))
    place = {name: n for n, name in enumerate(different)}
    return different, np.array([place[name] for name in names], dtype=np.intp)


def _scores(rows: Sequence[CodingRow], items: tuple[str, ...]) -> np.ndarray[Any, Any]:
    known = frozenset(items)
    if any(not known.issuperset(row.scores) for row in rows):
        raise ValueError("a coding has a score for an item that the tool does not have")
    listed = [[row.scores.get(item, np.nan) for item in items] for row in rows]
    return np.array(listed, dtype=np.float64).reshape(len(rows), len(items))


def _flags(rows: Sequence[CodingRow]) -> dict[str, IntArray]:
    """1, 0, and -1 where a coding does not say."""
    told = sorted({flag for row in rows for flag in row.flags})
    return {
        flag: np.array([int(row.flags.get(flag, -1)) for row in rows], dtype=np.intp)
        for flag in told
    }

"""Ratings as columns of numbers, and from the files of a study to them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

Array = Any
"""A numpy array."""
Row = dict[str, str]


@dataclass
class Ratings:
    """Every score that exists: of which unit (0 ..), in which column, and the number of all units.

    In the order of the codings of each unit, the first coding first: `place` is the rank of the
    coding inside its unit, from 0, whether earlier codings have a score or not.
    """

    unit: Array
    column: Array
    score: Array
    place: Array
    units: int

    def only(self, which: Array) -> Ratings:
        return replace(
            self,
            unit=self.unit[which],
            column=self.column[which],
            score=self.score[which],
            place=self.place[which],
        )


@dataclass
class Study:
    """The files of a bundle. `kept` are the codings that count, sorted by unit, with their unit,
    column and place; `columns` are all columns, `sharing` those that share a unit with another."""

    folder: Path
    settings: Row
    results: list[Row]
    data: list[Row]
    kept: list[Row]
    columns: list[str]
    sharing: set[int]
    shared_codings: list[Row]


def read_study(folder: Path) -> Study:
    settings = {row["name"]: row["value"] for row in rows_of(folder / "settings.csv")}
    data, results = rows_of(folder / "data.csv"), rows_of(folder / "results.csv")
    return study_of(folder, settings, results, data)


def study_of(folder: Path, settings: Row, results: list[Row], data: list[Row]) -> Study:
    """A study, or one part of a pool as if it stood alone."""
    kept = kept_codings(data, settings["kind"])
    columns = sorted({row["column"] for row in kept})
    sizes = np.bincount([int(row["unit"]) for row in kept])
    shared = [row for row in kept if sizes[int(row["unit"])] >= 2]
    place = {name: number for number, name in enumerate(columns)}
    sharing = {place[row["column"]] for row in shared}
    settings = {**settings, "units": str(len(sizes))}
    return Study(folder, settings, results, data, kept, columns, sharing, shared)


def rows_of(path: Path) -> list[Row]:
    """Rows by column, without the apostrophe that keeps spreadsheet programs from computing."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return [{name: text.removeprefix("'") for name, text in row.items()} for row in reader]


def words_of(text: str) -> list[str]:
    return text.split(";") if text else []


def kept_codings(data: list[Row], kind: str) -> list[Row]:
    """Units in the order of part, target and, within raters, rater; the first coding first.

    Where raters are compared with one another, the first coding of a unit by a rater counts.
    """
    within = kind == "within"
    key = ("part", "target", "rater") if within else ("part", "target")
    names = sorted({tuple(row[name] for name in key) for row in data})
    position = {name: number for number, name in enumerate(names)}
    for row in data:
        row["unit"] = str(position[tuple(row[name] for name in key)])
    kept = sorted(data, key=_when)
    kept = kept if within else _first_of_rater(kept)
    uses: dict[str, int] = {}
    for row in kept:
        place = uses.get(row["unit"], 0)
        uses[row["unit"]] = place + 1
        row["place"] = str(place)
        row["column"] = str(place + 1) if within else row["rater"]
    return kept


def _when(row: Row) -> tuple[int, int, str, str]:
    """The lowest occasion, then the earliest day (none comes last), then the first rater."""
    dated = row["coded_on"] or "9999-99-99"
    return int(row["unit"]), int(row["occasion"]), dated, row["rater"]


def _first_of_rater(data: list[Row]) -> list[Row]:
    seen: set[tuple[str, str]] = set()
    kept = []
    for row in data:
        if (row["unit"], row["rater"]) not in seen:
            seen.add((row["unit"], row["rater"]))
            kept.append(row)
    return kept


def ratings_of(study: Study, variable: str, scale: list[str] | None = None) -> Ratings:
    """The scores of one variable, or the places of its words in `scale`; blanks are left out."""
    rows = [row for row in study.kept if row[variable] != ""]
    position = {name: number for number, name in enumerate(study.columns)}
    scores = [float(scale.index(row[variable]) if scale else row[variable]) for row in rows]
    return Ratings(
        np.array([int(row["unit"]) for row in rows], dtype=int),
        np.array([position[row["column"]] for row in rows], dtype=int),
        np.array(scores, dtype=float),
        np.array([int(row["place"]) for row in rows], dtype=int),
        int(study.settings["units"]),
    )


def of_sharing(study: Study, ratings: Ratings) -> Ratings:
    """Those of the columns that share a unit with another column."""
    return ratings.only(np.isin(ratings.column, sorted(study.sharing)))


def complete_table(ratings: Ratings) -> Array:
    """Units in rows, columns in columns; those units only that every column scored."""
    columns = np.unique(ratings.column)
    wide = np.full((ratings.units, len(columns)), np.nan)
    wide[ratings.unit, np.searchsorted(columns, ratings.column)] = ratings.score
    return wide[~np.isnan(wide).any(axis=1)]

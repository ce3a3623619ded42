"""Agreement from counts that the database makes, beside the same from every single rating."""

import time
from typing import Any

import numpy as np
from django.db import connection

from reliability.stats.alpha import krippendorff_alpha
from reliability.stats.gwet import ac, fleiss
from reliability.stats.matrix import Ratings, from_cells

ITEM = "i9"
COUNTED = """
SELECT coding.version_id, rating.score, count(*)
FROM training_rating rating JOIN training_coding coding ON coding.id = rating.coding_id
WHERE coding.agency_id = 1 AND coding.tool = 'static-99r' AND rating.item = %s
  AND rating.score IS NOT NULL
GROUP BY coding.version_id, rating.score
"""
EVERY = """
SELECT coding.version_id, coding.assessor_id, rating.score
FROM training_rating rating JOIN training_coding coding ON coding.id = rating.coding_id
WHERE coding.agency_id = 1 AND coding.tool = 'static-99r' AND rating.item = %s
  AND rating.score IS NOT NULL
"""


def from_counts(rows: list[tuple[int, int, int]]) -> Ratings:
    """A table of which only the counts are known: target, category, number."""
    targets = {target: place for place, target in enumerate(sorted({row[0] for row in rows}))}
    scores = sorted({row[1] for row in rows})
    counts = np.zeros((len(targets), len(scores)))
    for target, score, n in rows:
        counts[targets[target], scores.index(score)] = n
    categories = np.asarray(scores, dtype=np.float64)
    return Ratings(
        n_targets=len(targets),
        n_raters=int(counts.sum(axis=1).max()),
        categories=categories,
        labels=tuple(float(score) for score in scores),
        is_numeric=True,
        known_counts=counts,
    )


def compared() -> dict[str, Any]:
    """The seconds of both ways, and the largest difference between their figures."""
    began = time.perf_counter()
    by_count = _figures(from_counts(_rows(COUNTED)))
    counted = time.perf_counter() - began
    began = time.perf_counter()
    rows = np.asarray(_rows(EVERY), dtype=np.int64)
    by_row = _figures(_whole(rows))
    fetched = time.perf_counter() - began
    return {
        "ratings": len(rows),
        "counted_seconds": round(counted, 3),
        "fetched_seconds": round(fetched, 3),
        "figures": by_count,
        "largest_difference": max(abs(by_count[name] - by_row[name]) for name in by_row),
    }


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [ITEM])
        return list(cursor.fetchall())


def _whole(rows: Any) -> Ratings:
    known, targets = np.unique(rows[:, 0], return_inverse=True)
    people, raters = np.unique(rows[:, 1], return_inverse=True)
    scores = rows[:, 2].astype(np.float64)
    return from_cells(targets, raters, scores, n_targets=len(known), n_raters=len(people))


def _figures(table: Ratings) -> dict[str, float]:
    """Values and the ends of their intervals."""
    found = {
        "alpha": krippendorff_alpha(table, level="ordinal"),
        "kappa": fleiss(table),
        "ac1": ac(table),
    }
    ends = {
        f"{name} {end}": value
        for name, one in found.items()
        for end, value in (("value", one.value), ("low", one.low), ("high", one.high))
    }
    return {name: float(value) for name, value in ends.items() if value is not None}

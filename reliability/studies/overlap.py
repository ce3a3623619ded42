"""How raters and the units they share hang together: pairs, islands, full or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reliability.stats.arrays import IntArray
from reliability.studies.units import Units


@dataclass(frozen=True)
class Overlap:
    """Of the units that were scored twice or more, and the columns that did it."""

    targets: int
    pairs: int
    """Pairs of columns that share a unit."""
    islands: int
    is_full: bool
    """Every column scored every unit."""
    is_full_inside: bool
    """Inside each island every column scored every unit."""


def overlap_of(units: Units) -> Overlap:
    """The graph of units and columns, by connected components."""
    shared = units.is_shared[units.unit_of]
    rows = np.unique(units.unit_of[shared], return_inverse=True)[1].reshape(-1)
    columns = np.unique(units.column_of[shared], return_inverse=True)[1].reshape(-1)
    if not len(rows):
        return Overlap(0, 0, 0, is_full=False, is_full_inside=False)
    n, k = int(rows.max()) + 1, int(columns.max()) + 1
    island_of_row, island_of_column = _islands(rows, columns, n, k)
    n_islands = int(island_of_column.max()) + 1
    edges = np.bincount(island_of_row[rows], minlength=n_islands)
    possible = np.bincount(island_of_row, minlength=n_islands)
    possible = possible * np.bincount(island_of_column, minlength=n_islands)
    return Overlap(
        n,
        _pairs(rows, columns, n, k),
        n_islands,
        is_full=len(rows) == n * k,
        is_full_inside=bool((edges == possible).all()),
    )


def islands_of(rows: IntArray, columns: IntArray, k: int) -> IntArray:
    """The island of each of `k` columns, by the units that they share."""
    n = int(rows.max(initial=-1)) + 1
    return _islands(rows, columns, n, k)[1]


def _islands(rows: IntArray, columns: IntArray, n: int, k: int) -> tuple[IntArray, IntArray]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(len(rows), dtype=np.int8)
    graph = coo_array((ones, (rows, n + columns)), shape=(n + k, n + k))
    _, island = connected_components(graph, directed=False)
    return island[:n], island[n:]


def _pairs(rows: IntArray, columns: IntArray, n: int, k: int) -> int:
    from scipy.sparse import coo_array

    table = coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(n, k)).tocsr()
    together = (table.T @ table).tocoo()
    return int((together.row < together.col).sum())

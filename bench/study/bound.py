"""The least that a report's coefficients can cost, in plain numpy.

For each item, total and band one bincount of the units by category; then the counts of the
resamples, drawn in blocks, times everything that alpha sums over units, one matrix product for
all of them, and the quantiles. No standard errors, no other coefficient, nothing checked.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from reliability.stats.arrays import FloatArray, IntArray

_CELLS = 8_000_000


def seconds(
    units: IntArray, columns: Sequence[FloatArray], n: int, replicates: int, seed: int
) -> tuple[float, float]:
    """Of the whole, and of the same without drawing the resamples. `columns` without gaps."""
    start = time.perf_counter()
    tables = [_counts(units, column, n) for column in columns]
    addends = [_addends(table) for table in tables]
    together = np.hstack(addends)
    ends = np.cumsum([part.shape[1] for part in addends])[:-1]
    drawing, values = 0.0, []
    random = np.random.default_rng(seed)
    block = max(1, _CELLS // n)
    for first in range(0, replicates, block):
        before = time.perf_counter()
        size = min(block, replicates - first)
        drawn = random.integers(0, n, (size, n), dtype=np.int32)
        drawn += np.arange(size, dtype=np.int32)[:, np.newaxis] * n
        times = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)
        drawing += time.perf_counter() - before
        sums = np.split(times @ together, ends, axis=1)
        values.append([_alpha(part) for part in sums])
    np.quantile(np.concatenate([np.stack(one) for one in values], axis=1), [0.025, 0.975], axis=1)
    whole = time.perf_counter() - start
    return whole, whole - drawing


def _counts(units: IntArray, column: FloatArray, n: int) -> FloatArray:
    given = ~np.isnan(column)
    low, high = int(np.nanmin(column)), int(np.nanmax(column))
    q = high - low + 1
    codes = column[given].astype(np.intp) - low
    counted = np.bincount(units[given] * q + codes, minlength=n * q).reshape(n, q)
    return counted[:, counted.any(axis=0)].astype(np.float64)


def _addends(counts: FloatArray) -> FloatArray:
    """Uses of the categories and coincidences of their pairs; of a long scale its moments."""
    sizes = counts.sum(axis=1)
    counts = counts * (sizes >= 2)[:, np.newaxis]
    share = 1 / np.maximum(sizes - 1, 1)
    q = counts.shape[1]
    if q > 8:
        x = np.arange(q, dtype=np.float64)
        size, first, second = counts.sum(axis=1), counts @ x, counts @ x**2
        return np.column_stack([2 * (size * second - first**2) * share, size, first, second])
    one, other = np.triu_indices(q, 1)
    return np.hstack([counts, counts[:, one] * counts[:, other] * share[:, np.newaxis]])


def _alpha(sums: FloatArray) -> FloatArray:
    q = round((np.sqrt(8 * sums.shape[1] + 1) - 1) / 2)
    if q * (q + 1) // 2 != sums.shape[1]:
        expected = 2 * (sums[:, 1] * sums[:, 3] - sums[:, 2] ** 2)
        return np.asarray(1 - sums[:, 0] * (sums[:, 1] - 1) / expected)
    uses, apart = sums[:, :q], sums[:, q:]
    one, other = np.triu_indices(q, 1)
    ranks = np.cumsum(uses, axis=1) - uses / 2
    distance = (ranks[:, one] - ranks[:, other]) ** 2
    expected = (uses[:, one] * uses[:, other] * distance).sum(axis=1)
    return np.asarray(1 - (uses.sum(axis=1) - 1) * (apart * distance).sum(axis=1) / expected)

"""What is too few to be shown: figures on few units, and cells that could be worked out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reliability.stats import Estimate
from reliability.stats.arrays import BoolArray, FloatArray
from reliability.studies.results import Figure

SMALL = "small"
FEW = "a category has very few of the ratings, and intervals tend to be too short there"
_RARE = " of the ratings, and intervals tend to be too short"


def figure(name: str, estimate: Estimate, smallest: int) -> Figure:
    """The figure, or its name alone where fewer than `smallest` units stand behind it."""
    if estimate.value is not None and estimate.n_used < smallest:
        return Figure(name, emptied(estimate), SMALL)
    if estimate.note is not None and _RARE in estimate.note:
        # the sentence counts the ratings of the rarest category
        estimate = replace(estimate, note=FEW)
    return Figure(name, estimate)


def emptied(estimate: Estimate) -> Estimate:
    """The same figure without any number that rests on the data."""
    return Estimate(
        value=None, form=estimate.form, n_used=estimate.n_used, n_given=estimate.n_given
    )


def shares(counts: FloatArray, smallest: int) -> tuple[float | None, ...]:
    """The share of each category; None where too few ratings are in it.

    A single hidden share is what the others leave of 1, so that a second one is hidden with it.
    """
    hidden = _hidden(counts[np.newaxis, :], smallest, symmetric=False)[0]
    whole = max(float(counts.sum()), 1.0)
    return tuple(
        None if is_hidden else count / whole
        for count, is_hidden in zip(counts.tolist(), hidden.tolist(), strict=True)
    )


def cells(table: FloatArray, smallest: int) -> tuple[tuple[int | None, ...], ...]:
    """A symmetric table of pairs; None for a small cell, and for as many more as keep it unknown.

    Whoever has the shares and the agreement knows what each row and the diagonal add up to.
    """
    hidden = _hidden(table, smallest, symmetric=True)
    if hidden.any():
        hidden = _hidden_with_sums(table, hidden)
    return tuple(
        tuple(None if is_hidden else round(count) for count, is_hidden in zip(*row, strict=True))
        for row in zip(table.tolist(), hidden.tolist(), strict=True)
    )


def protected(sizes: FloatArray, hidden: BoolArray, sums: FloatArray) -> BoolArray:
    """What to hide besides `hidden`, so that none of it follows from what is shown.

    sizes : how much stands behind each figure; the least is hidden next.
    hidden : the figures that are too small.
    sums : one row for each sum that a reader knows, the weight of each figure in it.
    """
    wanted, hidden = hidden & (sizes > 0), hidden.copy()
    while True:
        places = np.flatnonzero(hidden)
        follows = places[_is_determined(sums[:, places])]
        follows = follows[wanted[follows]]
        if not len(follows):
            return hidden
        beside = (sums[sums[:, follows[0]] != 0] != 0).any(axis=0) & ~hidden
        left = beside if beside.any() else ~hidden
        if not left.any():
            return hidden
        # a figure on nothing tells nobody apart, but where nothing else is left it must do
        order = np.where(left, np.where(sizes > 0, sizes, 1e300), np.inf)
        hidden[int(order.argmin())] = True


def _is_determined(sums: FloatArray) -> BoolArray:
    """Of unknown numbers of which some sums are known: which of them follow."""
    n = sums.shape[1]
    if not n:
        return np.zeros(0, dtype=np.bool_)
    _, strengths, directions = np.linalg.svd(sums, full_matrices=True)
    rank = int((strengths > 1e-9).sum())
    free = directions[rank:]
    return np.asarray((np.abs(free) < 1e-7).all(axis=0), dtype=np.bool_)


def _hidden_with_sums(table: FloatArray, hidden: BoolArray) -> BoolArray:
    """The hidden cells of a symmetric table, and those that the sums of rows would tell."""
    n = len(table)
    first, second = np.triu_indices(n)
    sums = np.zeros((n + 1, len(first)))
    cells = np.arange(len(first))
    sums[first, cells] = sums[second, cells] = 1
    sums[n] = first == second
    found = protected(table[first, second], hidden[first, second], sums)
    hidden = hidden.copy()
    hidden[first, second] |= found
    return np.asarray(hidden | hidden.T, dtype=np.bool_)


def _hidden(table: FloatArray, smallest: int, *, symmetric: bool) -> BoolArray:
    """Cells of 1 to `smallest` - 1, and the next smallest of each row in which only one is."""
    hidden = (table > 0) & (table < smallest)
    changed = table.shape[1] > 1
    while changed:
        changed = False
        for row in np.flatnonzero(hidden.sum(axis=1) == 1).tolist():
            # a cell of 0 tells nobody apart, but where nothing else is left it must do
            left = np.where(hidden[row], np.inf, np.where(table[row] > 0, table[row], 1e300))
            column = int(left.argmin())
            hidden[row, column] = True
            if symmetric:
                hidden[column, row] = True
            changed = True
    return np.asarray(hidden, dtype=np.bool_)

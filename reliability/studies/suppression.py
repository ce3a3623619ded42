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
    """A symmetric table of pairs; None for a small cell, and for a second one of its row."""
    hidden = _hidden(table, smallest, symmetric=True)
    return tuple(
        tuple(None if is_hidden else round(count) for count, is_hidden in zip(*row, strict=True))
        for row in zip(table.tolist(), hidden.tolist(), strict=True)
    )


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

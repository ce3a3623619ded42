"""A simple model of exam takers, and the table of what one case can show of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt

from reliability.certification.agreement import CLUSTERING

FloatArray: TypeAlias = npt.NDArray[np.float64]
Yes: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Assessors:
    """Assessors whose every answer is right with the same chance, clustered within a case.

    A wrong item moves the total by one point. `eligibility`: the question whether the tool may be
    used is asked in every case, and is as hard as an item. `band_width`: levels so many points
    wide; None where the cut-offs of the level do not count.
    """

    items: int = 10
    clustering: float = CLUSTERING
    upward: float = 0.65
    """The share of wrong items that are scored too high."""
    eligibility: bool = True
    band_width: float | None = None


def wrong_items(true: Sequence[float], assessors: Assessors) -> FloatArray:
    """The chance of 0, 1, 2 ... wrong items in a case: true agreements in rows. Beta-binomial."""
    from scipy.special import betaln, gammaln, xlogy

    n = assessors.items
    wrong = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(wrong + 1) - gammaln(n - wrong + 1)
    right = np.asarray(true, float)[:, np.newaxis]
    if assessors.clustering == 0:
        log = ways + xlogy(wrong, 1 - right) + xlogy(n - wrong, right)
    else:
        spread = (1 - assessors.clustering) / assessors.clustering
        a, b = (1 - right) * spread, right * spread
        log = ways + betaln(wrong + a, n - wrong + b) - betaln(a, b)
    return cast(FloatArray, np.exp(log))


def misses(points: int, assessors: Assessors) -> FloatArray:
    """For each number of wrong items: is the total off by more, and is the level another?

    Wrong items in rows; then [total right, total off] x [same level, another level].
    """
    table = np.zeros((assessors.items + 1, 2, 2))
    for wrong in range(assessors.items + 1):
        for up in range(wrong + 1):
            off = abs(2 * up - wrong)
            chance = comb(wrong, up) * assessors.upward**up * (1 - assessors.upward) ** (wrong - up)
            width = assessors.band_width
            another = min(1.0, off / width) if width else 0.0
            table[wrong, int(off > points)] += chance * np.array([1 - another, another])
    return table

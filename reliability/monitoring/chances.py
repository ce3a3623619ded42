"""The model of one case: how many items are wrong, how far off the total is, and what that says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import permutations
from math import comb, exp, inf, lgamma, log, sqrt

import numpy as np

from instruments.catalogue import tool
from reliability.stats.arrays import FloatArray

CLUSTERING = 0.08
"""Intraclass correlation of hits within a case: assumed, as in certification."""
UPWARD = 0.65
"""The share of wrong items that are scored too high, as in certification."""
WORSE = 2.2
"""The fall that the accuracy chart is tuned to: the odds of an error so many times as high."""


def worse_than(level: float) -> float:
    """The share of hits when the odds of an error are WORSE times as high: .90 becomes .80."""
    return 1 / (1 + WORSE * (1 - level) / level)


@lru_cache(maxsize=4096)
def log_wrong(wrong: int, items: int, level: float, clustering: float) -> float:
    """Logarithm of the chance of one set of so many wrong items: beta-binomial, no order."""
    if clustering == 0:
        misses = wrong * log(1 - level) if wrong else 0.0
        return misses + ((items - wrong) * log(level) if items > wrong else 0.0)
    size = (1 - clustering) / clustering
    a, b = (1 - level) * size, level * size
    return _log_beta(a + wrong, b + items - wrong) - _log_beta(a, b)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def wrong_items(items: int, level: float, clustering: float) -> FloatArray:
    """The chances of 0, 1, 2 ... wrong items in one case."""
    return np.array(
        [comb(items, w) * exp(log_wrong(w, items, level, clustering)) for w in range(items + 1)]
    )


def accuracy_support(wrong: int, items: int, level: float, clustering: float) -> float:
    """How much likelier so many wrong items are after the fall, as a natural logarithm.

    Summed by a CUSUM this is the fastest sign of that fall (Moustakides 1986). 0 without items.
    """
    worse = worse_than(level)
    return log_wrong(wrong, items, worse, clustering) - log_wrong(wrong, items, level, clustering)


def accuracy_supports(items: int, level: float, clustering: float) -> FloatArray:
    """`accuracy_support` of 0, 1, 2 ... wrong items."""
    return np.array([accuracy_support(w, items, level, clustering) for w in range(items + 1)])


def deviations(
    items: int, level: float, clustering: float, upward: float = UPWARD
) -> tuple[FloatArray, FloatArray]:
    """Possible deviations of a total, and their chances, where each wrong item is a point off."""
    chances = np.zeros(2 * items + 1)
    for wrong, chance in enumerate(wrong_items(items, level, clustering)):
        for up in range(wrong + 1):
            share = comb(wrong, up) * upward**up * (1 - upward) ** (wrong - up)
            chances[items + 2 * up - wrong] += chance * share
    return np.arange(-items, items + 1, dtype=float), chances


@cache
def item_points(tool_id: str) -> float:
    """How many points a wrong item moves the total: the root mean square over items and slips.

    Every wrong score of an item is taken to be as likely as every other.
    """
    squares = [
        sum((a - b) ** 2 for a, b in permutations(item.values, 2))
        / (len(item.values) * (len(item.values) - 1))
        for item in tool(tool_id).items
    ]
    return sqrt(sum(squares) / len(squares))


@lru_cache(maxsize=1024)
def deviation_moments(items: int, level: float, clustering: float) -> tuple[float, float]:
    """Mean and standard deviation of the deviation of a total; (0, inf) without items.

    In points where each wrong item is one point off; `item_points` turns them into a tool's.
    """
    if not items:
        return 0.0, inf
    values, chances = deviations(items, level, clustering)
    mean = float(values @ chances)
    return mean, float(np.sqrt(((values - mean) ** 2) @ chances))


@lru_cache(maxsize=1024)
def share_deviation(items: int, level: float, clustering: float) -> float:
    """Standard deviation of the share of hits on a case with so many items."""
    return float(np.sqrt(level * (1 - level) / items * (1 + (items - 1) * clustering)))


def usual_items(numbers: Sequence[int], otherwise: int = 10) -> int:
    """The number of items that limits are made for: the rounded mean of the cases that have any."""
    some = [n for n in numbers if n]
    return max(1, round(sum(some) / len(some))) if some else otherwise

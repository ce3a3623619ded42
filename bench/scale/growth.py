"""How a figure grows with the number of ratings: the exponent k of n^k, and what follows."""

import math
from collections.abc import Mapping

FLAT = 0.15
"""An exponent below this is called none: so much two measurements of one thing differ."""


def exponent(figures: Mapping[int, float]) -> float | None:
    """k of n^k between the two largest sizes; None without two, or where one took no time.

    Between the largest, because what does not grow hides what does at small sizes.
    """
    sizes = sorted(figures)[-2:]
    if len(sizes) < 2 or min(figures[size] for size in sizes) <= 0:
        return None
    small, large = sizes
    return math.log(figures[large] / figures[small]) / math.log(large / small)


def in_words(figures: Mapping[int, float]) -> str:
    """The exponent as a table shows it."""
    k = exponent(figures)
    if k is None:
        return "–"
    return "does not grow" if k < FLAT else f"n^{k:.1f}"


def extrapolated(figures: Mapping[int, float], size: int) -> float | None:
    """What the figure would be at another size if it went on growing as between the two largest.

    Never less than at the largest size: nothing gets quicker by growing.
    """
    k = exponent(figures)
    if k is None:
        return None
    largest = max(figures)
    factor: float = (size / largest) ** max(k, 0.0)
    return figures[largest] * factor

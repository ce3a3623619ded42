"""How hard each case is, from those who scored it before: what is the case's is not the assessor's.

Hits of one case are alike for two reasons: the case is hard for everybody, or the assessor had a
bad day. The first can be known beforehand, and a fall is then seen much sooner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reliability.monitoring.chances import CLUSTERING

LEFT = 0.01
"""The clustering that is left at least: no difficulty is known exactly."""
LEAST_CASES, LEAST_CODINGS = 5, 10
Coding = tuple[int, int]
"""Hits and items of one assessor on one case."""


@dataclass(frozen=True)
class Clustering:
    """The intraclass correlation of hits within a case, taken apart."""

    of_case: float | None
    """The difficulty of the case, shared by all who score it; None: too few codings to tell."""
    of_day: float | None
    """What is left within one coding; None likewise."""
    cases: int
    codings: int

    @property
    def left(self) -> float:
        """What to give to `limits` where each point has its expected share."""
        return CLUSTERING if self.of_day is None else max(LEFT, round(self.of_day, 2))


def expected_share(
    hits: int, items: int, *, level: float = 0.90, clustering: float = CLUSTERING
) -> float:
    """The share of hits to expect on a case of which so many sound assessors' items are known.

    Drawn towards the level, the more the fewer items there are: the mean of the beta distribution
    with this level and clustering after those items. The caller leaves out the assessor himself,
    and those who are not sound; gold that is wrong looks like a hard case, so check it first.
    """
    if not 0 <= hits <= items:
        raise ValueError(f"expected 0 <= hits <= items, got {hits} of {items}")
    size = (1 - clustering) / clustering
    return (hits + level * size) / (items + size)


def clustering_of(codings: Mapping[str, Sequence[Coding]]) -> Clustering:
    """Take the clustering apart, from sound assessors' codings of each case.

    Method of moments: the variance of shares within a case, beyond that of independent items, is
    the day's; that between cases is the case's. Cases without items and with one coding only tell
    nothing and are left out. Estimates below 0 are given as 0.
    """
    told = [[one for one in ones if one[1]] for ones in codings.values()]
    told = [ones for ones in told if len(ones) >= 2]
    n = sum(len(ones) for ones in told)
    if len(told) < LEAST_CASES or n < LEAST_CODINGS:
        return Clustering(None, None, len(told), n)
    items = sum(of for ones in told for _, of in ones)
    level = sum(hits for ones in told for hits, _ in ones) / items
    each = items / n
    if level in (0, 1) or each <= 1:
        return Clustering(None, None, len(told), n)
    chance = level * (1 - level)
    means = [sum(h / of for h, of in ones) / len(ones) for ones in told]
    inner = sum(
        (h / of - mean) ** 2 for ones, mean in zip(told, means, strict=True) for h, of in ones
    ) / (n - len(told))
    grand = sum(mean * len(ones) for ones, mean in zip(told, means, strict=True)) / n
    outer = sum(len(ones) * (mean - grand) ** 2 for ones, mean in zip(told, means, strict=True)) / (
        len(told) - 1
    )
    usual = (n - sum(len(ones) ** 2 for ones in told) / n) / (len(told) - 1)
    of_case = max(0.0, (outer - inner) / usual / chance)
    # Within a case the difficulty is common, and what varies is less by its variance.
    of_day = max(0.0, (inner / chance * each - (1 - of_case)) / (each - 1))
    return Clustering(of_case, of_day, len(told), n)

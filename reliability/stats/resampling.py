"""Bootstrap and jackknife over targets, for figures that are functions of sums over targets.

Every figure offered here depends on the table only through sums over targets. A replicate then
is a row of multiplicities, and a thousand replicates are one matrix product.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import normal_cdf, normal_quantile

_CELLS_AT_ONCE = 8_000_000


@dataclass(frozen=True)
class Summed:
    """A figure as a function of sums: one row of addends per target, and the value of the sums.

    `value` takes an array of shape (replicates, addends) and gives one number per replicate, NaN
    where the figure is undefined for it.
    """

    addends: FloatArray
    value: Callable[[FloatArray], FloatArray]

    @property
    def point(self) -> float:
        """The figure of the table itself; NaN where undefined."""
        return float(self.value(self.addends.sum(axis=0)[np.newaxis, :])[0])


@dataclass(frozen=True)
class Jackknife:
    """Leave-one-target-out: standard error, bias, and the acceleration that BCa needs."""

    se: float
    bias: float
    acceleration: float


@dataclass(frozen=True)
class Bootstrap:
    """What resampling the targets gives; `bca` is None where it is undefined."""

    se: float
    percentile: tuple[float, float]
    bca: tuple[float, float] | None
    replicates: int
    undefined: int


def jackknife(figure: Summed) -> Jackknife | None:
    """Leave-one-out figures of each target; None where one of them is undefined."""
    n = len(figure.addends)
    if n < 3:
        return None
    left = figure.value(figure.addends.sum(axis=0) - figure.addends)
    if not np.isfinite(left).all():
        return None
    centre = float(left.mean())
    away = centre - left
    squares = float(away @ away)
    acceleration = float((away**3).sum()) / (6 * squares**1.5) if squares > 0 else 0.0
    return Jackknife(
        math.sqrt((n - 1) / n * squares), (n - 1) * (centre - figure.point), acceleration
    )


def multiplicities(n: int, replicates: int, seed: int | None) -> Iterator[FloatArray]:
    """How often each of n targets is drawn, in blocks of at most a few million cells."""
    random = np.random.default_rng(seed)
    block = max(1, min(replicates, _CELLS_AT_ONCE // max(n, 1)))
    for start in range(0, replicates, block):
        size = min(block, replicates - start)
        drawn = random.integers(0, n, size=(size, n), dtype=np.int32)
        drawn += np.arange(size, dtype=np.int32)[:, np.newaxis] * n
        yield np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)


def replicated(figures: list[Summed], replicates: int, seed: int | None) -> list[FloatArray]:
    """The replicates of several figures of one table, from the same draws of targets."""
    n = len(figures[0].addends)
    together = np.hstack([figure.addends for figure in figures])
    ends = np.cumsum([figure.addends.shape[1] for figure in figures])
    values: list[list[FloatArray]] = [[] for _ in figures]
    for drawn in multiplicities(n, replicates, seed):
        sums = np.split(drawn @ together, ends[:-1], axis=1)
        for kept, figure, part in zip(values, figures, sums, strict=True):
            kept.append(figure.value(part))
    return [np.concatenate(kept) for kept in values]


def intervals(
    figure: Summed, values: FloatArray, confidence: float, *, with_bca: bool = True
) -> Bootstrap | None:
    """Percentile and BCa intervals; None where fewer than half the replicates are defined.

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapters 13 and 14;
    quantiles interpolated on the normal scale as by boot.ci of R.
    """
    defined = np.sort(values[np.isfinite(values)])
    if len(defined) < max(2, len(values) / 2):
        return None
    tail = (1 - confidence) / 2
    return Bootstrap(
        float(defined.std(ddof=1)),
        (_quantile(defined, tail), _quantile(defined, 1 - tail)),
        _bca(figure, defined, tail) if with_bca else None,
        len(values),
        len(values) - len(defined),
    )


def _quantile(ordered: FloatArray, p: float) -> float:
    """The order statistic at (R+1)p, interpolated on the normal scale."""
    r = len(ordered)
    rank = (r + 1) * p
    k = math.floor(rank)
    if k < 1 or k >= r:
        return float(ordered[0] if k < 1 else ordered[-1])
    low, high = normal_quantile(k / (r + 1)), normal_quantile((k + 1) / (r + 1))
    share = (normal_quantile(p) - low) / (high - low)
    return float(ordered[k - 1] + share * (ordered[k] - ordered[k - 1]))


def _bca(figure: Summed, ordered: FloatArray, tail: float) -> tuple[float, float] | None:
    below = float((ordered < figure.point).mean())
    left_out = jackknife(figure)
    if left_out is None or not 0 < below < 1:
        return None
    z0, a = normal_quantile(below), left_out.acceleration

    def at(z: float) -> float:
        return _quantile(ordered, normal_cdf(z0 + (z0 + z) / (1 - a * (z0 + z))))

    return at(normal_quantile(tail)), at(normal_quantile(1 - tail))

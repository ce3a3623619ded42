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
_MOST_PRODUCTS = 2_000_000_000


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


@dataclass(frozen=True, eq=False)
class Replicates:
    """The figure of each resample, and how each target pulls it (None where that is too dear)."""

    values: FloatArray
    influence: FloatArray | None


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


def multiplicities(
    n: int, replicates: int, seed: int | None, *, cells: int = _CELLS_AT_ONCE
) -> Iterator[FloatArray]:
    """How often each of n targets is drawn, in blocks of at most a few million `cells`.

    However many cells a block has, the draws are the same.
    """
    random = np.random.default_rng(seed)
    block = max(1, min(replicates, cells // max(n, 1)))
    for start in range(0, replicates, block):
        size = min(block, replicates - start)
        drawn = random.integers(0, n, size=(size, n), dtype=np.int32)
        drawn += np.arange(size, dtype=np.int32)[:, np.newaxis] * n
        yield np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)


def replicated(
    figures: list[Summed], replicates: int, seed: int | None, *, with_influence: bool = False
) -> list[Replicates]:
    """The replicates of several figures of one table, from the same draws of targets."""
    n = len(figures[0].addends)
    together = np.hstack([figure.addends for figure in figures])
    ends = np.cumsum([figure.addends.shape[1] for figure in figures])
    values: list[list[FloatArray]] = [[] for _ in figures]
    wanted = with_influence and replicates > 2 * n and replicates * n * n <= _MOST_PRODUCTS
    gram, pulled = np.zeros((n, n)) if wanted else None, np.zeros((n, len(figures)))
    for drawn in multiplicities(n, replicates, seed):
        sums = np.split(drawn @ together, ends[:-1], axis=1)
        found = [figure.value(part) for figure, part in zip(figures, sums, strict=True)]
        for kept, part in zip(values, found, strict=True):
            kept.append(part)
        if gram is not None:
            gram += drawn.T @ drawn
            # an undefined resample pulls nowhere
            known = [
                np.where(np.isfinite(v), v, f.point) for v, f in zip(found, figures, strict=True)
            ]
            pulled += drawn.T @ np.column_stack(known)
    influence = _influence(gram, pulled) if gram is not None else [None] * len(figures)
    return [
        Replicates(np.concatenate(kept), one) for kept, one in zip(values, influence, strict=True)
    ]


def _influence(gram: FloatArray, pulled: FloatArray) -> list[FloatArray | None]:
    """What one more copy of each target does to a figure: its regression on the multiplicities."""
    slopes = np.linalg.lstsq(gram, np.nan_to_num(pulled), rcond=None)[0]
    whole = [bool(np.isfinite(column).all()) for column in pulled.T]
    return [slope - slope.mean() if ok else None for slope, ok in zip(slopes.T, whole, strict=True)]


def intervals(
    figure: Summed, drawn: Replicates, confidence: float, *, with_bca: bool = True
) -> Bootstrap | None:
    """Percentile and BCa intervals; None where fewer than half the replicates are defined.

    The acceleration of BCa comes from the regression of the replicates on the multiplicities, as
    boot.ci of R takes it, or from the jackknife where the table is large. Quantiles are
    interpolated on the normal scale. Source: Efron & Tibshirani (1993), An Introduction to the
    Bootstrap, chapters 13 and 14; Davison & Hinkley (1997), Bootstrap Methods, chapter 5.
    """
    defined = np.sort(drawn.values[np.isfinite(drawn.values)])
    if len(defined) < max(2, len(drawn.values) / 2):
        return None
    tail = (1 - confidence) / 2
    return Bootstrap(
        float(defined.std(ddof=1)),
        (_quantile(defined, tail), _quantile(defined, 1 - tail)),
        _bca(figure, defined, drawn.influence, tail) if with_bca else None,
        len(drawn.values),
        len(drawn.values) - len(defined),
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


def _bca(
    figure: Summed, ordered: FloatArray, influence: FloatArray | None, tail: float
) -> tuple[float, float] | None:
    below = float((ordered < figure.point).mean())
    a = _acceleration(figure, influence)
    if a is None or not 0 < below < 1:
        return None
    z0 = normal_quantile(below)

    def at(z: float) -> float:
        return _quantile(ordered, normal_cdf(z0 + (z0 + z) / (1 - a * (z0 + z))))

    return at(normal_quantile(tail)), at(normal_quantile(1 - tail))


def _acceleration(figure: Summed, influence: FloatArray | None) -> float | None:
    if influence is None:
        left_out = jackknife(figure)
        return None if left_out is None else left_out.acceleration
    squares = float(influence @ influence)
    return float((influence**3).sum()) / (6 * squares**1.5) if squares > 0 else 0.0

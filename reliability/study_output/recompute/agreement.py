"""Percent agreement, Gwet's AC, Fleiss' and Cohen's kappa, Krippendorff's alpha, the bootstrap."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .distributions import normal_quantile, t_quantile
from .figure import Figure, no_figure
from .ratings import Array, Ratings, complete_table

_AT_ONCE = 50


def counts_of(ratings: Ratings, scale: Array) -> Array:
    """One row per unit, one column per category: how often the unit was put into it."""
    counts = np.zeros((ratings.units, len(scale)))
    np.add.at(counts, (ratings.unit, np.searchsorted(scale, ratings.score)), 1)
    return counts


def weights_of(kind: str, scale: Array) -> Array:
    """Agreement between two categories: 1 on the diagonal, by the scores themselves."""
    away = np.abs(np.subtract.outer(scale, scale))
    span = max(float(np.ptp(scale)) if len(scale) else 0.0, 1e-300)
    if kind == "identity":
        return (away == 0).astype(float)
    if kind == "within_1":
        return (away <= 1).astype(float)
    return 1 - away / span if kind == "linear" else 1 - away**2 / span**2


def chance_corrected(
    ratings: Ratings, scale: Array, weights: Array, kind: str, confidence: float
) -> Figure:
    """(pa - pe) / (1 - pe) with Gwet's linearised standard error (2014, chapters 4 to 6).

    pa is the mean over pairable units of the weighted share of agreeing pairs. pe is 0 for "pa",
    sum(w) / (q (q - 1)) sum p (1 - p) for "ac", and sum w_kl p_k p_l for "fleiss", where p_k is
    the mean over all rated units of the share of category k.
    """
    counts = counts_of(ratings, scale)
    counts = counts[counts.sum(axis=1) > 0]
    sizes = counts.sum(axis=1)
    pairable, n = sizes >= 2, len(sizes)
    used = int(pairable.sum())
    if not used or (len(scale) < 2 and kind != "pa"):
        return no_figure(used)
    pairs = np.where(pairable, sizes * (sizes - 1), 1)
    agreeing = np.where(pairable, (counts * (counts @ weights.T - 1)).sum(axis=1), 0) / pairs
    pa = agreeing.sum() / used
    pe, each = _chance(counts, sizes, weights, kind)
    if 1 - pe < 1e-12:
        return no_figure(used)
    value = (pa - pe) / (1 - pe)
    pull = (agreeing - pe * pairable) / (1 - pe) * n / used
    pull -= 2 * (1 - value) * (each - pe) / (1 - pe)
    detail = {"pa": pa, "pe": pe}
    if n < 2:
        return Figure(value, used=used, detail=detail)
    se = math.sqrt(((pull - value) ** 2).sum() / (n * (n - 1)))
    half = t_quantile(0.5 + confidence / 2, n - 1) * se
    return Figure(value, value - half, min(1.0, value + half), se, used, detail)


def _chance(counts: Array, sizes: Array, weights: Array, kind: str) -> tuple[float, Array]:
    """Agreement by chance, and what each unit adds to it."""
    share = (counts / sizes[:, None]).mean(axis=0)
    if kind == "pa":
        return 0.0, np.zeros(len(sizes))
    if kind == "ac":
        q = len(share)
        factor = weights.sum() / (q * (q - 1))
        return factor * (share * (1 - share)).sum(), factor * (counts @ (1 - share)) / sizes
    return share @ weights @ share, counts @ ((weights + weights.T) @ share / 2) / sizes


def cohen_quadratic(ratings: Ratings, confidence: float) -> Figure:
    """Cohen's kappa, quadratic weights on the equally spaced levels that occur; Wald interval.

    The standard error is that of Fleiss, Cohen and Everitt (1969).
    """
    wide = complete_table(ratings)
    n = len(wide)
    if wide.shape[1] != 2 or not n:
        return no_figure(0)
    levels = np.unique(wide)
    if len(levels) < 2:
        return no_figure(n)
    places: Array = np.searchsorted(levels, wide)
    joint = np.zeros((len(levels), len(levels)))
    np.add.at(joint, tuple(places.T), 1 / n)
    weights = weights_of("quadratic", np.arange(float(len(levels))))
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    pa, pe = (joint * weights).sum(), rows @ weights @ columns
    if 1 - pe < 1e-12:
        return no_figure(n)
    value = (pa - pe) / (1 - pe)
    pull = np.add.outer(weights @ columns, rows @ weights)
    spread = (joint * (weights - pull * (1 - value)) ** 2).sum() - (value - pe * (1 - value)) ** 2
    se = math.sqrt(max(spread, 0)) / ((1 - pe) * math.sqrt(n))
    half = normal_quantile(0.5 + confidence / 2) * se
    return Figure(value, value - half, value + half, se, n, {"pa": pa, "pe": pe})


@dataclass
class Summed:
    """A figure as a function of sums over units: addends of each unit, and the value of sums."""

    addends: Array
    value: Callable[[Array], Array]
    used: int


def alpha_sums(ratings: Ratings, scale: Array, level: str) -> Summed:
    """Krippendorff's alpha (2011): 1 - (N - 1) D_o / D_e over the N pairable ratings.

    D_o sums c_a c_b d_ab / (m - 1) over units, D_e sums C_a C_b d_ab. The ordinal d_ab is the
    squared difference of mid-ranks, which a resample changes: so the products are summed.
    """
    counts = counts_of(ratings, scale)
    sizes = counts.sum(axis=1)
    counts = counts * (sizes >= 2)[:, None]
    share = 1 / np.maximum(sizes - 1, 1)
    upper: Array = np.array(np.triu_indices(len(scale), 1))
    a, b = upper
    q = len(scale)

    def value(sums: Array) -> Array:
        uses, products = sums[:, :q], sums[:, q:]
        if level == "ordinal":
            ranks = np.cumsum(uses, axis=1) - uses / 2
            apart = (ranks[:, a] - ranks[:, b]) ** 2
        else:
            apart = np.broadcast_to((scale[a] - scale[b]) ** 2, products.shape)
        expected = (uses[:, a] * uses[:, b] * apart).sum(axis=1)
        observed = (products * apart).sum(axis=1) * (uses.sum(axis=1) - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(expected > 0, 1 - observed / expected, np.nan)

    products = counts[:, a] * counts[:, b] * share[:, None]
    return Summed(np.hstack([counts, products]), value, int((sizes >= 2).sum()))


def replicated(figures: Sequence[Summed], path: Path, units: int, replicates: int) -> Array:
    """The value of each figure in each resample: one byte for each unit, one row a resample."""
    together = np.hstack([figure.addends for figure in figures])
    ends = np.cumsum([figure.addends.shape[1] for figure in figures])[:-1]
    values = np.full((replicates, len(figures)), np.nan)
    with gzip.open(path) as file:
        for start in range(0, replicates, _AT_ONCE):
            rows = min(_AT_ONCE, replicates - start)
            drawn = np.frombuffer(file.read(rows * units), dtype=np.uint8).reshape(rows, units)
            parts = np.split(drawn.astype(float) @ together, ends, axis=1)
            for k, (figure, sums) in enumerate(zip(figures, parts, strict=True)):
                values[start : start + rows, k] = figure.value(sums)
    return values


def resampled_quantile(ordered: Array, p: float) -> float:
    """The order statistic at (R + 1) p, interpolated on the normal scale."""
    r = len(ordered)
    k = math.floor((r + 1) * p)
    if k < 1 or k >= r:
        return float(ordered[0] if k < 1 else ordered[-1])
    at, low, high = (normal_quantile(x) for x in (p, k / (r + 1), (k + 1) / (r + 1)))
    return float(ordered[k - 1] + (at - low) / (high - low) * (ordered[k] - ordered[k - 1]))


def with_resamples(figure: Summed, values: Array, confidence: float) -> Figure:
    """The figure of the study itself, with the percentile interval of its resamples."""
    point = float(figure.value(figure.addends.sum(axis=0)[None, :])[0])
    defined = np.sort(values[np.isfinite(values)])
    if not math.isfinite(point):
        return no_figure(figure.used)
    if len(defined) < max(2, len(values) / 2):
        return Figure(point, used=figure.used)
    tail = (1 - confidence) / 2
    low, high = (resampled_quantile(defined, p) for p in (tail, 1 - tail))
    return Figure(point, low, high, float(defined.std(ddof=1)), figure.used)

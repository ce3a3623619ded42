"""Intraclass correlations and errors of measurement from analyses of variance.

Shrout & Fleiss (1979), McGraw & Wong (1996), Ebel (1951), Brueckl (2011), Bland & Altman (1999).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .distributions import f_quantile, normal_quantile, t_quantile
from .figure import Figure, no_figure
from .ratings import Array, Ratings

Z95 = normal_quantile(0.975)


@dataclass
class TwoWay:
    """Mean squares of a complete table of n units and k columns."""

    n: int
    k: int
    units: float
    columns: float
    residual: float


def two_way(wide: Array) -> TwoWay:
    n, k = wide.shape
    away = wide - wide.mean()
    rows, columns = away.mean(axis=1), away.mean(axis=0)
    rest = away - rows[:, None] - columns
    return TwoWay(
        n,
        k,
        k * float((rows**2).sum()) / (n - 1),
        n * float((columns**2).sum()) / (k - 1),
        float((rest**2).sum()) / ((n - 1) * (k - 1)),
    )


def _f_test(m: TwoWay) -> dict[str, float]:
    """F of the hypothesis that units do not differ, and its degrees of freedom."""
    f = m.units / m.residual if m.residual else math.nan
    return {"F": f, "df1": m.n - 1, "df2": (m.n - 1) * (m.k - 1)}


def step_up(icc: float, k: float) -> float:
    """Spearman and Brown: from one rater to the mean of k."""
    return k * icc / (1 + (k - 1) * icc)


def icc2(m: TwoWay, confidence: float) -> Figure:
    """(MSR - MSE) / (MSR + (k-1) MSE + k (MSC - MSE) / n), McGraw and Wong's interval."""
    n, k = m.n, m.k
    below = m.units + (k - 1) * m.residual + k * (m.columns - m.residual) / n
    if below <= 0:
        return no_figure(n)
    value = (m.units - m.residual) / below
    if value >= 1:
        return Figure(value, 1, 1, used=n, detail=_f_test(m))
    a = k * value / (n * (1 - value)) * m.columns
    b = (1 + k * value * (n - 1) / (n * (1 - value))) * m.residual
    v = (a + b) ** 2 / (a**2 / (k - 1) + b**2 / ((n - 1) * (k - 1)))
    spread = k * m.columns + (k * n - k - n) * m.residual
    low, high = _limits(n, m.units, m.residual, v, spread, confidence)
    return Figure(value, low, high, used=n, detail=_f_test(m))


def _limits(
    n: int, between: float, residual: float, v: float, spread: float, confidence: float
) -> tuple[float, float]:
    tail = 0.5 + confidence / 2
    f_low, f_high = f_quantile(tail, n - 1, v), f_quantile(tail, v, n - 1)
    low = n * (between - f_low * residual) / (f_low * spread + n * between)
    high = n * (f_high * between - residual) / (spread + n * f_high * between)
    return low, high


def icc2k(m: TwoWay, confidence: float) -> Figure:
    one = icc2(m, confidence)
    below = m.units + (m.columns - m.residual) / m.n
    if below <= 0:
        return no_figure(m.n)
    ends = step_up(one.low, m.k), step_up(one.high, m.k)
    return Figure((m.units - m.residual) / below, *ends, used=m.n, detail=_f_test(m))


def icc3(m: TwoWay, confidence: float) -> Figure:
    """Consistency, with the exact F interval."""
    if m.residual == 0:
        return Figure(1, 1, 1, used=m.n, detail=_f_test(m)) if m.units else no_figure(m.n)
    f, df = m.units / m.residual, (m.n - 1, (m.n - 1) * (m.k - 1))
    value, low, high = ((g - 1) / (g + m.k - 1) for g in (f, *_f_limits(f, df, confidence)))
    return Figure(value, low, high, used=m.n, detail=_f_test(m))


def _f_limits(f: float, df: tuple[int, int], confidence: float) -> tuple[float, float]:
    tail = 0.5 + confidence / 2
    return f / f_quantile(tail, *df), f * f_quantile(tail, df[1], df[0])


def error_of_measurement(m: TwoWay) -> float:
    return math.sqrt(m.residual + max(0.0, (m.columns - m.residual) / m.n))


@dataclass
class OneWay:
    """Mean squares between and within the units that have two scores or more."""

    n: int
    k0: float = math.nan
    between: float = math.nan
    within: float = math.nan
    df: tuple[int, int] = (0, 0)
    unsure: float = math.nan


def one_way(ratings: Ratings) -> OneWay:
    sizes = np.bincount(ratings.unit, minlength=ratings.units)
    shared = ratings.only(sizes[ratings.unit] >= 2)
    sums = np.bincount(shared.unit, shared.score, minlength=ratings.units)
    m = sizes[sizes >= 2].astype(float)
    n, total = len(m), int(m.sum())
    if n < 2:
        return OneWay(n)
    means = sums / np.maximum(sizes, 1)
    away = (shared.score - means[shared.unit]) ** 2
    squares = np.bincount(shared.unit, away, minlength=ratings.units)[sizes >= 2]
    within = squares.sum()
    between = (m * (means[sizes >= 2] - shared.score.mean()) ** 2).sum()
    k0 = (total - (m**2).sum() / total) / (n - 1)
    df = (n - 1, total - n)
    unsure = _unsure(squares, m - 1, within)
    return OneWay(n, k0, between / df[0], within / df[1], df, unsure)


def _unsure(squares: Array, df: Array, within: float) -> float:
    """Standard error of the mean square within, as a share of it."""
    if within == 0:
        return math.nan
    away = squares / within - df / df.sum()
    return max(math.sqrt(len(df) / (len(df) - 1) * (away**2).sum()), math.sqrt(2 / df.sum()))


def icc1(m: OneWay, confidence: float, of_mean: bool = False) -> Figure:
    """(F - 1) / (F + k0 - 1), and 1 - 1 / F of the mean of a unit's scores."""
    if m.n < 2 or (m.between == 0 and m.within == 0):
        return no_figure(m.n)
    detail = {"k0": m.k0, "MSB": m.between, "MSW": m.within, "df1": m.df[0], "df2": m.df[1]}
    if m.within == 0:
        return Figure(1, 1, 1, used=m.n, detail=detail)
    f = m.between / m.within
    ends = (f, *_f_limits(f, m.df, confidence))
    value, low, high = (1 - 1 / g if of_mean else (g - 1) / (g + m.k0 - 1) for g in ends)
    return Figure(value, low, high, used=m.n, detail={**detail, "F": f})


def limits_of_pairs(m: OneWay, confidence: float) -> Figure:
    """Half the width of the 95 % limits of the difference of two scores of one unit.

    The interval is by the delta method on the log of the mean square within, units sampled.
    """
    if m.n < 2:
        return no_figure(m.n)
    half = Z95 * math.sqrt(2 * m.within)
    detail = {"loa_low": -half, "loa_high": half, "sd": math.sqrt(2 * m.within)}
    if half == 0:
        return Figure(half, used=m.n, detail=detail)
    factor = math.exp(t_quantile(0.5 + confidence / 2, m.n - 1) * m.unsure / 2)
    return Figure(half, half / factor, half * factor, used=m.n, detail=detail)


def bland_altman(first: Array, second: Array, confidence: float) -> Figure:
    """Mean difference, first minus second, with its limits of agreement."""
    away = first - second
    n = len(away)
    if n < 2:
        return no_figure(n)
    bias, sd = float(away.mean()), float(away.std(ddof=1))
    se = sd / math.sqrt(n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * se
    limits = {"loa_low": bias - Z95 * sd, "loa_high": bias + Z95 * sd}
    return Figure(bias, bias - half, bias + half, se, n, {"bias": bias, "sd": sd, **limits})


def icc_of_incomplete(ratings: Ratings, confidence: float) -> Figure:
    """ICC(A,1) of an incomplete table, as irrNA for R: what each column gives more or less than
    the mean is taken out first, and k0 is Ebel's mean number of scores."""
    unit = np.unique(ratings.unit, return_inverse=True)[1].ravel()
    column = np.unique(ratings.column, return_inverse=True)[1].ravel()
    sizes, uses = np.bincount(unit), np.bincount(column)
    n, k, whole = len(sizes), len(uses), len(unit)
    if n < 2 or k < 2 or sizes.max() < 2:
        return no_figure(0)
    score = ratings.score - ratings.score.mean()
    means = np.bincount(column, score) / uses
    moved = score - means[column]
    df = (n - 1) * (whole / n - 1)
    between = (np.bincount(unit, moved) ** 2 / sizes).sum()
    residual = ((moved**2).sum() - between) / df
    between, across = between / (n - 1), (uses * means**2).sum() / (k - 1)
    k0 = (whole - (sizes**2).sum() / whole) / (n - 1)
    below = between + (k0 - 1) * residual + k0 / n * (across - residual)
    if below <= 0:
        return no_figure(n)
    value = (between - residual) / below
    share = k0 * value / (n * (1 - value))
    a, b = share * across, (1 + share * (n - 1)) * residual
    v = max((a + b) ** 2 / (a**2 / (k - 1) + b**2 / df), 0.1)
    spread = k0 * across + ((k0 - 1) * n - k0) * residual
    low, high = _limits(n, between, residual, v, spread, confidence)
    return Figure(value, low, high, used=n) if low <= value <= high else Figure(value, used=n)

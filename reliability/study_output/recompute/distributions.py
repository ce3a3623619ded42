"""Quantiles of Student's t, F, beta and the normal, from their distribution functions.

The incomplete beta function by its continued fraction (Press et al., Numerical Recipes, 6.4),
turned round by halving.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist

_TINY = 1e-300
_STEPS = 20000


def normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log_front += a * math.log(x) + b * math.log1p(-x)
    if x < (a + 1) / (a + b + 2):
        return math.exp(log_front) * _beta_fraction(x, a, b) / a
    return 1 - math.exp(log_front) * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    whole = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 / _away_from_zero(1 + part * d)
            c = _away_from_zero(1 + part / c)
            whole *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return whole


def _away_from_zero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


def _turned_round(cdf: Callable[[float], float], p: float, low: float, high: float) -> float:
    """Where a growing function reaches p, to the last bit that halving can tell apart."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if cdf(middle) < p else (low, middle)
    return (low + high) / 2


@cache
def beta_quantile(p: float, a: float, b: float) -> float:
    return _turned_round(lambda x: beta_cdf(x, a, b), p, 0.0, 1.0)


@cache
def f_quantile(p: float, df1: float, df2: float) -> float:
    """From the beta quantile of the complement where that is the smaller of the two."""
    x = beta_quantile(p, df1 / 2, df2 / 2)
    if x < 0.5:
        return df2 * x / (df1 * (1 - x))
    y = beta_quantile(1 - p, df2 / 2, df1 / 2)
    return df2 * (1 - y) / (df1 * y)


@cache
def t_quantile(p: float, df: float) -> float:
    if p < 0.5:
        return -t_quantile(1 - p, df)
    if p == 0.5:
        return 0.0
    # P(T > t) = I_x(df / 2, 1 / 2) / 2 at x = df / (df + t^2); near the normal the upper form is
    # the one that keeps its digits
    y = beta_quantile(2 * p - 1, 0.5, df / 2)
    if y < 0.5:
        return math.sqrt(df * y / (1 - y))
    x = beta_quantile(2 * (1 - p), df / 2, 0.5)
    return math.sqrt(df * (1 - x) / x)

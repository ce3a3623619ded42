"""Intraclass correlations of incomplete tables by analysis of variance, after Ebel and Brueckl."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.distributions import f_quantile, f_upper_tail
from reliability.stats.estimate import Estimate, checked_confidence, finite, undefined
from reliability.stats.matrix import Ratings, as_ratings

Table = Ratings | npt.ArrayLike
FORM = "Intraclass correlations of all scores, by analysis of variance"
_LEAST_DF = 0.1
_ROUND_OFF = 1e-12
Answer = dict[str, float | None]


@dataclass(frozen=True)
class _Squares:
    """Mean squares of targets as scored and with rater means taken out, and of what is left."""

    n: int
    k0: float
    df: float
    df_within: float
    df_raters: int
    targets: float
    within: float
    corrected: float
    raters: float
    residual: float


def icc_of_incomplete(table: Table, confidence: float = 0.95) -> Estimate:
    """The six correlations of McGraw and Wong from every score, complete targets or not.

    One-way forms weigh targets by Ebel's k0. Two-way forms first take out the difference between
    each rater's mean and the grand mean, so raters should have scored targets of about the same
    level. `detail` holds, for "ICC(1)" .. "ICC(C,k)", value, p, ci_low and ci_high (None =
    undefined); the value is that of ICC(A,1).

    Source: Ebel (1951), Psychometrika 16(4), 407-424; Brueckl (2011), in Altersbedingte
    Veraenderungen der Stimme und Sprechweise von Frauen, 88-103; definitions as in irrNA for R.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    found = _squares(ratings)
    if isinstance(found, str):
        return undefined(FORM, found, n_used=0, n_given=ratings.n_targets)
    tail = 0.5 + confidence / 2
    one_way = _one_error(found.targets, found.within, found.n, found.k0, found.df_within, tail)
    consistency = _one_error(found.corrected, found.residual, found.n, found.k0, found.df, tail)
    agreement = _agreement(found, tail)
    detail: dict[str, object] = {}
    forms = (("ICC(1)", "ICC(k)"), ("ICC(A,1)", "ICC(A,k)"), ("ICC(C,1)", "ICC(C,k)"))
    for names, answers in zip(forms, (one_way, agreement, consistency), strict=True):
        detail |= dict(zip(names, answers, strict=True))
    value = agreement[0]["value"]
    return Estimate(
        value=value,
        form=FORM,
        n_used=found.n,
        n_given=ratings.n_targets,
        low=agreement[0]["ci_low"] if value is not None else None,
        high=agreement[0]["ci_high"] if value is not None else None,
        confidence=confidence,
        method="F intervals, Satterthwaite degrees of freedom for agreement",
        note="ICC(A,1) is 0/0" if value is None else None,
        detail=detail,
    )


def _squares(ratings: Ratings) -> _Squares | str:
    if not ratings.is_numeric:
        return "needs scores that are numbers, not labels"
    sizes, uses = ratings.per_target[ratings.per_target > 0], ratings.per_rater
    n, k, whole = len(sizes), len(ratings.raters_used), int(sizes.sum())
    if min(n, k) < 2 or not (sizes >= 2).any():
        return "needs at least two targets and two raters, and a target scored by two"
    targets, by, codes = ratings.triplets
    x = ratings.categories[codes]
    x = x - x.mean()
    total = float(x @ x)
    if total == 0:
        return "every score is the same"
    means = np.bincount(by, x, minlength=len(uses)) / np.maximum(uses, 1)
    own = x - means[by]
    raw, moved = _between(targets, x), _between(targets, own)
    df = (n - 1) * (whole / n - 1)
    left = float(own @ own) - moved
    parts = [raw, total - raw, moved, float(uses @ means**2), left]
    raw, within, moved, raters, left = (0.0 if p < _ROUND_OFF * total else p for p in parts)
    k0 = (whole - float((sizes**2).sum()) / whole) / (n - 1)
    return _Squares(
        n,
        k0,
        df,
        whole - n,
        k - 1,
        raw / (n - 1),
        within / (whole - n),
        moved / (n - 1),
        raters / (k - 1),
        left / df,
    )


def _between(targets: IntArray, x: FloatArray) -> float:
    """Sum of squares of the targets' means around 0, each weighted by its scores."""
    sums, sizes = np.bincount(targets, x), np.bincount(targets)
    return float((sums**2 / np.maximum(sizes, 1)).sum())


def _answer(value: float, p: float, low: float, high: float) -> Answer:
    return {"value": finite(value), "p": finite(p), "ci_low": finite(low), "ci_high": finite(high)}


def _one_error(
    between: float, error: float, n: int, k0: float, df: float, tail: float
) -> tuple[Answer, Answer]:
    """The forms whose F has one error term: one-way, and consistency."""
    if error == 0:
        if between == 0:
            return _answer(*[math.nan] * 4), _answer(*[math.nan] * 4)
        return _answer(1, 0, 1, 1), _answer(1, 0, 1, 1)
    f = between / error
    p = f_upper_tail(f, n - 1, df)
    limits = f / f_quantile(tail, n - 1, df), f * f_quantile(tail, df, n - 1)
    single = [(g - 1) / (g + k0 - 1) for g in (f, *limits)]
    mean = [1 - 1 / g if g > 0 else math.nan for g in (f, *limits)]
    return _answer(single[0], p, *single[1:]), _answer(mean[0], p, *mean[1:])


def _agreement(m: _Squares, tail: float) -> tuple[Answer, Answer]:
    n, k0, gain = m.n, m.k0, m.corrected - m.residual
    below = m.corrected + (k0 - 1) * m.residual + k0 / n * (m.raters - m.residual)
    of_mean = m.corrected + (m.raters - m.residual) / n
    single = gain / below if below > 0 else math.nan
    mean = gain / of_mean if of_mean > 0 else math.nan
    if m.corrected == 0 and m.residual == 0:
        p = 1.0
    else:
        p = 0.0 if m.residual == 0 else f_upper_tail(m.corrected / m.residual, n - 1, m.df)
    return (
        _answer(single, p, *_limits(m, single, tail, k0)),
        _answer(mean, p, *_limits(m, mean, tail, 1)),
    )


def _limits(m: _Squares, icc: float, tail: float, k: float) -> tuple[float, float]:
    """McGraw and Wong's limits of a single rater (k = k0) or of the mean of all (k = 1)."""
    if not math.isfinite(icc):
        return math.nan, math.nan
    if icc == 1:
        return 1.0, 1.0
    n, share = m.n, m.k0 * icc / (m.n * (1 - icc))
    a, b = share * m.raters, (1 + share * (n - 1)) * m.residual
    below = a**2 / m.df_raters + b**2 / m.df
    v = max((a + b) ** 2 / below, _LEAST_DF) if below else _LEAST_DF
    f_low, f_high = f_quantile(tail, n - 1, v), f_quantile(tail, v, n - 1)
    spread = k * m.raters + ((k - 1) * n - k) * m.residual
    low = n * (m.corrected - f_low * m.residual) / (f_low * spread + n * m.corrected)
    high = n * (f_high * m.corrected - m.residual) / (spread + n * f_high * m.corrected)
    if not low <= icc <= high:
        # also true of limits that are not numbers: the degrees of freedom are next to 0
        return math.nan, math.nan
    return low, high

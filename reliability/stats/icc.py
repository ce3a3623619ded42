"""Intraclass correlations of complete tables, with exact F tests and intervals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import f_quantile, f_upper_tail
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings

Table = Ratings | npt.ArrayLike
FORMS: Mapping[str, str] = {
    "icc1": "ICC(1,1): one-way random, single rater",
    "icc2": "ICC(2,1): two-way random, absolute agreement, single rater",
    "icc3": "ICC(3,1): two-way, consistency, single rater",
    "icc1k": "ICC(1,k): one-way random, mean of {k} raters",
    "icc2k": "ICC(2,k): two-way random, absolute agreement, mean of {k} raters",
    "icc3k": "ICC(3,k): two-way, consistency, mean of {k} raters",
}
MCGRAW_WONG: Mapping[str, str] = {
    "ICC(1)": "icc1",
    "ICC(A,1)": "icc2",
    "ICC(C,1)": "icc3",
    "ICC(k)": "icc1k",
    "ICC(A,k)": "icc2k",
    "ICC(C,k)": "icc3k",
}
SHROUT_FLEISS: Mapping[str, str] = {
    "ICC(1,1)": "icc1",
    "ICC(2,1)": "icc2",
    "ICC(3,1)": "icc3",
    "ICC(1,k)": "icc1k",
    "ICC(2,k)": "icc2k",
    "ICC(3,k)": "icc3k",
}
_ROUND_OFF = 1e-13
Interval = tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class MeanSquares:
    """The two-way analysis of variance of a complete table of n targets and k raters."""

    n: int
    k: int
    targets: float
    raters: float
    residual: float
    within: float

    @property
    def is_flat(self) -> bool:
        """Whether neither targets nor residuals vary."""
        return self.targets == 0 and self.residual == 0


def mean_squares(scores: FloatArray) -> MeanSquares:
    """Mean squares of a complete table; what is round-off is set to exactly 0."""
    n, k = scores.shape
    centred = scores - scores[0, 0]
    centred -= centred.sum() / (n * k)
    rows, columns = centred.sum(axis=1) / k, centred.sum(axis=0) / n
    total = float(np.einsum("ij,ij->", centred, centred))
    between, across = k * float(rows @ rows), n * float(columns @ columns)
    centred -= rows[:, np.newaxis]
    centred -= columns
    residual = float(np.einsum("ij,ij->", centred, centred))
    nothing = total * _ROUND_OFF
    between, across, residual = (
        0.0 if square <= nothing else square for square in (between, across, residual)
    )
    return MeanSquares(
        n,
        k,
        between / (n - 1),
        across / (k - 1),
        residual / ((n - 1) * (k - 1)),
        (across + residual) / (n * (k - 1)),
    )


def complete_mean_squares(table: Table) -> "MeanSquares | str":
    """The mean squares of the complete rows, or the reason why there are none.

    Many figures start from them, so that they are kept as long as the validated table is.
    """
    ratings = as_ratings(table)
    known = _KNOWN.get(ratings)
    if known is None:
        known = _KNOWN[ratings] = _squares_of(ratings)
    return known


def _squares_of(ratings: Ratings) -> "MeanSquares | str":
    if not ratings.is_numeric:
        return "needs scores that are numbers, not labels"
    if len(ratings.raters_used) < 2:
        return "needs at least two raters who scored anything"
    n = len(ratings.complete)
    if n == 0:
        return "no target was scored by every rater; see icc2.reml"
    if n == 1:
        return "only one target was scored by every rater; at least two are needed"
    return mean_squares(ratings.complete_scores)


_KNOWN: WeakKeyDictionary[Ratings, "MeanSquares | str"] = WeakKeyDictionary()


def icc(table: Table, form: str = "ICC(2,1)", confidence: float = 0.95) -> Estimate:
    """One intraclass correlation from the targets that every rater scored.

    Parameters
    ----------
    table : shape (n_targets, n_raters), NaN = missing.
    form : ICC(1,1) .. ICC(3,k) of Shrout and Fleiss, ICC(1) .. ICC(C,k) of McGraw and Wong, or
        icc1, icc2, icc3, icc1k, icc2k, icc3k.
    confidence : two-sided coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Estimate
        Value at most 1, no lower bound. `detail` holds F, df1, df2 and p of the test that the
        correlation is 0. No value where it is 0/0, no interval where targets or residuals do not
        vary; the note says which.

    Source
    ------
    Shrout & Fleiss (1979), Psychological Bulletin 86(2), 420-428; McGraw & Wong (1996),
    Psychological Methods 1(1), 30-46. The interval of ICC(2,k) is the Spearman-Brown transform of
    that of ICC(2,1).
    """
    key = {**SHROUT_FLEISS, **MCGRAW_WONG}.get(form, form)
    if key not in FORMS:
        raise ValueError(f"unknown form {form!r}; known are {', '.join(SHROUT_FLEISS)}")
    ratings = as_ratings(table)
    return _one(complete_mean_squares(ratings), ratings, key, confidence)


def iccs(table: Table, confidence: float = 0.95) -> dict[str, Estimate]:
    """All six forms from one analysis of variance; keys icc1 .. icc3k."""
    ratings = as_ratings(table)
    squares = complete_mean_squares(ratings)
    return {key: _one(squares, ratings, key, confidence) for key in FORMS}


def _one(squares: MeanSquares | str, ratings: Ratings, key: str, confidence: float) -> Estimate:
    checked_confidence(confidence)
    form = FORMS[key].format(k=len(ratings.raters_used))
    if isinstance(squares, str):
        return undefined(form, squares, n_used=0, n_given=ratings.n_targets)
    value = point(squares, key)
    if value is None:
        why = "0/0: the targets do not differ and no residual is left"
        if not squares.is_flat:
            why = "the variance of the mean of the raters is estimated at 0 or below"
        return undefined(form, why, n_used=squares.n, n_given=ratings.n_targets)
    bounds, note = _interval(squares, key, confidence)
    low, high = bounds or (None, None)
    return Estimate(
        value=value,
        form=form,
        n_used=squares.n,
        n_given=ratings.n_targets,
        low=low,
        high=high,
        confidence=confidence,
        method=_METHODS[key[3]] if bounds else None,
        note=note,
        detail=f_test(squares, key),
    )


_METHODS = {
    "1": "exact F interval",
    "2": "McGraw and Wong's F interval, Satterthwaite degrees of freedom",
    "3": "exact F interval",
}


def point(ms: MeanSquares, key: str) -> float | None:
    """The correlation, or None where it is 0/0."""
    if (
        ms.targets == 0
        and ms.residual == 0
        and (key in ("icc3", "icc1k", "icc3k") or not ms.raters)
    ):
        return None
    above, below = _POINTS[key](ms)
    return above / below if below > 0 else None


_POINTS: dict[str, Callable[[MeanSquares], tuple[float, float]]] = {
    "icc1": lambda m: (m.targets - m.within, m.targets + (m.k - 1) * m.within),
    "icc2": lambda m: (
        m.targets - m.residual,
        m.targets + (m.k - 1) * m.residual + m.k * (m.raters - m.residual) / m.n,
    ),
    "icc3": lambda m: (m.targets - m.residual, m.targets + (m.k - 1) * m.residual),
    "icc1k": lambda m: (m.targets - m.within, m.targets),
    "icc2k": lambda m: (m.targets - m.residual, m.targets + (m.raters - m.residual) / m.n),
    "icc3k": lambda m: (m.targets - m.residual, m.targets),
}


def f_test(ms: MeanSquares, key: str) -> dict[str, object]:
    """F, its degrees of freedom and p for the hypothesis that the correlation is 0."""
    return dict(_f_test(ms, key.startswith("icc1")))


@lru_cache(maxsize=256)
def _f_test(ms: MeanSquares, one_way: bool) -> dict[str, object]:
    if ms.is_flat:
        return {}
    error = ms.within if one_way else ms.residual
    df1, df2 = ms.n - 1, ms.n * (ms.k - 1) if one_way else (ms.n - 1) * (ms.k - 1)
    if error == 0:
        return {"df1": df1, "df2": df2, "p": 0.0}
    f = ms.targets / error
    return {"F": f, "df1": df1, "df2": df2, "p": f_upper_tail(f, df1, df2)}


def _interval(ms: MeanSquares, key: str, confidence: float) -> tuple[Interval, str | None]:
    if ms.targets == 0 and ms.residual == 0:
        return None, "the targets do not differ and no residual is left: no interval"
    if ms.targets == 0:
        return None, "the targets do not differ: no interval"
    error = ms.within if key.startswith("icc1") else ms.residual
    if error == 0 and (key[3] != "2" or ms.raters == 0):
        return (1.0, 1.0), "F is infinite: the raters never disagree"
    single = (
        agreement_interval(ms, confidence)
        if key[3] == "2"
        else _exact(ms, key[3] == "1", confidence)
    )
    if key[3] == "2" and not single[0] <= (point(ms, "icc2") or 0.0) <= single[1]:
        # also true of limits that are not numbers: the degrees of freedom are next to 0
        return None, "no interval: its approximate degrees of freedom are next to 0"
    note = "F is infinite: no residual is left" if error == 0 else None
    if not key.endswith("k"):
        return single, note
    low, high = single
    if 1 + (ms.k - 1) * low <= _ROUND_OFF:
        return None, "no interval: the lower limit of a single rater has no counterpart for a mean"
    return (stepped_up(low, ms.k), stepped_up(high, ms.k)), note


def stepped_up(icc_of_one: float, k: float) -> float:
    """The Spearman-Brown reliability of the mean of k raters."""
    return k * icc_of_one / (1 + (k - 1) * icc_of_one)


@lru_cache(maxsize=256)
def _exact(ms: MeanSquares, one_way: bool, confidence: float) -> tuple[float, float]:
    df1, df2 = ms.n - 1, ms.n * (ms.k - 1) if one_way else (ms.n - 1) * (ms.k - 1)
    f = ms.targets / (ms.within if one_way else ms.residual)
    tail = 0.5 + confidence / 2
    lower, upper = f / f_quantile(tail, df1, df2), f * f_quantile(tail, df2, df1)
    return (lower - 1) / (lower + ms.k - 1), (upper - 1) / (upper + ms.k - 1)


def satterthwaite(ms: MeanSquares) -> float:
    """McGraw and Wong's approximate denominator degrees of freedom of ICC(A,1)."""
    n, k, icc2 = ms.n, ms.k, point(ms, "icc2") or 0.0
    a = k * icc2 / (n * (1 - icc2))
    b = 1 + k * icc2 * (n - 1) / (n * (1 - icc2))
    raters, residual = a * ms.raters, b * ms.residual
    below = raters**2 / (k - 1) + residual**2 / ((n - 1) * (k - 1))
    return (raters + residual) ** 2 / below if below else float(k - 1)


@lru_cache(maxsize=256)
def agreement_interval(ms: MeanSquares, confidence: float) -> tuple[float, float]:
    """McGraw and Wong's interval of ICC(A,1)."""
    n, k, v = ms.n, ms.k, satterthwaite(ms)
    tail = 0.5 + confidence / 2
    f_low, f_high = f_quantile(tail, n - 1, v), f_quantile(tail, v, n - 1)
    spread = k * ms.raters + (k * n - k - n) * ms.residual
    low = n * (ms.targets - f_low * ms.residual) / (f_low * spread + n * ms.targets)
    high = n * (f_high * ms.targets - ms.residual) / (spread + n * f_high * ms.targets)
    return low, high

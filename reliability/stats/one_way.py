"""One-way analysis of variance: ratings of a target by whomever, as many as there are."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import (
    f_quantile,
    f_upper_tail,
    normal_quantile,
    t_quantile,
)
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings

Table = Ratings | npt.ArrayLike
_ROUND_OFF = 1e-13
_FORM = "ICC(1,{k}): one-way random, {of}"
_LIMITS = 0.95


@dataclass(frozen=True)
class OneWay:
    """Mean squares between and within the targets that have at least two scores."""

    n: int
    k0: float
    between: float
    within: float
    df_within: int
    unsure: float
    """Standard error of the mean square within, as a share of it."""

    @property
    def detail(self) -> dict[str, object]:
        """The parts, by the names of the table of the analysis."""
        found: dict[str, object] = {"k0": self.k0, "MSB": self.between, "MSW": self.within}
        found |= {"df1": self.n - 1, "df2": self.df_within}
        if self.within:
            f = self.between / self.within
            found |= {"F": f, "p": f_upper_tail(f, self.n - 1, self.df_within)}
        return found


def one_way(table: Table) -> OneWay | str:
    """The mean squares, or the reason why there are none.

    Source: Ebel (1951), Psychometrika 16(4), 407-424, for unequal numbers of scores.
    """
    ratings = as_ratings(table)
    if not ratings.is_numeric:
        return "needs scores that are numbers, not labels"
    kept = ratings.per_target >= 2
    n = int(kept.sum())
    if n < 2:
        return "needs at least two targets that were scored twice"
    targets, _, codes = ratings.triplets
    used = kept[targets]
    x, sizes = ratings.categories[codes][used], ratings.per_target[kept]
    x = x - x.mean()
    sums = np.bincount(targets[used], x, minlength=ratings.n_targets)[kept]
    total, between = float(x @ x), float((sums**2 / sizes).sum())
    whole = float(sizes.sum())
    within = total - between
    between, within = (0.0 if part <= _ROUND_OFF * total else part for part in (between, within))
    k0 = (whole - float((sizes**2).sum()) / whole) / (n - 1)
    df = int(whole) - n
    squares = np.bincount(targets[used], x**2, minlength=ratings.n_targets)[kept] - sums**2 / sizes
    unsure = _unsure(squares, sizes - 1, within / df)
    return OneWay(n, k0, between / (n - 1), within / df, df, unsure)


def _unsure(squares: FloatArray, df: FloatArray, within: float) -> float:
    """From the squares of each target, as far as they vary; no less than what normal errors give.

    Scores of a few items differ by nothing on most targets and by much on some, so that the mean
    square is less sure than the chi-square distribution has it.
    """
    n, whole = len(squares), float(df.sum())
    if not within:
        return 0.0
    away = (squares - df * within) / (whole * within)
    return max(math.sqrt(n / (n - 1) * float(away @ away)), math.sqrt(2 / whole))


def icc_one_way(table: Table, confidence: float = 0.95, *, of_mean: bool = False) -> Estimate:
    """ICC(1,1), or ICC(1,k) of the mean of k0 raters, of the targets with at least two scores.

    In a complete table it is ICC(1,1) of `icc.icc`, and its interval is exact; with unequal
    numbers of scores both rest on Ebel's mean number k0. `detail` holds k0 and the mean squares.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    found = one_way(ratings)
    form = _FORM.format(k="k" if of_mean else 1, of="mean of k0 raters" if of_mean else "one rater")
    if isinstance(found, str):
        return undefined(form, found, n_used=0, n_given=ratings.n_targets)
    value, bounds, note = _correlation(found, confidence, of_mean)
    return Estimate(
        value=value,
        form=form,
        n_used=found.n,
        n_given=ratings.n_targets,
        low=bounds[0] if bounds else None,
        high=bounds[1] if bounds else None,
        confidence=confidence,
        method="F interval, exact where every target has as many scores" if bounds else None,
        note=note,
        detail=found.detail,
    )


def _correlation(
    found: OneWay, confidence: float, of_mean: bool
) -> tuple[float | None, tuple[float, float] | None, str | None]:
    """The value, its interval, and why one of them is missing."""
    if found.within == 0:
        if found.between == 0:
            return None, None, "0/0: every score is the same"
        return 1.0, (1.0, 1.0), "F is infinite: the raters never disagree"
    f, df1, df2 = found.between / found.within, found.n - 1, found.df_within
    if of_mean and f <= 0:
        return None, None, "the targets do not differ: the mean of k raters has no reliability"
    tail = 0.5 + confidence / 2
    limits = f / f_quantile(tail, df1, df2), f * f_quantile(tail, df2, df1)
    if of_mean:
        bounds = (1 - 1 / limits[0], 1 - 1 / limits[1])
        return 1 - 1 / f, bounds, None
    k0 = found.k0
    low, high = ((g - 1) / (g + k0 - 1) for g in limits)
    note = None if f else "the targets do not differ: no interval"
    return (f - 1) / (f + k0 - 1), (low, high) if f else None, note


def standard_error_one_way(table: Table) -> Estimate:
    """Standard error of measurement in scale points: the raters' differences count as error."""
    ratings, form = as_ratings(table), "Standard error of measurement, one-way"
    found = one_way(ratings)
    if isinstance(found, str):
        return undefined(form, found, n_used=0, n_given=ratings.n_targets)
    value = math.sqrt(found.within)
    return Estimate(value=value, form=form, n_used=found.n, n_given=ratings.n_targets)


def limits_of_pairs(table: Table, confidence: float = 0.95) -> Estimate:
    """How far apart two scores of one target lie at most in 95 of 100 cases, in scale points.

    For raters who change from target to target, so that no rater is the first: the differences
    then have mean 0. The value is the half-width of the 95 % limits (Bland & Altman, 1999,
    Statistical Methods in Medical Research 8(2), 135-160, section 5). The interval is that of the
    mean square within targets by the delta method on the log scale, targets sampled; where all
    pairs agree there is none.
    """
    checked_confidence(confidence)
    ratings, form = as_ratings(table), "95 % limits of the difference of two raters, half-width"
    found = one_way(ratings)
    if isinstance(found, str):
        return undefined(form, found, n_used=0, n_given=ratings.n_targets)
    half = normal_quantile(0.5 + _LIMITS / 2) * math.sqrt(2 * found.within)
    factor = math.exp(t_quantile(0.5 + confidence / 2, found.n - 1) * found.unsure / 2)
    return Estimate(
        value=half,
        form=form,
        n_used=found.n,
        n_given=ratings.n_targets,
        low=half / factor if half else None,
        high=half * factor if half else None,
        confidence=confidence,
        method="delta method on the log of the mean square within targets" if half else None,
        detail={"sd": math.sqrt(2 * found.within), "loa_low": -half, "loa_high": half},
    )

"""Compare coefficients of the same targets, and allow for raters being a sample too."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from reliability.stats import resampling
from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import t_quantile, t_upper_tail
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.resampled import summed
from reliability.stats.resampling import Summed
from reliability.stats.weights import Weights

Table = Ratings | npt.ArrayLike


def difference(
    first: Table,
    second: Table,
    name: str,
    weights: Weights = "identity",
    confidence: float = 0.95,
) -> Estimate:
    """First minus second coefficient of two tables with the same targets in the same rows.

    Parameters
    ----------
    first, second : shape (n_targets, raters of each), such as the same cases before and after a
        training, or by two groups of raters. Give both the same declared scale.
    name, weights : as for `resampled.summed`: ac, fleiss, alpha, bp, conger, pa, kripp.

    Returns
    -------
    Estimate
        The interval and `p` (two-sided, in `detail`) rest on the jackknife over targets, which
        keeps the dependence of the two coefficients.

    Source
    ------
    Gwet (2016), Educational and Psychological Measurement 76(4), 609-637, with the jackknife in
    place of the linearisation.
    """
    checked_confidence(confidence)
    one, other = as_ratings(first), as_ratings(second)
    if one.n_targets != other.n_targets:
        raise ValueError(
            f"the tables have {one.n_targets} and {other.n_targets} rows; give both the same "
            "targets in the same rows"
        )
    form, given = f"Difference of two coefficients, {name}", one.n_targets
    parts = [_whole(table, name, weights) for table in (one, other)]
    reason = next((part for part in parts if isinstance(part, str)), None)
    figures = [part for part in parts if isinstance(part, Summed)]
    if reason is not None or len(figures) < 2:
        return undefined(form, str(reason), n_used=0, n_given=given)
    rated = (one.per_target > 0) | (other.per_target > 0)
    both = _minus(figures[0], figures[1], rated)
    left_out = resampling.jackknife(both)
    if left_out is None or not math.isfinite(both.point):
        note = "a coefficient is undefined, for the table or without one of its targets"
        return undefined(form, note, n_used=0, n_given=given)
    return _tested(both.point, left_out.se, int(rated.sum()), given, form, confidence)


def _whole(ratings: Ratings, name: str, weights: Weights) -> Summed | str:
    """The figure with a row of addends for every target, 0 for those not rated."""
    figure = summed(ratings, name, weights)
    if isinstance(figure, str):
        return figure
    rows = np.zeros((ratings.n_targets, figure.addends.shape[1]))
    rows[ratings.per_target > 0] = figure.addends
    return Summed(rows, figure.value)


def _minus(first: Summed, second: Summed, rated: npt.NDArray[np.bool_]) -> Summed:
    width = first.addends.shape[1]

    def value(totals: FloatArray) -> FloatArray:
        return np.asarray(first.value(totals[:, :width]) - second.value(totals[:, width:]))

    return Summed(np.hstack([first.addends, second.addends])[rated], value)


def _tested(value: float, se: float, n: int, given: int, form: str, confidence: float) -> Estimate:
    half = t_quantile(0.5 + confidence / 2, n - 1) * se
    p = 2 * t_upper_tail(abs(value) / se, n - 1) if se > 0 else float(value == 0)
    return Estimate(
        value=value,
        form=form,
        n_used=n,
        n_given=given,
        low=value - half,
        high=value + half,
        se=se,
        confidence=confidence,
        method=f"jackknife over targets, t with {n - 1} degrees of freedom",
        detail={"p": p},
    )


def with_raters_sampled(
    table: Table, figure: Callable[[Table], Estimate], confidence: float = 0.95
) -> Estimate:
    """A coefficient whose interval allows for other raters as well as other targets.

    Adds to the squared standard error of `figure` the jackknife variance over raters; the interval
    takes t with one degree of freedom fewer than there are raters, or targets if these are fewer.
    Undefined with fewer than three raters, or where leaving one out leaves no coefficient.
    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 5.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    base = figure(ratings)
    form, used = f"{base.form}, raters sampled too", ratings.raters_used
    if base.value is None or base.se is None:
        note = base.note or "the coefficient has no standard error"
        return undefined(form, note, n_used=base.n_used, n_given=base.n_given)
    if len(used) < 3:
        note = "needs at least three raters who scored anything"
        return undefined(form, note, n_used=base.n_used, n_given=base.n_given)
    left = [figure(ratings.columns([r for r in used if r != out])).value for out in used]
    values = np.array([math.nan if one is None else one for one in left])
    if np.isnan(values).any():
        note = "the coefficient is undefined without one of the raters"
        return undefined(form, note, n_used=base.n_used, n_given=base.n_given)
    r = len(used)
    of_raters = (r - 1) / r * float(((values - values.mean()) ** 2).sum())
    se, df = math.sqrt(base.se**2 + of_raters), min(r, base.n_used) - 1
    half = t_quantile(0.5 + confidence / 2, df) * se
    return Estimate(
        value=base.value,
        form=form,
        n_used=base.n_used,
        n_given=base.n_given,
        low=base.value - half,
        high=min(1.0, base.value + half),
        se=se,
        confidence=confidence,
        method=f"{base.method}; jackknife over raters, t with {df} degrees of freedom",
        note=base.note,
        detail={"se_targets": base.se, "se_raters": math.sqrt(of_raters)},
    )

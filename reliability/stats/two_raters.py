"""Figures of exactly two raters: differences, concordance, marginal homogeneity, PABAK."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from reliability.stats.agreement import exact_interval
from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.distributions import chi_square_upper_tail, normal_quantile, t_quantile
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings

Table = Ratings | npt.ArrayLike
_LIMITS = 0.95


def bland_altman(table: Table, confidence: float = 0.95) -> Estimate:
    """Mean difference (first rater minus second) and its 95 % limits of agreement, in scale points.

    The value is the mean difference; `detail` holds sd, loa_low, loa_high and the intervals of all
    three. Source: Bland & Altman (1999), Statistical Methods in Medical Research 8(2), 135-160.
    """
    form = "Bland-Altman limits of agreement, first rater minus second"

    def answer(ratings: Ratings) -> Estimate:
        scores = ratings.complete_scores
        away = scores[:, 0] - scores[:, 1]
        n, bias, sd = len(away), float(away.mean()), float(away.std(ddof=1))
        z, t = normal_quantile(0.5 + _LIMITS / 2), t_quantile(0.5 + confidence / 2, n - 1)
        of_bias = t * sd / math.sqrt(n)
        of_limit = t * sd * math.sqrt(1 / n + z**2 / (2 * (n - 1)))
        low, high = bias - z * sd, bias + z * sd
        return Estimate(
            value=bias,
            form=form,
            n_used=n,
            n_given=ratings.n_targets,
            low=bias - of_bias,
            high=bias + of_bias,
            se=sd / math.sqrt(n),
            confidence=confidence,
            method="t interval of the mean difference",
            detail={
                "bias": bias,
                "sd": sd,
                "loa_low": low,
                "loa_high": high,
                "bias_ci": [bias - of_bias, bias + of_bias],
                "loa_low_ci": [low - of_limit, low + of_limit],
                "loa_high_ci": [high - of_limit, high + of_limit],
            },
        )

    return _pair(table, form, confidence, answer, at_least=2, numeric=True)


def concordance(table: Table, confidence: float = 0.95) -> Estimate:
    """Lin's concordance correlation with its Fisher z interval; -1 to 1.

    Undefined where a rater's scores do not vary. Source: Lin (1989), Biometrics 45(1), 255-268,
    with the correction of Biometrics 56(1), 324 (2000).
    """
    form = "Lin's concordance correlation"

    def answer(ratings: Ratings) -> Estimate:
        x, y = ratings.complete_scores.T
        n, given = len(x), ratings.n_targets
        if np.ptp(x) == 0 or np.ptp(y) == 0:
            note = "a rater gave every target the same score, so the correlation is 0/0"
            return undefined(form, note, n_used=n, n_given=given)
        vx, vy, gap = float(x.var()), float(y.var()), float(x.mean() - y.mean())
        joint = float(((x - x.mean()) * (y - y.mean())).mean())
        value, r = 2 * joint / (vx + vy + gap**2), joint / math.sqrt(vx * vy)
        bounds = _lin_interval(value, r, gap**2 / math.sqrt(vx * vy), n, confidence)
        return Estimate(
            value=value,
            form=form,
            n_used=n,
            n_given=given,
            low=bounds[0] if bounds else None,
            high=bounds[1] if bounds else None,
            confidence=confidence,
            method="Fisher z interval" if bounds else None,
            note=None
            if bounds
            else "no interval: too few targets, or a perfect or zero correlation",
        )

    return _pair(table, form, confidence, answer, at_least=2, numeric=True)


def _lin_interval(
    value: float, r: float, shift: float, n: int, confidence: float
) -> tuple[float, float] | None:
    """Lin's asymptotic interval; `shift` is the squared location shift u^2."""
    if n < 3 or abs(value) > 1 - 1e-12 or abs(r) < 1e-12:
        return None
    rest = 1 - value**2
    variance = (1 - r**2) * value**2 / (rest * r**2)
    variance += 2 * value**3 * (1 - value) * shift / (r * rest**2)
    variance -= value**4 * shift**2 / (2 * r**2 * rest**2)
    half = normal_quantile(0.5 + confidence / 2) * math.sqrt(max(variance, 0) / (n - 2))
    z = math.atanh(value)
    return math.tanh(z - half), math.tanh(z + half)


def stuart_maxwell(table: Table) -> Estimate:
    """Chi square of the Stuart-Maxwell test that both raters use the categories equally often.

    The value is that of stuart.maxwell.mh in R's irr, which first drops the categories that both
    raters used equally often; `p` has the degrees of freedom that are left, `df` those of the
    whole table. The test over all categories is in `detail` as `full_value` and `full_p` (None =
    singular). Source: Stuart (1955), Biometrika 42, 412-416; Maxwell (1970), British Journal of
    Psychiatry 116, 651-655.
    """
    form = "Stuart-Maxwell test of marginal homogeneity"

    def answer(ratings: Ratings) -> Estimate:
        joint, n = _joint(ratings.complete), len(ratings.complete)
        unequal = joint.sum(axis=1) != joint.sum(axis=0)
        if unequal.sum() < 2:
            note = "the raters use all categories equally often, so there is nothing to test"
            return undefined(form, note, n_used=n, n_given=ratings.n_targets)
        value = _homogeneity(joint[np.ix_(unequal, unequal)])
        if value is None:
            note = "the disagreements do not connect the categories: the test is singular"
            return undefined(form, note, n_used=n, n_given=ratings.n_targets)
        df, left, full = len(joint) - 1, int(unequal.sum()) - 1, _homogeneity(joint)
        detail: dict[str, object] = {"df": df, "p": chi_square_upper_tail(value, left)}
        detail["full_value"] = full
        detail["full_p"] = None if full is None else chi_square_upper_tail(full, df)
        return Estimate(value=value, form=form, n_used=n, n_given=ratings.n_targets, detail=detail)

    return _pair(table, form, 0.95, answer)


def _homogeneity(joint: FloatArray) -> float | None:
    """The quadratic form of the test, None where its matrix is singular."""
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    spread = (np.diag(rows + columns) - joint - joint.T)[:-1, :-1]
    if np.linalg.matrix_rank(spread) < len(spread):
        return None
    away = (rows - columns)[:-1]
    return float(away @ np.linalg.solve(spread, away))


def pabak(table: Table, confidence: float = 0.95) -> Estimate:
    """Prevalence- and bias-adjusted kappa of two raters and two categories; -1 to 1.

    Source: Byrt, Bishop & Carlin (1993), Journal of Clinical Epidemiology 46(5), 423-429; the
    interval is Clopper and Pearson's of the observed agreement.
    """
    form = "PABAK"

    def answer(ratings: Ratings) -> Estimate:
        codes = ratings.complete
        n, used = len(codes), np.unique(codes)
        if len(ratings.categories) > 2 and len(used) != 2:
            note = f"needs two categories, the scores have {len(used)}"
            return undefined(form, note, n_used=n, n_given=ratings.n_targets)
        joint = _joint(codes)
        hits = int(np.trace(joint))
        low, high = exact_interval(hits, n, confidence)
        detail: dict[str, object] = {}
        if len(joint) == 2:
            detail["prevalence_index"] = float(joint[0, 0] - joint[1, 1]) / n
            detail["bias_index"] = float(joint[0, 1] - joint[1, 0]) / n
        return Estimate(
            value=2 * hits / n - 1,
            form=form,
            n_used=n,
            n_given=ratings.n_targets,
            low=2 * low - 1,
            high=2 * high - 1,
            confidence=confidence,
            method="Clopper and Pearson's exact binomial interval",
            detail=detail,
        )

    return _pair(table, form, confidence, answer)


def _joint(codes: IntArray) -> FloatArray:
    """The cross table over the categories that occur."""
    used, flat = np.unique(codes, return_inverse=True)
    q, flat = len(used), flat.reshape(codes.shape)
    joint = np.bincount(flat[:, 0] * q + flat[:, 1], minlength=q * q)
    return joint.reshape(q, q).astype(np.float64)


def _pair(
    table: Table,
    form: str,
    confidence: float,
    answer: Callable[[Ratings], Estimate],
    *,
    at_least: int = 1,
    numeric: bool = False,
) -> Estimate:
    checked_confidence(confidence)
    ratings = as_ratings(table)
    n = ratings.n_targets
    if numeric and not ratings.is_numeric:
        return undefined(form, "needs scores that are numbers, not labels", n_used=0, n_given=n)
    if len(ratings.raters_used) != 2:
        note = f"needs exactly two raters, the table has {len(ratings.raters_used)} with scores"
        return undefined(form, note, n_used=0, n_given=n)
    both = len(ratings.complete)
    if both < at_least:
        note = f"needs at least {at_least} targets scored by both raters, the table has {both}"
        return undefined(form, note, n_used=both, n_given=n)
    return answer(ratings)

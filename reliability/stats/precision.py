"""From the mean squares of a complete table: errors of measurement, components, leniency, ranks."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from reliability.stats import icc
from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import chi_square_upper_tail, f_upper_tail, normal_quantile
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.icc import MeanSquares, complete_mean_squares
from reliability.stats.matrix import Ratings, as_ratings

Table = Ratings | npt.ArrayLike
NUMBERS_OF_RATERS = (1, 2, 3, 5, 10)
_LEAST_DF = 1e-9
_FLAT = "0/0: the targets do not differ and no residual is left"


def anova(table: Table) -> Estimate:
    """The mean squares themselves: targets (MSR), raters (MSC), residual (MSE), within (MSW)."""

    def answer(ms: MeanSquares) -> dict[str, object]:
        return {
            "MSR": ms.targets,
            "MSC": ms.raters,
            "MSE": ms.residual,
            "MSW": ms.within,
            "n": ms.n,
            "k": ms.k,
        }

    return _listed(table, "Two-way analysis of variance, complete targets", answer)


def variance_components(table: Table) -> Estimate:
    """Components of variance by expected mean squares, not cut off at 0.

    Source: Brennan (2001), Generalizability Theory, chapter 2.
    """
    return _listed(table, "Variance components by expected mean squares", _components)


def _components(ms: MeanSquares) -> dict[str, object]:
    return {
        "subject": (ms.targets - ms.residual) / ms.k,
        "rater": (ms.raters - ms.residual) / ms.n,
        "residual": ms.residual,
    }


def decision_study(table: Table, raters: Sequence[int] = NUMBERS_OF_RATERS) -> Estimate:
    """Generalizability (relative) and dependability (absolute) of the mean of so many raters.

    Components are cut off at 0; None where a coefficient is 0/0.
    Source: Brennan (2001), Generalizability Theory, chapter 2.
    """

    def answer(ms: MeanSquares) -> dict[str, object]:
        target = max(0.0, (ms.targets - ms.residual) / ms.k)
        rater = max(0.0, (ms.raters - ms.residual) / ms.n)
        relative = [_share(target, ms.residual / k) for k in raters]
        absolute = [_share(target, (rater + ms.residual) / k) for k in raters]
        return {"k": list(raters), "g_relative": relative, "phi_absolute": absolute}

    return _listed(table, "Reliability of the mean of k raters", answer)


def _share(part: float, rest: float) -> float | None:
    return part / (part + rest) if part + rest > 0 else None


def _listed(
    table: Table, form: str, answer: Callable[[MeanSquares], dict[str, object]]
) -> Estimate:
    ratings = as_ratings(table)
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str):
        return undefined(form, ms, n_used=0, n_given=ratings.n_targets)
    return Estimate(
        value=None, form=form, n_used=ms.n, n_given=ratings.n_targets, detail=answer(ms)
    )


def standard_error(table: Table, kind: str = "agreement") -> Estimate:
    """Standard error of measurement in scale points, for `agreement` or for `consistency`.

    Source: de Vet et al. (2006), Journal of Clinical Epidemiology 59(10), 1033-1039.
    """
    form = f"Standard error of measurement, {kind}"
    return _in_points(table, form, lambda ms: _error_of_measurement(ms, kind))


def minimal_detectable_change(
    table: Table, kind: str = "agreement", confidence: float = 0.95
) -> Estimate:
    """The smallest difference of two scores beyond the error of measurement, in scale points."""
    z = normal_quantile(0.5 + checked_confidence(confidence) / 2)
    form = f"Minimal detectable change at {100 * confidence:g} %, {kind}"
    return _in_points(table, form, lambda ms: z * math.sqrt(2) * _error_of_measurement(ms, kind))


def _error_of_measurement(ms: MeanSquares, kind: str) -> float:
    if kind not in ("agreement", "consistency"):
        raise ValueError(f"unknown kind {kind!r}; known are agreement and consistency")
    raters = max(0.0, (ms.raters - ms.residual) / ms.n) if kind == "agreement" else 0.0
    return math.sqrt(ms.residual + raters)


def _in_points(table: Table, form: str, answer: Callable[[MeanSquares], float]) -> Estimate:
    ratings = as_ratings(table)
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str):
        return undefined(form, ms, n_used=0, n_given=ratings.n_targets)
    return Estimate(value=answer(ms), form=form, n_used=ms.n, n_given=ratings.n_targets)


def icc2_test(table: Table, rho0: float = 0.0, confidence: float = 0.95) -> Estimate:
    """ICC(2,1) with McGraw and Wong's F test of the hypothesis that it is `rho0`.

    Source: McGraw & Wong (1996), Psychological Methods 1(1), 30-46, table 8.
    """
    ratings = as_ratings(table)
    base = icc.icc(ratings, "icc2", confidence)
    form = f"{base.form}, test against {rho0:g}"
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str) or base.value is None or ms.is_flat:
        note = base.note if base.value is None else _FLAT
        return undefined(form, note or _FLAT, n_used=base.n_used, n_given=base.n_given)
    detail: dict[str, object] = {"df1": ms.n - 1}
    if ms.residual == 0:
        df2 = icc.satterthwaite(ms) if ms.raters else (ms.n - 1) * (ms.k - 1)
        detail |= {"df2": df2, "p": 0.0}
    else:
        a = ms.k * rho0 / (ms.n * (1 - rho0))
        b = 1 + ms.k * rho0 * (ms.n - 1) / (ms.n * (1 - rho0))
        f, df2 = ms.targets / (a * ms.raters + b * ms.residual), icc.satterthwaite(ms)
        detail |= {"F": f, "df2": df2}
        if df2 > _LEAST_DF:
            detail["p"] = f_upper_tail(f, ms.n - 1, df2)
    return Estimate(
        value=base.value,
        form=form,
        n_used=base.n_used,
        n_given=base.n_given,
        low=base.low,
        high=base.high,
        confidence=confidence,
        method=base.method,
        note=base.note,
        detail=detail,
    )


def icc_against(table: Table, form: str, rho0: float, confidence: float = 0.95) -> Estimate:
    """A correlation with the one-sided F test of the hypothesis that it is at most `rho0`.

    `rho0` is at least 0 and below 1. `detail` holds F, df1, df2 and p; for ICC(2,1) and ICC(2,k)
    the degrees of freedom are Satterthwaite's at `rho0`.
    Source: McGraw & Wong (1996), Psychological Methods 1(1), 30-46, table 8.
    """
    if not 0 <= rho0 < 1:
        raise ValueError(f"rho0 must be at least 0 and below 1, got {rho0}")
    ratings = as_ratings(table)
    found = icc.icc(ratings, form, confidence)
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str) or found.value is None or ms.is_flat:
        return found
    key = {**icc.SHROUT_FLEISS, **icc.MCGRAW_WONG}.get(form, form)
    form_tested = f"{found.form}, tested against {rho0:g}"
    return replace(found, form=form_tested, detail=_against(ms, key, rho0))


def _against(ms: MeanSquares, key: str, rho0: float) -> dict[str, object]:
    k = 1 if key.endswith("k") else ms.k
    detail = dict(icc.f_test(ms, key))
    if "F" not in detail:
        return detail
    if key[3] != "2":
        f = float(str(detail["F"])) * (1 - rho0) / (1 + (k - 1) * rho0)
        return {**detail, "F": f, "p": f_upper_tail(f, ms.n - 1, float(str(detail["df2"])))}
    ratio = rho0 / (ms.n * (1 - rho0))
    raters, residual = k * ratio * ms.raters, (1 + k * ratio * (ms.n - 1)) * ms.residual
    below = raters**2 / (ms.k - 1) + residual**2 / ((ms.n - 1) * (ms.k - 1))
    f, df2 = ms.targets / (raters + residual), (raters + residual) ** 2 / below
    return {**detail, "F": f, "df2": df2, "p": f_upper_tail(f, ms.n - 1, df2)}


def rater_bias(table: Table) -> Estimate:
    """Mean of each rater minus the mean of all, in scale points, complete targets."""
    ratings = as_ratings(table)
    form = "Rater's mean minus the grand mean"
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str) and not (ratings.is_numeric and len(ratings.complete) == 1):
        return undefined(form, ms, n_used=0, n_given=ratings.n_targets)
    means = ratings.complete_scores.mean(axis=0)
    values: list[float | None] = [None] * ratings.n_raters
    for rater, away in zip(ratings.raters_used, means - means.mean(), strict=True):
        values[rater] = float(away)
    n = len(ratings.complete)
    return Estimate(
        value=None, form=form, n_used=n, n_given=ratings.n_targets, detail={"values": values}
    )


def leave_one_rater_out(table: Table) -> Estimate:
    """ICC(2,1) without each rater in turn, complete targets; None where that is undefined."""
    ratings = as_ratings(table)
    form = "ICC(2,1) without each rater"
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str) or ms.k < 3 or ms.is_flat:
        note = ms if isinstance(ms, str) else _FLAT if ms.is_flat else "needs at least three raters"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    scores = ratings.complete_scores
    values = [
        icc.point(icc.mean_squares(np.delete(scores, rater, axis=1)), "icc2")
        for rater in range(ms.k)
    ]
    return Estimate(
        value=None, form=form, n_used=ms.n, n_given=ratings.n_targets, detail={"values": values}
    )


def kendall_w(table: Table) -> Estimate:
    """Kendall's coefficient of concordance, corrected for ties, complete targets; 0 to 1.

    Source: Siegel & Castellan (1988), Nonparametric Statistics, 2nd edition, section 9.4.
    """
    ratings = as_ratings(table)
    form = "Kendall's W, corrected for ties"
    ms = complete_mean_squares(ratings)
    if isinstance(ms, str):
        return undefined(form, ms, n_used=0, n_given=ratings.n_targets)
    n, k = ms.n, ms.k
    ranks, ties = mid_ranks(ratings.complete_scores)
    below = k**2 * n * (n**2 - 1) - k * ties
    if below == 0:
        note = "0/0: every rater gave all targets the same score"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets)
    sums = ranks.sum(axis=1)
    value = (12 * float(sums @ sums) - 3 * k**2 * n * (n + 1) ** 2) / below
    chi_square = k * (n - 1) * value
    detail = {"chisq": chi_square, "p": chi_square_upper_tail(chi_square, n - 1)}
    return Estimate(value=value, form=form, n_used=n, n_given=ratings.n_targets, detail=detail)


def mid_ranks(scores: FloatArray) -> tuple[FloatArray, float]:
    """Ranks within each column, ties sharing their mean rank, and the sum of t^3 - t over ties."""
    ranks, ties = np.empty_like(scores), 0.0
    for column in range(scores.shape[1]):
        _, position, uses = np.unique(scores[:, column], return_inverse=True, return_counts=True)
        ranks[:, column] = (np.cumsum(uses) - (uses - 1) / 2)[position]
        ties += float((uses.astype(np.float64) ** 3 - uses).sum())
    return ranks, ties

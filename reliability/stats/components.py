"""Variance components of targets and raters by REML, from any table, complete or not."""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray
from reliability.stats.crossed import Crossed, best
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.reml_interval import METHOD as INTERVAL_METHOD
from reliability.stats.reml_interval import Spread, interval, spread

Table = Ratings | npt.ArrayLike
_MOST_RATERS = 4000
_AT_ONCE = 4096
_METHOD = "restricted maximum likelihood"
_PARTS = {
    "icc2.reml": ("icc_agreement_1", "ICC(2,1) by REML, all scores"),
    "icc3.reml": ("icc_consistency_1", "ICC(3,1) by REML, all scores"),
    "icc2k.reml": ("icc_agreement_k", "ICC(2,k) by REML, all scores"),
    "icc3k.reml": ("icc_consistency_k", "ICC(3,k) by REML, all scores"),
}
REML_NAMES = ("reml", *_PARTS)


@dataclass(frozen=True, eq=False)
class CrossedFit:
    """Score = mean + target + rater + residual, fitted by REML.

    Variances in squared scale points. `rater_effects` are the predicted (shrunken) severities: a
    positive one gives higher scores. `is_singular` says that a variance is estimated at 0.
    """

    mean: float
    var_target: float
    var_rater: float
    var_residual: float
    log_likelihood: float
    rater_effects: FloatArray
    rater_errors: FloatArray
    target_effects: FloatArray
    is_singular: bool


def reml_fit(table: Table, *, with_raters: bool = True) -> CrossedFit | str:
    """The REML fit, or the reason why the components cannot be told apart.

    Parameters
    ----------
    table : shape (n_targets, n_raters), NaN = missing; all scores count, complete targets or not.
    with_raters : without them the model is that of ICC(1): target and residual alone.

    Source
    ------
    Patterson & Thompson (1971), Biometrika 58(3), 545-554. Checked against lme4 for R.
    """
    found = _summit(as_ratings(table), with_raters)
    return found if isinstance(found, str) else _fit_of(found)


@dataclass(frozen=True, eq=False)
class _Summit:
    """The likelihood of a table, and where it is highest, in standardised scores."""

    model: Crossed
    at: tuple[float, float]
    with_raters: bool
    swap: bool
    middle: float
    unit: float

    def spread(self) -> Spread | str:
        return spread(self.model, self.at, with_raters=self.with_raters, swap=self.swap)


def _summit(ratings: Ratings, with_raters: bool) -> _Summit | str:
    reason = _why_not(ratings, with_raters)
    if reason:
        return reason
    targets, raters, codes = ratings.triplets
    kept = ratings.raters_used
    rows = np.unique(targets, return_inverse=True)[1].reshape(-1)
    columns = np.searchsorted(kept, raters)
    scores = ratings.categories[codes]
    middle, unit = float(scores.mean()), float(scores.std())
    y = (scores - middle) / unit
    swap = len(kept) > int(rows.max()) + 1
    model = Crossed(columns, rows, y) if swap else Crossed(rows, columns, y)
    at = best(model, with_raters=with_raters, swap=swap)
    return at if isinstance(at, str) else _Summit(model, at, with_raters, swap, middle, unit)


def _why_not(ratings: Ratings, with_raters: bool) -> str | None:
    if not ratings.is_numeric:
        return "needs scores that are numbers, not labels"
    if len(ratings.raters_used) < 2 or (ratings.per_target > 0).sum() < 2:
        return "needs at least two targets and two raters"
    if len(ratings.raters_used) > _MOST_RATERS and (ratings.per_target > 0).sum() > _MOST_RATERS:
        return f"more than {_MOST_RATERS} raters and targets are too many for this model"
    if not (ratings.per_target >= 2).any():
        return "no target was scored by two raters, so targets and errors cannot be told apart"
    if with_raters and not (ratings.per_rater >= 2).any():
        return "no rater scored two targets, so raters and errors cannot be told apart"
    if (ratings.counts.sum(axis=0) > 0).sum() < 2:
        return "every score is the same"
    return None


def _fit_of(summit: _Summit) -> CrossedFit:
    model, (s, c), unit = summit.model, summit.at, summit.unit
    products, _, root, half = model.solved(s, c)
    mean = products[0, 1] / products[0, 0]
    df = model.size - 1
    residual = (products[1, 1] - products[0, 1] ** 2 / products[0, 0]) / df
    away = np.array([-mean, 1.0])
    columns = np.linalg.solve(root.T, half @ away)
    keep = 1 / (1 + s * s * model.n_rows)
    rows = keep * (s * (model.of_rows @ away) - s * c * (model.incidence @ columns))
    inverse = np.asarray(np.linalg.inv(root), dtype=np.float64)
    effects = {"rows": s * rows * unit, "columns": c * columns * unit}
    scale = math.sqrt(residual) * unit
    if summit.swap:
        own = keep + _linked(model.incidence, inverse, s * c * keep)
        errors = np.asarray(s * np.sqrt(own) * scale)
    else:
        errors = np.asarray(c * np.sqrt((inverse**2).sum(axis=0)) * scale)
    target, rater = ("columns", "rows") if summit.swap else ("rows", "columns")
    variances = {"rows": s * s * scale**2, "columns": c * c * scale**2}
    log_likelihood = -model.criterion(s, c) / 2 - df * math.log(unit)
    return CrossedFit(
        summit.middle + mean * unit,
        variances[target],
        variances[rater],
        scale**2,
        log_likelihood,
        effects[rater],
        errors,
        effects[target],
        0.0 in (s, c),
    )


def _linked(incidence: Any, inverse: FloatArray, factor: FloatArray) -> FloatArray:
    """What the columns add to the variance of each row, some thousand rows at a time."""
    found = np.empty(len(factor))
    for start in range(0, len(factor), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        met = np.asarray(incidence[part] @ inverse.T) * factor[part, np.newaxis]
        found[part] = (met**2).sum(axis=1)
    return found


def reml(table: Table, confidence: float | None = None) -> Estimate:
    """ICC(2,1) and all components by REML, from every score that exists.

    The value is the agreement of single raters; `detail` holds the components, the correlations of
    one rater, of k raters (k = raters in the table) and of the harmonic mean number of scores per
    target (_kh), and the predicted severity of each rater with its standard error, in the order of
    the columns under the names "1".."r" (None for a rater without scores).

    With a `confidence`, strictly between 0 and 1, the value has a two-sided interval from the
    curvature of the likelihood; none where a variance is estimated at 0 or targets are fewer than
    three, which the note says.
    """
    ratings = as_ratings(table)
    summit = _summit(ratings, with_raters=True)
    key, _ = _PARTS["icc2.reml"]
    return _bounded(_whole(ratings, summit), _spread(summit, confidence), key, confidence)


def _whole(ratings: Ratings, summit: _Summit | str) -> Estimate:
    form = "ICC(2,1) by REML: two-way random, absolute agreement, single rater, all scores"
    if isinstance(summit, str):
        return undefined(form, summit, n_used=0, n_given=ratings.n_targets)
    fit = _fit_of(summit)
    detail = _details(fit, ratings)
    return Estimate(
        value=float(str(detail["icc_agreement_1"])),
        form=form,
        n_used=int((ratings.per_target > 0).sum()),
        n_given=ratings.n_targets,
        note="a variance is estimated at 0" if fit.is_singular else None,
        method=_METHOD,
        detail=detail,
    )


def _spread(summit: _Summit | str, confidence: float | None) -> Spread | str | None:
    """What an interval is made from, or why there is none; None where none was asked for."""
    if confidence is None:
        return None
    checked_confidence(confidence)
    return None if isinstance(summit, str) else summit.spread()


def _bounded(
    one: Estimate, found: Spread | str | None, key: str, confidence: float | None, k: int = 1
) -> Estimate:
    if found is None or confidence is None:
        return one
    if isinstance(found, str):
        return one.cautioned(found)
    low, high = interval(found, agreement="agreement" in key, k=k, confidence=confidence)
    return replace(one, low=low, high=high, confidence=confidence, method=INTERVAL_METHOD)


def _details(fit: CrossedFit, ratings: Ratings) -> dict[str, object]:
    k = ratings.n_raters
    sizes = ratings.per_target[ratings.per_target > 0]
    harmonic = len(sizes) / float((1 / sizes).sum())
    vt, vr, ve = fit.var_target, fit.var_rater, fit.var_residual
    effects: list[float | None] = [None] * k
    errors: list[float | None] = [None] * k
    for place, rater in enumerate(ratings.raters_used):
        effects[rater], errors[rater] = (
            float(fit.rater_effects[place]),
            float(fit.rater_errors[place]),
        )
    return {
        "var_subject": vt,
        "var_rater": vr,
        "var_residual": ve,
        "grand_mean": fit.mean,
        "logLik_reml": fit.log_likelihood,
        "icc_agreement_1": vt / (vt + vr + ve),
        "icc_consistency_1": vt / (vt + ve),
        "icc_agreement_k": vt / (vt + (vr + ve) / k),
        "icc_consistency_k": vt / (vt + ve / k),
        "icc_agreement_kh": vt / (vt + (vr + ve) / harmonic),
        "k": k,
        "k_harmonic": harmonic,
        "rater_blup": {str(place + 1): effect for place, effect in enumerate(effects)},
        "rater_blup_se": errors,
        "singular": fit.is_singular,
    }


def _part(whole: Estimate, key: str, form: str) -> Estimate:
    if whole.value is None:
        return undefined(form, whole.note or "", n_used=whole.n_used, n_given=whole.n_given)
    return Estimate(
        value=float(str(whole.detail[key])),
        form=form,
        n_used=whole.n_used,
        n_given=whole.n_given,
        method=whole.method,
        note=whole.note,
    )


def reml_figures(table: Table, confidence: float | None = None) -> dict[str, Estimate]:
    """The components, and the correlations that follow from them, by name."""
    ratings = as_ratings(table)
    summit = _summit(ratings, with_raters=True)
    whole, found = _whole(ratings, summit), _spread(summit, confidence)
    figures = {"reml": _bounded(whole, found, _PARTS["icc2.reml"][0], confidence)}
    for name, (key, form) in _PARTS.items():
        k = ratings.n_raters if key.endswith("_k") else 1
        figures[name] = _bounded(_part(whole, key, form), found, key, confidence, k)
    return figures


def reml_one_way(table: Table, confidence: float | None = None) -> Estimate:
    """ICC(1,1) by REML: targets and residual alone, from every score that exists."""
    ratings = as_ratings(table)
    form = "ICC(1,1) by REML: one-way random, single rater, all scores"
    summit = _summit(ratings, with_raters=False)
    found = _spread(summit, confidence)
    if isinstance(summit, str):
        return undefined(form, summit, n_used=0, n_given=ratings.n_targets)
    fit = _fit_of(summit)
    one = Estimate(
        value=fit.var_target / (fit.var_target + fit.var_residual),
        form=form,
        n_used=int((ratings.per_target > 0).sum()),
        n_given=ratings.n_targets,
        method=_METHOD,
        note="the variance of targets is estimated at 0" if fit.var_target == 0 else None,
        detail={"var_subject": fit.var_target, "var_residual": fit.var_residual},
    )
    return _bounded(one, found, "one_way", confidence)

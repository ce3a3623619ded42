"""Variance components of targets and raters by REML, from any table, complete or not."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.estimate import Estimate, undefined
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.simplex import minimum, minimum_on_line

Table = Ratings | npt.ArrayLike
_SMALL = 1e-12
_TOO_FAR = 3e3
_ROUGH = 0.05
_EDGE = 1e-4
_MOST_RATERS = 4000
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


class _Crossed:
    """The penalised least squares of two crossed random effects, the larger one eliminated."""

    def __init__(self, rows: IntArray, columns: IntArray, y: FloatArray) -> None:
        self.n, self.r, self.size = int(rows.max()) + 1, int(columns.max()) + 1, len(y)
        flat = rows * self.r + columns
        self.incidence = np.bincount(flat, minlength=self.n * self.r).reshape(self.n, self.r)
        self.incidence = self.incidence.astype(np.float64)
        self.n_rows, self.n_columns = self.incidence.sum(axis=1), self.incidence.sum(axis=0)
        # sums of the two right-hand sides, the mean and the scores
        self.of_rows = np.column_stack([self.n_rows, np.bincount(rows, y, self.n)])
        self.of_columns = np.column_stack([self.n_columns, np.bincount(columns, y, self.r)])
        total = float(y.sum())
        self.products = np.array([[self.size, total], [total, float(y @ y)]])

    def solved(self, s: float, c: float) -> tuple[FloatArray, float, FloatArray, FloatArray]:
        """At relative deviations s of rows and c of columns: products, determinant, systems."""
        keep = 1 / (1 + s * s * self.n_rows)
        inner = self.incidence.T @ (keep[:, np.newaxis] * self.incidence)
        schur = np.diag(1 + c * c * self.n_columns) - (s * c) ** 2 * inner
        root = np.linalg.cholesky(schur)
        pulled = c * (
            self.of_columns - s * s * self.incidence.T @ (keep[:, np.newaxis] * self.of_rows)
        )
        half = np.linalg.solve(root, pulled)
        left = s * s * self.of_rows.T @ (keep[:, np.newaxis] * self.of_rows)
        products = self.products - left - half.T @ half
        log_det = 2 * float(np.log(np.diag(root)).sum()) - float(np.log(keep).sum())
        return products, log_det, root, half

    def criterion(self, s: float, c: float) -> float:
        """Minus twice the REML log likelihood, profiled over mean and residual variance."""
        products, log_det, _, _ = self.solved(s, c)
        df = self.size - 1
        rest = products[1, 1] - products[0, 1] ** 2 / products[0, 0]
        if products[0, 0] <= 0 or rest <= _SMALL * self.products[1, 1]:
            return math.inf
        return log_det + math.log(products[0, 0]) + df * (1 + math.log(2 * math.pi * rest / df))


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
    ratings = as_ratings(table)
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
    model = _Crossed(columns, rows, y) if swap else _Crossed(rows, columns, y)
    found = _best(model, with_raters=with_raters, swap=swap)
    if isinstance(found, str):
        return found
    return _fit_of(model, found, swap, middle, unit)


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


def _best(model: _Crossed, *, with_raters: bool, swap: bool) -> tuple[float, float] | str:
    """The relative standard deviations (rows, columns) with the lowest criterion."""

    def target_alone(t: float) -> float:
        return model.criterion(0.0, abs(t)) if swap else model.criterion(abs(t), 0.0)

    def rater_alone(t: float) -> float:
        return model.criterion(abs(t), 0.0) if swap else model.criterion(0.0, abs(t))

    def on_edges(t: float, u: float) -> tuple[tuple[float, float], tuple[float, float]]:
        return ((0.0, t), (u, 0.0)) if swap else ((t, 0.0), (0.0, u))

    if with_raters:
        t = minimum_on_line(target_alone, tolerance=_ROUGH)
        u = minimum_on_line(rater_alone, tolerance=_ROUGH)
        at = _inside(model, on_edges(t, u), (u, t) if swap else (t, u))
        if 0.0 in at:
            edges = on_edges(minimum_on_line(target_alone), minimum_on_line(rater_alone))
            at = min(edges, key=lambda p: model.criterion(*p))
    else:
        at = on_edges(minimum_on_line(target_alone), 0.0)[0]
    if max(at) > _TOO_FAR or not math.isfinite(model.criterion(*at)):
        return "targets and raters explain every score: no residual is left to estimate"
    return at


def _inside(
    model: _Crossed, edges: tuple[tuple[float, float], ...], start: tuple[float, float]
) -> tuple[float, float]:
    """The best place with both deviations above 0, or an edge where that does not truly help."""
    found = minimum(lambda p: model.criterion(abs(p[0]), abs(p[1])), start)
    inside = (abs(found[0]), abs(found[1]))
    reached = model.criterion(*inside)
    if min(inside) < _EDGE:
        return (0.0, inside[1]) if inside[0] < inside[1] else (inside[0], 0.0)
    return min((reached, inside), *((model.criterion(*p) - 1e-8, p) for p in edges))[1]


def _fit_of(
    model: _Crossed, at: tuple[float, float], swap: bool, middle: float, unit: float
) -> CrossedFit:
    s, c = at
    products, _, root, half = model.solved(s, c)
    mean = products[0, 1] / products[0, 0]
    df = model.size - 1
    residual = (products[1, 1] - products[0, 1] ** 2 / products[0, 0]) / df
    away = np.array([-mean, 1.0])
    columns = np.linalg.solve(root.T, half @ away)
    keep = 1 / (1 + s * s * model.n_rows)
    rows = keep * (s * (model.of_rows @ away) - s * c * (model.incidence @ columns))
    inverse = np.linalg.inv(root)
    of_columns = (inverse**2).sum(axis=0)
    link = s * c * keep[:, np.newaxis] * model.incidence @ inverse.T
    of_rows = keep + (link**2).sum(axis=1)
    effects = {"rows": s * rows * unit, "columns": c * columns * unit}
    scale = math.sqrt(residual) * unit
    errors = {"rows": s * np.sqrt(of_rows) * scale, "columns": c * np.sqrt(of_columns) * scale}
    target, rater = ("columns", "rows") if swap else ("rows", "columns")
    variances = {"rows": s * s * scale**2, "columns": c * c * scale**2}
    log_likelihood = -model.criterion(s, c) / 2 - df * math.log(unit)
    return CrossedFit(
        middle + mean * unit,
        variances[target],
        variances[rater],
        scale**2,
        log_likelihood,
        effects[rater],
        errors[rater],
        effects[target],
        0.0 in (s, c),
    )


def reml(table: Table) -> Estimate:
    """ICC(2,1) and all components by REML, from every score that exists.

    The value is the agreement of single raters; `detail` holds the components, the correlations of
    one rater, of k raters (k = raters in the table) and of the harmonic mean number of scores per
    target (_kh), and the predicted severity of each rater with its standard error, in the order of
    the columns under the names "1".."r" (None for a rater without scores).
    """
    ratings = as_ratings(table)
    form = "ICC(2,1) by REML: two-way random, absolute agreement, single rater, all scores"
    n_used = int((ratings.per_target > 0).sum())
    fit = reml_fit(ratings)
    if isinstance(fit, str):
        return undefined(form, fit, n_used=0, n_given=ratings.n_targets)
    detail = _details(fit, ratings)
    note = "a variance is estimated at 0" if fit.is_singular else None
    return Estimate(
        value=float(str(detail["icc_agreement_1"])),
        form=form,
        n_used=n_used,
        n_given=ratings.n_targets,
        note=note,
        method="restricted maximum likelihood",
        detail=detail,
    )


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


def reml_figures(table: Table) -> dict[str, Estimate]:
    """The components, and the correlations that follow from them, by name."""
    whole = reml(table)
    found = {name: _part(whole, key, form) for name, (key, form) in _PARTS.items()}
    return {"reml": whole, **found}


def reml_one_way(table: Table) -> Estimate:
    """ICC(1,1) by REML: targets and residual alone, from every score that exists."""
    ratings = as_ratings(table)
    form = "ICC(1,1) by REML: one-way random, single rater, all scores"
    fit = reml_fit(ratings, with_raters=False)
    if isinstance(fit, str):
        return undefined(form, fit, n_used=0, n_given=ratings.n_targets)
    return Estimate(
        value=fit.var_target / (fit.var_target + fit.var_residual),
        form=form,
        n_used=int((ratings.per_target > 0).sum()),
        n_given=ratings.n_targets,
        method="restricted maximum likelihood",
        note="the variance of targets is estimated at 0" if fit.var_target == 0 else None,
        detail={"var_subject": fit.var_target, "var_residual": fit.var_residual},
    )

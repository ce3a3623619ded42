"""Variance components by restricted maximum likelihood: total ~ 1 + (1 | unit) + (1 | column).

With g and h the variances of units and columns relative to the residual, V = I + g U U' + h C C'.
The units are eliminated first, W = (I + g U U')^-1, so that only a system of columns is solved:
A = C' W C, V^-1 = W - h W C (I + h A)^-1 C' W. The likelihood is profiled over mean and residual
variance and climbed by the simplex of Nelder and Mead (1965).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .correlations import Z95, step_up
from .distributions import normal_quantile, t_quantile
from .figure import NAN, Figure
from .ratings import Array, Ratings

Corner = tuple[float, Array]
"""What the criterion is at a place, and the place."""
Criterion = Callable[[Array], float]


@dataclass
class Solved:
    """At one place: minus twice the likelihood, residual variance, effects of the columns."""

    criterion: float
    residual: float
    effects: Array
    spread: Array


class Likelihood:
    """The restricted likelihood of a table of scores, standardised."""

    def __init__(self, ratings: Ratings) -> None:
        order = np.argsort(ratings.unit, kind="stable")
        self.unit = np.unique(ratings.unit[order], return_inverse=True)[1].ravel()
        self.columns, column = np.unique(ratings.column[order], return_inverse=True)
        self.column, score = column.ravel(), ratings.score[order]
        self.scale = float(score.std())
        y = (score - score.mean()) / self.scale
        self.design = np.column_stack([np.ones(len(y)), y])
        self.sizes, self.uses = np.bincount(self.unit), np.bincount(self.column)
        self._pair_up()

    def _pair_up(self) -> None:
        """Every coding beside every coding of its unit, itself included."""
        starts = np.cumsum(self.sizes) - self.sizes
        m = self.sizes[self.unit]
        coding = np.repeat(np.arange(len(m)), m)
        rank = np.arange(len(coding)) - np.repeat(np.cumsum(m) - m, m)
        partner = starts[self.unit[coding]] + rank
        self.cell = self.column[coding] * len(self.uses) + self.column[partner]
        self.pair_unit = self.unit[coding]

    def at(self, g: float, h: float) -> Solved:
        k, n = len(self.uses), len(self.design)
        keep = g / (1 + g * self.sizes)
        by_unit = _sums(self.unit, self.design)
        cross = self.design.T @ self.design - by_unit.T @ (keep[:, None] * by_unit)
        by_column = _sums(self.column, self.design - (keep[:, None] * by_unit)[self.unit])
        inner = np.bincount(self.cell, keep[self.pair_unit], k * k).reshape(k, k)
        system = np.eye(k) + h * (np.diag(self.uses) - inner)
        solved = np.linalg.solve(system, by_column)
        cross = cross - h * by_column.T @ solved
        mean = cross[0, 1] / cross[0, 0]
        residual = float(cross[1, 1] - mean * cross[0, 1]) / (n - 1)
        log_det = float(np.linalg.slogdet(system)[1] + np.log1p(g * self.sizes).sum())
        fit = math.log(cross[0, 0]) + (n - 1) * math.log(residual) if residual > 0 else math.inf
        effects = h * (solved[:, 1] - mean * solved[:, 0])
        return Solved(log_det + fit, residual, effects, h * np.linalg.inv(system).diagonal())

    def criterion(self, place: Array) -> float:
        return self.at(*place).criterion


def _sums(group: Array, columns: Array) -> Array:
    return np.column_stack([np.bincount(group, column) for column in columns.T])


def _summit(likelihood: Likelihood) -> Array:
    """The relative variances where the likelihood is highest; sought over their square roots."""

    def away(point: Array) -> float:
        return likelihood.criterion(point**2)

    best = np.array([1.0, 0.5])
    for side in (0.5, 0.1, 0.02):
        places = [best, best + np.array([side, 0]), best + np.array([0, side])]
        corners = sorted(((away(place), place) for place in places), key=lambda pair: pair[0])
        for _ in range(150):
            if corners[2][0] - corners[0][0] < 1e-11:
                break
            corners = _moved(away, corners)
        best = np.abs(corners[0][1])
    return best**2


def _at_edge(likelihood: Likelihood, summit: Array) -> Array:
    """A variance is 0 where leaving 0 does not truly help."""
    for place in range(2):
        edge = summit.copy()
        edge[place] = 0.0
        if likelihood.criterion(edge) - 1e-8 <= likelihood.criterion(summit):
            summit = edge
    return summit


def _moved(away: Criterion, corners: list[Corner]) -> list[Corner]:
    """The worst corner reflected, stretched or pulled in, or all pulled to the best."""
    (low, p), (middle, q), (high, worst) = corners
    centre = (p + q) / 2

    def along(step: float) -> Corner:
        point = centre + step * (centre - worst)
        return away(point), point

    new = along(1.0)
    if new[0] < low:
        new = min(new, along(2.0), key=lambda pair: pair[0])
    elif new[0] >= middle:
        new = along(0.5 if new[0] < high else -0.5)
    if new[0] >= high:
        shrunk = [(p + q) / 2, (p + worst) / 2]
        kept = [(low, p), *((away(point), point) for point in shrunk)]
        return sorted(kept, key=lambda pair: pair[0])
    return sorted([(low, p), (middle, q), new], key=lambda pair: pair[0])


@dataclass
class Fit:
    """Variances in squared points, and the predicted severities of the columns."""

    unit: float
    column: float
    residual: float
    columns: Array
    effects: Array
    errors: Array
    sizes: Array
    uses: Array
    covariance: Array | None

    def correlation(self, agreement: bool, k: float, confidence: float) -> Figure:
        """Of the mean of k raters, with its interval by the delta method, symmetric about
        log((1 + (m - 1) r) / (1 - r)), m the harmonic mean number of scores of a unit."""
        at = np.array([self.unit, self.column]) / self.residual
        share = np.array([1.0, float(agreement)])
        below = 1 + float(share @ at)
        one = float(at[0]) / below
        parts = (self.unit, self.column, self.residual)
        detail = dict(zip(("var_subject", "var_rater", "var_residual"), parts, strict=True))
        figure = Figure(step_up(one, k), used=len(self.sizes), detail=detail)
        if self.covariance is None:
            return figure
        m = max(2.0, len(self.sizes) / float((1 / self.sizes).sum()))
        slope = (np.array([1.0, 0.0]) - one * share) / below * m / ((1 + (m - 1) * one) * (1 - one))
        half = self._quantile(slope**2 * np.diag(self.covariance), 0.5 + confidence / 2)
        half *= math.sqrt(float(slope @ self.covariance @ slope))
        middle = math.log((1 + (m - 1) * one) / (1 - one))
        gone = [math.exp(-max(0.0, z)) for z in (middle - half, middle + half)]
        figure.low, figure.high = (step_up((1 - e) / (1 + (m - 1) * e), k) for e in gone)
        return figure

    def _quantile(self, parts: Array, tail: float) -> float:
        """Student's t for as many degrees of freedom as the raters' part of the variance leaves."""
        if parts[1] <= 1e-6 * parts.sum():
            return normal_quantile(tail)
        return t_quantile(tail, (len(self.uses) - 1) * float(parts.sum() / parts[1]) ** 2)


def fitted(ratings: Ratings) -> Fit:
    likelihood = Likelihood(ratings)
    summit = _at_edge(likelihood, _summit(likelihood))
    solved = likelihood.at(*summit)
    residual = solved.residual * likelihood.scale**2
    return Fit(
        float(summit[0]) * residual,
        float(summit[1]) * residual,
        residual,
        likelihood.columns,
        solved.effects * likelihood.scale,
        np.sqrt(solved.spread * residual),
        likelihood.sizes,
        likelihood.uses,
        _curvature(likelihood, summit),
    )


def _curvature(likelihood: Likelihood, summit: Array) -> Array | None:
    """Covariance of the relative variances: twice the inverse of the curvature of the criterion.

    Next to 0 the curvature is read one step away, where a step back is still a variance. Without a
    variance of columns the model is the one-way one, and only that of units is uncertain.
    """
    if len(likelihood.sizes) < 3 or not summit[0]:
        return None
    steps = 0.01 * (summit + 1 / np.array([likelihood.sizes.mean(), likelihood.uses.mean()]))
    centre, moves = np.maximum(summit, steps), np.diag(steps)
    if not summit[1]:
        centre, moves = np.array([centre[0], 0.0]), moves[:1]
    at = likelihood.criterion
    middle = at(centre)
    bent = np.diag([at(centre + move) - 2 * middle + at(centre - move) for move in moves])
    if len(moves) == 2:
        both, apart = moves[0] + moves[1], moves[0] - moves[1]
        alike = at(centre + both) + at(centre - both)
        bent[0, 1] = bent[1, 0] = (alike - at(centre + apart) - at(centre - apart)) / 4
    if np.linalg.eigvalsh(bent)[0] < 1e-7:
        return None
    covariance, used = np.zeros((2, 2)), len(moves)
    covariance[:used, :used] = 2 * np.outer(steps, steps)[:used, :used] * np.linalg.inv(bent)
    return covariance


def model_figures(fit: Fit, confidence: float) -> dict[str, Figure]:
    """The figures of a total that rest on the components."""
    harmonic = len(fit.sizes) / float((1 / fit.sizes).sum())
    error = math.sqrt(fit.column + fit.residual)
    used = len(fit.sizes)
    return {
        "icc2.reml": fit.correlation(True, 1, confidence),
        "icc3.reml": fit.correlation(False, 1, confidence),
        "icc2kh.reml": fit.correlation(True, harmonic, confidence),
        "sem_agreement.reml": Figure(error, NAN, NAN, NAN, used),
        "mdc95_agreement.reml": Figure(Z95 * math.sqrt(2) * error, NAN, NAN, NAN, used),
    }

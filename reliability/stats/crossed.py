"""The restricted likelihood of targets crossed with raters, and where it is highest."""

import math

import numpy as np

from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.simplex import minimum, minimum_on_line

_SMALL = 1e-12
_TOO_FAR = 3e3
_ROUGH = 0.05
_EDGE = 1e-4


class Crossed:
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


def best(model: Crossed, *, with_raters: bool, swap: bool) -> tuple[float, float] | str:
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
    model: Crossed, edges: tuple[tuple[float, float], ...], start: tuple[float, float]
) -> tuple[float, float]:
    """The best place with both deviations above 0, or an edge where that does not truly help."""
    found = minimum(lambda p: model.criterion(abs(p[0]), abs(p[1])), start)
    inside = (abs(found[0]), abs(found[1]))
    reached = model.criterion(*inside)
    if min(inside) < _EDGE:
        return (0.0, inside[1]) if inside[0] < inside[1] else (inside[0], 0.0)
    return min((reached, inside), *((model.criterion(*p) - 1e-8, p) for p in edges))[1]

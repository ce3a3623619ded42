"""The restricted likelihood of targets crossed with raters, and where it is highest."""

import math
from typing import Any

import numpy as np

from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.simplex import minimum, minimum_on_line

_SMALL = 1e-12
_TOO_FAR = 3e3
_ROUGH = 0.05
_EDGE = 1e-4
_MOST_CELLS = 20_000_000
_MOST_DENSE = 4_000_000


def _incidence(rows: IntArray, columns: IntArray, n: int, r: int) -> Any:
    """Which row meets which column; a sparse array where most cells are empty and many."""
    if n * r <= _MOST_DENSE:
        counted = np.bincount(rows * r + columns, minlength=n * r)
        return counted.reshape(n, r).astype(np.float64)
    from scipy.sparse import csr_array

    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(n, r))


def _dense(product: Any) -> FloatArray:
    return np.asarray(product.toarray() if hasattr(product, "toarray") else product)


class Crossed:
    """The penalised least squares of two crossed random effects, the larger one eliminated.

    Rows with as many scores are penalised alike, so that what a row adds is summed beforehand over
    all rows of one size.
    """

    def __init__(self, rows: IntArray, columns: IntArray, y: FloatArray) -> None:
        self.n, self.r, self.size = int(rows.max()) + 1, int(columns.max()) + 1, len(y)
        self.incidence = _incidence(rows, columns, self.n, self.r)
        self.n_rows = np.bincount(rows, minlength=self.n).astype(np.float64)
        self.n_columns = np.bincount(columns, minlength=self.r).astype(np.float64)
        # sums of the two right-hand sides, the mean and the scores
        self.of_rows = np.column_stack([self.n_rows, np.bincount(rows, y, self.n)])
        self.of_columns = np.column_stack([self.n_columns, np.bincount(columns, y, self.r)])
        total = float(y.sum())
        self.products = np.array([[self.size, total], [total, float(y @ y)]])
        self._by_size()

    def _by_size(self) -> None:
        """Cross products of the columns, of columns with sums, and of sums, by size of row."""
        self.sizes, group, self.uses = np.unique(
            self.n_rows, return_inverse=True, return_counts=True
        )
        order = np.argsort(group, kind="stable")
        shape = (len(self.sizes), self.r, self.r)
        self.pairs = np.empty(shape) if np.prod(shape) <= _MOST_CELLS else None
        self.towards, self.within = (
            np.empty((len(self.sizes), self.r, 2)),
            np.empty((*shape[:1], 2, 2)),
        )
        for place, part in enumerate(np.split(order, np.cumsum(self.uses)[:-1])):
            whole = len(part) == self.n
            cells = self.incidence if whole else self.incidence[part]
            sums = self.of_rows if whole else self.of_rows[part]
            if self.pairs is not None:
                self.pairs[place] = _dense(cells.T @ cells)
            self.towards[place], self.within[place] = cells.T @ sums, sums.T @ sums

    def _inner(self, keep: FloatArray, s: float) -> FloatArray:
        """The columns' cross products, each row weighted by what is kept of it."""
        if self.pairs is not None:
            return np.asarray(np.tensordot(keep, self.pairs, 1))
        of_row = np.sqrt(1 / (1 + s * s * self.n_rows))
        weighted = self.incidence * of_row[:, np.newaxis]
        return _dense(weighted.T @ weighted)

    def solved(self, s: float, c: float) -> tuple[FloatArray, float, FloatArray, FloatArray]:
        """At relative deviations s of rows and c of columns: products, determinant, systems."""
        keep = 1 / (1 + s * s * self.sizes)
        schur: FloatArray = np.diag(1 + c * c * self.n_columns)
        schur -= (s * c) ** 2 * self._inner(keep, s)
        root = np.asarray(np.linalg.cholesky(schur), dtype=np.float64)
        pulled = np.asarray(c * (self.of_columns - s * s * np.tensordot(keep, self.towards, 1)))
        half = np.asarray(np.linalg.solve(root, pulled), dtype=np.float64)
        left = np.asarray(s * s * np.tensordot(keep, self.within, 1))
        products: FloatArray = self.products - left - half.T @ half
        log_det = 2 * float(np.log(np.diag(root)).sum()) - float(self.uses @ np.log(keep))
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

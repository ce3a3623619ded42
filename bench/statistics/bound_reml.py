"""The bound of the crossed model: REML profiled over two ratios, with a Schur complement."""

import numpy as np
from scipy import optimize

from bench.statistics.tasks import Answer, FloatArray


def reml(table: FloatArray) -> Answer:
    """Variances of targets, raters and residual, and the ICC of one rater from them."""
    present = ~np.isnan(table)
    y = np.where(present, table - np.nanmean(table), 0.0)
    found = optimize.minimize(
        lambda at: _deviance(at, present.astype(np.float64), y)[0],
        np.zeros(2),
        method="L-BFGS-B",
        bounds=[(-12, 12)] * 2,
    )
    _, residual = _deviance(found.x, present.astype(np.float64), y)
    targets, raters = np.exp(found.x) * residual
    return {
        "targets": float(targets),
        "raters": float(raters),
        "residual": float(residual),
        "icc2": float(targets / (targets + raters + residual)),
    }


def _deviance(at: FloatArray, present: FloatArray, y: FloatArray) -> tuple[float, float]:
    """-2 log restricted likelihood but for a constant, and the residual variance."""
    n, r = present.shape
    ratio_targets, ratio_raters = np.exp(at)
    total = present.sum()
    # the targets, of diagonal cross-product, are eliminated; mean and raters are left
    diagonal = present.sum(axis=1) + 1 / ratio_targets
    design = np.column_stack([present.sum(axis=1), present])
    across = present.sum(axis=0)
    rest = np.zeros((r + 1, r + 1))
    rest[0, 0], rest[0, 1:], rest[1:, 0] = total, across, across
    rest[1:, 1:] = np.diag(across + 1 / ratio_raters)
    schur = rest - design.T @ (design / diagonal[:, np.newaxis])
    right_targets = y.sum(axis=1)
    right = np.concatenate([[y.sum()], y.sum(axis=0)])
    right = right - design.T @ (right_targets / diagonal)
    root = np.linalg.cholesky(schur)
    solved = np.linalg.solve(root, right)
    explained = float(right_targets @ (right_targets / diagonal) + solved @ solved)
    residual = (float((y * y).sum()) - explained) / (total - 1)
    logs = np.log(diagonal).sum() + 2 * np.log(np.diag(root)).sum()
    logs += n * at[0] + r * at[1]
    return float((total - 1) * np.log(residual) + logs), residual

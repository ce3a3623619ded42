"""rater-agreement: alpha by loops, and Cohen's kappa of one pair at a time."""

import numpy as np
import raters

from bench.statistics.peers.of_pairs import preparation
from bench.statistics.tasks import Answer, FloatArray, IntArray, Work

_SCALE = [1, 2, 3, 4, 5]


def _alpha(tables: FloatArray) -> Work:
    data = [[None if np.isnan(x) else int(x) for x in row] for row in tables[0].T]

    def run() -> Answer:
        return {"alpha": raters.krippendorff_alpha(data, level="interval", categories=_SCALE)}

    return Work(run, note="interval metric of positions, it has no ordinal one", is_whole=False)


def _kappa(one: IntArray, other: IntArray, quadratic: bool) -> float:
    weights = "quadratic" if quadratic else None
    return float(raters.cohen_kappa(one.tolist(), other.tolist(), _SCALE, weights=weights))


PREPARATIONS = {"a": _alpha, "d": preparation(_kappa, quick=True)}

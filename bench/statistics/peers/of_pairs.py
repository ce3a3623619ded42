"""Cohen's kappa, unweighted and quadratic, of all pairs of raters by a function of one pair."""

import os
from collections.abc import Callable
from itertools import combinations

import numpy as np

from bench.statistics.tasks import Answer, FloatArray, IntArray, Preparation, Work

_SOME_RATERS = 30
Kappa = Callable[[IntArray, IntArray, bool], float]


def preparation(kappa: Kappa, *, quick: bool = False) -> Preparation:
    """All pairs where that is quick or everything is wanted, otherwise those of 30 raters."""

    def prepare(tables: FloatArray) -> Work:
        codes = np.ascontiguousarray(tables[0].T.astype(np.intp))
        r = len(codes)
        used = r if quick or os.environ.get("BENCH_FULL") else _SOME_RATERS
        pairs = list(combinations(range(used), 2))

        def run() -> Answer:
            plain = [kappa(codes[i], codes[j], False) for i, j in pairs]
            quadratic = [kappa(codes[i], codes[j], True) for i, j in pairs]
            if used < r:
                return {}
            return {"kappa": float(np.mean(plain)), "quadratic": float(np.mean(quadratic))}

        share = len(pairs) / (r * (r - 1) / 2)
        note = "" if used == r else f"timed on {len(pairs)} pairs"
        return Work(run, share, note)

    return prepare

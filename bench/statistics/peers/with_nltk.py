"""nltk: alpha with a distance function, here the ordinal one of the whole table."""

import numpy as np
from nltk.metrics.agreement import AnnotationTask

from bench.statistics.tasks import Answer, FloatArray, Work


def _alpha(tables: FloatArray) -> Work:
    table = tables[0]
    given = np.argwhere(~np.isnan(table))
    triples = [(int(r), int(t), int(table[t, r])) for t, r in given]
    sizes = (~np.isnan(table)).sum(axis=1)
    pairable = table[sizes >= 2]
    uses = np.array([(pairable == value).sum() for value in range(1, 6)], dtype=float)
    ranks = np.cumsum(uses) - uses / 2

    def distance(a: int, b: int) -> float:
        return float((ranks[a - 1] - ranks[b - 1]) ** 2)

    def run() -> Answer:
        return {"alpha": AnnotationTask(triples, distance=distance).alpha()}

    return Work(run, note="ordinal distances computed for it")


PREPARATIONS = {"a": _alpha}

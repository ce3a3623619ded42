"""pingouin: six ICCs with F tests and intervals, from a long frame; krippendorff beside it."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pingouin

from bench.statistics.peers.with_krippendorff import counts_of, of_counts, resampled
from bench.statistics.tasks import Answer, FloatArray, Work

_NAMES = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")


def _long(table: FloatArray) -> Any:
    n, k = table.shape
    return pd.DataFrame(
        {
            "target": np.repeat(np.arange(n), k),
            "rater": np.tile(np.arange(k), n),
            "score": table.ravel(),
        }
    )


def _iccs(frame: Any) -> Answer:
    found = pingouin.intraclass_corr(frame, targets="target", raters="rater", ratings="score")
    low, high = found.iloc[1][next(name for name in found.columns if "CI95" in name)]
    values = dict(zip(_NAMES, found["ICC"].astype(float), strict=True))
    return {**values, "low2": float(low), "high2": float(high)}


def _one(tables: FloatArray) -> Work:
    return Work(partial(_iccs, _long(tables[0])), note="limits rounded to two decimals")


def _items(tables: FloatArray, *, bootstrap: bool) -> Work:
    prepared = [(_long(table), table) for table in tables]

    def run() -> Answer:
        for frame, table in prepared:
            icc2 = _iccs(frame)["icc2"]
            counts = counts_of(table)
            alpha = resampled(counts) if bootstrap else {"alpha": of_counts(counts)}
        return {"icc2": icc2, **alpha}

    return Work(run)


PREPARATIONS = {
    "c": _one,
    "f": partial(_items, bootstrap=False),
    "h": partial(_items, bootstrap=True),
}

"""interrater: alpha and AC1 with bootstrap intervals."""

from typing import Any

import numpy as np
from interrater import (
    GwetAC1Analyzer,
    GwetAC1Config,
    KrippendorffAlphaAnalyzer,
    KrippendorffAlphaConfig,
    OrderedCategories,
    Ratings,
    RatingsSemantics,
    UnorderedCategories,
)

from bench.statistics.tasks import REPLICATES, SEED, Answer, FloatArray, Work

_NAMES = ("1", "2", "3", "4", "5")


def _ratings(table: FloatArray, categories: Any) -> Ratings:
    codes = np.where(np.isnan(table), -1, table - 1).astype(np.int8)
    return Ratings(codes, RatingsSemantics(raters=table.shape[1], categories=categories))


def _alpha_resampled(tables: FloatArray) -> Work:
    ratings = _ratings(tables[0], OrderedCategories(_NAMES, "quadratic"))
    config = KrippendorffAlphaConfig(
        n_resamples=REPLICATES, random_state=SEED, weights_type="quadratic"
    )

    def run() -> Answer:
        found = KrippendorffAlphaAnalyzer(ratings, config).estimate()
        low, high = found.confidence_interval
        return {"alpha": float(found.point), "low": float(low), "high": float(high)}

    return Work(run, note="quadratic weights, it has no ordinal metric", is_whole=False)


def _ac1(tables: FloatArray) -> Work:
    ratings = _ratings(tables[0], UnorderedCategories(_NAMES))
    config = GwetAC1Config(n_resamples=REPLICATES, random_state=SEED)

    def run() -> Answer:
        return {"ac1": float(GwetAC1Analyzer(ratings, config).estimate().point)}

    return Work(run, note="bootstrap interval, it has no analytic one")


PREPARATIONS = {"b": _alpha_resampled, "e": _ac1}

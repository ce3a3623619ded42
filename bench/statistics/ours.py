"""The tasks through the public functions of `reliability.stats`."""

from functools import partial

import numpy as np

from bench.statistics.tasks import REPLICATES, SEED, Answer, FloatArray, Preparation, Work
from reliability.stats import Estimate, as_ratings, report
from reliability.stats.alpha import krippendorff_alpha, point
from reliability.stats.components import reml
from reliability.stats.gwet import ac
from reliability.stats.icc import FORMS, iccs
from reliability.stats.kappa import pairwise

FIGURES = (*FORMS, "kripp.ordinal", "ac.quadratic")


def _of(estimate: Estimate, **names: str) -> Answer:
    """Parts of an estimate under the names that all contestants use."""
    return {name: float(getattr(estimate, part)) for name, part in names.items()}


def _alpha(tables: FloatArray) -> Answer:
    # the point alone, as the peers give it; krippendorff_alpha adds a jackknife interval
    return {"alpha": point(as_ratings(tables[0]), "ordinal")}


def _alpha_resampled(tables: FloatArray) -> Answer:
    found = krippendorff_alpha(tables[0], "ordinal", bootstrap=REPLICATES, seed=SEED)
    return _of(found, alpha="value", low="low", high="high")


def _iccs(tables: FloatArray) -> Answer:
    found = iccs(tables[0])
    values = {name: float(one.value or 0) for name, one in found.items()}
    return {**values, **_of(found["icc2"], low2="low", high2="high")}


def _all_kappas(tables: FloatArray) -> Answer:
    ratings = as_ratings(tables[0])
    plain, quadratic = pairwise(ratings), pairwise(ratings, "quadratic")
    return {
        "kappa": float(np.mean(plain.defined)),
        "quadratic": float(np.mean(quadratic.defined)),
    }


def _ac1(tables: FloatArray) -> Answer:
    return _of(ac(tables[0]), ac1="value", se="se")


def _reml(tables: FloatArray) -> Answer:
    found = reml(tables[0])
    parts = {"targets": "var_subject", "raters": "var_rater", "residual": "var_residual"}
    components = {name: float(str(found.detail[key])) for name, key in parts.items()}
    return {**components, **_of(found, icc2="value")}


def _items(tables: FloatArray, replicates: int) -> Answer:
    for table in tables:
        found = report(
            table,
            level="ordinal",
            weights=["quadratic"],
            bootstrap=replicates,
            seed=SEED,
            figures=FIGURES,
        )
    answer = {
        **_of(found["icc2"], icc2="value"),
        **_of(found["ac.quadratic"], ac2="value"),
        **_of(found["kripp.ordinal"], alpha="value"),
    }
    limits = _of(found["kripp.ordinal"], low="low", high="high")
    return {**answer, **limits} if replicates else answer


def _prepared(task: "partial[Answer]") -> Preparation:
    return lambda tables: Work(partial(task, tables))


PREPARATIONS = {
    "a": _prepared(partial(_alpha)),
    "b": _prepared(partial(_alpha_resampled)),
    "c": _prepared(partial(_iccs)),
    "d": _prepared(partial(_all_kappas)),
    "e": _prepared(partial(_ac1)),
    "f": _prepared(partial(_items, replicates=0)),
    "g": _prepared(partial(_reml)),
    "h": _prepared(partial(_items, replicates=REPLICATES)),
}

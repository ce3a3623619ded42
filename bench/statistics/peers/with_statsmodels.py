"""statsmodels: Cohen's kappa of one pair at a time, and the crossed model by MixedLM."""

import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.stats.inter_rater import cohens_kappa

from bench.statistics.peers.of_pairs import preparation
from bench.statistics.tasks import Answer, FloatArray, IntArray, Work


def _kappa(one: IntArray, other: IntArray, quadratic: bool) -> float:
    joint = np.bincount((one - 1) * 5 + other - 1, minlength=25).reshape(5, 5)
    weights = "quadratic" if quadratic else None
    return float(cohens_kappa(joint, wt=weights, return_results=False))


def _reml(tables: FloatArray) -> Work:
    targets, raters = np.nonzero(~np.isnan(tables[0]))
    frame = pd.DataFrame({"target": targets, "rater": raters, "score": tables[0][targets, raters]})
    frame["all"] = 1
    parts = {"target": "0 + C(target)", "rater": "0 + C(rater)"}

    def run() -> Answer:
        model = MixedLM.from_formula(
            "score ~ 1", groups="all", vc_formula=parts, re_formula="0", data=frame
        )
        found = model.fit(reml=True)
        raters_part, targets_part = found.vcomp
        total = targets_part + raters_part + found.scale
        return {
            "targets": float(targets_part),
            "raters": float(raters_part),
            "residual": float(found.scale),
            "icc2": float(targets_part / total),
        }

    return Work(run)


PREPARATIONS = {"d": preparation(_kappa), "g": _reml}

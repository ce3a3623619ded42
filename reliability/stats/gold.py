"""Each rater against the right scores: accuracy with intervals, kappa, bias, errors by category."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reliability.stats.agreement import exact_interval
from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.distributions import normal_quantile
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.kappa import cohen
from reliability.stats.matrix import Label, Ratings, as_ratings
from reliability.stats.weights import weight_matrix

FORM = "Raters against gold"


def against_gold(
    table: npt.ArrayLike,
    gold: Sequence[Label | None],
    categories: Sequence[Label] | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Accuracy of each rater on the targets that have a gold score and that the rater scored.

    Parameters
    ----------
    table : shape (n_targets, n_raters), NaN or None = missing.
    gold : the right score of each target, None or NaN where there is none.

    Returns
    -------
    Estimate
        No value; `detail["raters"]` holds one entry per rater: n, hits, accuracy with its Wilson
        and Clopper-Pearson intervals, kappa, sens_spec per category, and for numbers kappa with
        quadratic weights over the declared scale, bias (mean of rater minus gold), mae, rmse and
        within1. None where a figure is undefined.

    Source
    ------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212; Clopper & Pearson
    (1934), Biometrika 26, 404-413.
    """
    checked_confidence(confidence)
    rows = [list(row) for row in np.asarray(table, dtype=object)]
    if len(rows) != len(gold):
        raise ValueError(f"{len(gold)} gold scores for {len(rows)} targets; give one for each")
    joined = [[*row, right] for row, right in zip(rows, gold, strict=True)]
    ratings = as_ratings(np.array(joined, dtype=object).reshape(len(rows), -1), categories)
    right = ratings.codes[:, -1]
    if not (right >= 0).any():
        note = "no target has a gold score"
        return undefined(FORM, note, n_used=0, n_given=ratings.n_targets)
    raters = [
        _one_rater(ratings, rater, right, confidence) for rater in range(ratings.n_raters - 1)
    ]
    return Estimate(
        value=None,
        form=FORM,
        n_used=int((right >= 0).sum()),
        n_given=ratings.n_targets,
        confidence=confidence,
        detail={"raters": raters},
    )


def wilson_interval(hits: int, n: int, confidence: float) -> tuple[float, float]:
    """Wilson's score interval of hits / n, without continuity correction."""
    z2 = normal_quantile(0.5 + confidence / 2) ** 2
    centre = (hits + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (hits * (n - hits) / n + z2 / 4)) / (n + z2)
    return max(0.0, centre - half), min(1.0, centre + half)


def _one_rater(
    ratings: Ratings, rater: int, right: IntArray, confidence: float
) -> dict[str, object]:
    kept = (right >= 0) & (ratings.codes[:, rater] >= 0)
    given, truth = ratings.codes[kept, rater], right[kept]
    n, hits = len(given), int((given == truth).sum())
    if n == 0:
        return {"n": 0, "hits": 0, "accuracy": None, "note": "scored no target that has gold"}
    found: dict[str, object] = {
        "n": n,
        "hits": hits,
        "accuracy": hits / n,
        "wilson": list(wilson_interval(hits, n, confidence)),
        "clopper_pearson": list(exact_interval(hits, n, confidence)),
        "kappa": cohen(ratings.columns([rater, ratings.n_raters - 1])).value,
        "sens_spec": _by_category(given, truth, ratings.labels),
    }
    if ratings.is_numeric:
        found |= _distances(ratings.categories[given] - ratings.categories[truth])
        found["kappa_quadratic_declared"] = _quadratic(given, truth, ratings.categories)
    return found


def _distances(away: FloatArray) -> dict[str, object]:
    return {
        "bias": float(away.mean()),
        "mae": float(np.abs(away).mean()),
        "rmse": math.sqrt(float((away**2).mean())),
        "within1": float((np.abs(away) <= 1 + 1e-12).mean()),
    }


def _quadratic(given: IntArray, truth: IntArray, categories: FloatArray) -> float | None:
    """Kappa with quadratic weights over the declared categories."""
    q = len(categories)
    weights = weight_matrix("quadratic", categories)
    joint = np.bincount(given * q + truth, minlength=q * q).reshape(q, q) / len(given)
    chance = float(joint.sum(axis=1) @ weights @ joint.sum(axis=0))
    if 1 - chance < 1e-12:
        return None
    return (float((joint * weights).sum()) - chance) / (1 - chance)


def _by_category(
    given: IntArray, truth: IntArray, labels: Sequence[Label]
) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for category, label in enumerate(labels):
        says, is_so = given == category, truth == category
        tp, fp = int((says & is_so).sum()), int((says & ~is_so).sum())
        fn, tn = int((~says & is_so).sum()), int((~says & ~is_so).sum())
        found.append(
            {
                "category": label,
                "tp": tp,
                "fp": fp,
                "fn": fn,
                "tn": tn,
                "sensitivity": tp / (tp + fn) if tp + fn else None,
                "specificity": tn / (tn + fp) if tn + fp else None,
            }
        )
    return found

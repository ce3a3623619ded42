"""What pulls agreement down: which targets, raters, pairs and items, and where on the scale."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from reliability.stats.agreement import exact_interval
from reliability.stats.arrays import FloatArray
from reliability.stats.estimate import Estimate, finite, undefined
from reliability.stats.items import TidyScores, tidy_scores
from reliability.stats.kappa import no_pairs, pairwise
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.resampled import summed
from reliability.stats.weights import Weights

Table = Ratings | npt.ArrayLike


def pull_of_targets(table: Table, name: str = "ac", weights: Weights = "identity") -> Estimate:
    """How much a coefficient falls because of each target: the figure minus that without it.

    `detail["values"]` has one entry per row of the table, negative where the target lowers the
    figure; None for a target without scores or without which the figure is undefined.
    """
    ratings, form = as_ratings(table), f"Pull of each target on {name}"
    figure = summed(ratings, name, weights)
    if isinstance(figure, str):
        return undefined(form, figure, n_used=0, n_given=ratings.n_targets)
    if finite(figure.point) is None:
        note = "the figure is undefined: every score is the same"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    rows = _rows_of(ratings, len(figure.addends))
    without = figure.value(figure.addends.sum(axis=0) - figure.addends)
    values: list[float | None] = [None] * ratings.n_targets
    for row, left in zip(rows, without, strict=True):
        values[row] = finite(figure.point - left)
    return Estimate(
        value=None,
        form=form,
        n_used=len(rows),
        n_given=ratings.n_targets,
        detail={"figure": figure.point, "values": values},
    )


def _rows_of(ratings: Ratings, n: int) -> list[int]:
    """Which rows of the table the addends stand for: the rated targets, or the complete ones."""
    rated = np.flatnonzero(ratings.per_target > 0)
    if len(rated) == n:
        return [int(row) for row in rated]
    complete = np.flatnonzero(ratings.per_target == len(ratings.raters_used))
    return [int(row) for row in complete]


def pull_of_raters(table: Table, name: str = "ac", weights: Weights = "identity") -> Estimate:
    """The same for each rater: the figure minus that without the rater; needs three raters."""
    ratings, form = as_ratings(table), f"Pull of each rater on {name}"
    whole = _point(ratings, name, weights)
    if whole is None or len(ratings.raters_used) < 3 or not ratings.fits_dense:
        note = "needs three raters who scored anything, and a figure that is defined"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    values: list[float | None] = [None] * ratings.n_raters
    for rater in ratings.raters_used:
        others = ratings.columns([int(r) for r in ratings.raters_used if r != rater])
        left = _point(others, name, weights)
        values[rater] = None if left is None else whole - left
    return Estimate(
        value=None,
        form=form,
        n_used=int((ratings.per_target >= 2).sum()),
        n_given=ratings.n_targets,
        detail={"figure": whole, "values": values},
    )


def _point(ratings: Ratings, name: str, weights: Weights) -> float | None:
    figure = summed(ratings, name, weights)
    return None if isinstance(figure, str) else finite(figure.point)


def weakest_pairs(table: Table, weights: Weights = "identity", most: int = 10) -> Estimate:
    """The pairs of raters with the lowest kappas: positions of both, kappa, agreement, targets."""
    ratings, form = as_ratings(table), "Pairs of raters with the lowest kappa"
    reason = no_pairs(ratings)
    pairs = None if reason or len(ratings.raters_used) < 2 else pairwise(ratings, weights)
    if pairs is None or not len(pairs.defined):
        note = reason or "no pair of raters has a kappa"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    first, second = np.triu_indices(len(pairs.values), 1)
    kappas = pairs.values[first, second]
    order = [int(i) for i in np.argsort(kappas, kind="stable")[:most] if not np.isnan(kappas[i])]
    found = [
        {
            "raters": [int(ratings.raters_used[first[i]]), int(ratings.raters_used[second[i]])],
            "kappa": float(kappas[i]),
            "agreement": float(pairs.agreement[first[i], second[i]]),
            "n": int(pairs.n[first[i], second[i]]),
        }
        for i in order
    ]
    n_used = int((ratings.per_target >= 2).sum())
    return Estimate(
        value=None, form=form, n_used=n_used, n_given=ratings.n_targets, detail={"pairs": found}
    )


def banded(table: Table, cuts: Sequence[float], labels: Sequence[str]) -> Ratings:
    """Totals recoded to risk bands, as an ordered scale: every figure then speaks of bands.

    `cuts` are the lowest totals of the second and further bands, ascending; `labels` name all.
    """
    ratings = as_ratings(table)
    if len(labels) != len(cuts) + 1 or list(cuts) != sorted(set(cuts)):
        raise ValueError(
            f"{len(labels)} labels and {len(cuts)} cuts {list(cuts)}: cuts must ascend, and there "
            "must be one label more than cuts"
        )
    if not ratings.is_numeric:
        raise ValueError("bands are cut from scores that are numbers, the table has labels")
    position = np.append(np.searchsorted(np.asarray(cuts), ratings.categories, side="right"), -1)
    return Ratings(
        ratings.n_targets,
        ratings.n_raters,
        np.arange(1.0, len(labels) + 1),
        tuple(labels),
        False,
        dense_codes=np.asarray(position[ratings.codes], dtype=np.intp),
    )


def by_score_range(table: Table, cuts: Sequence[float], confidence: float = 0.95) -> Estimate:
    """Agreement of pairs of raters in ranges of the targets' mean scores.

    `detail["ranges"]` lists for each range its bounds (None = open), targets, pairs, the share of
    pairs that agree exactly with an exact interval over targets on which all agree, and the mean
    absolute difference of pairs in scale points.
    """
    ratings, form = as_ratings(table), "Agreement by range of the mean score"
    pairable = ratings.per_target >= 2
    if not ratings.is_numeric or not pairable.any():
        note = "needs scores that are numbers, and a target scored by two raters"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    counts, values = ratings.counts[pairable], ratings.categories
    means = counts @ values / counts.sum(axis=1)
    place = np.searchsorted(np.asarray(sorted(cuts)), means, side="right")
    apart = np.abs(values[:, np.newaxis] - values)
    bounds = [None, *sorted(cuts), None]
    found = [
        {"from": bounds[i], "below": bounds[i + 1]}
        | _of_range(counts[place == i], apart, confidence)
        for i in range(len(bounds) - 1)
    ]
    return Estimate(
        value=None,
        form=form,
        n_used=int(pairable.sum()),
        n_given=ratings.n_targets,
        confidence=confidence,
        detail={"ranges": found},
    )


def _of_range(counts: FloatArray, apart: FloatArray, confidence: float) -> dict[str, Any]:
    n, sizes = len(counts), counts.sum(axis=1)
    pairs = float((sizes * (sizes - 1)).sum())
    if not pairs:
        return {"targets": n, "pairs": 0, "exact": None, "all_agree": None, "distance": None}
    united = int((counts.max(axis=1) == sizes).sum())
    return {
        "targets": n,
        "pairs": int(pairs / 2),
        "exact": float((counts * (counts - 1)).sum()) / pairs,
        "all_agree": [united / n, *exact_interval(united, n, confidence)],
        "distance": float(np.einsum("ij,jk,ik->", counts, apart, counts)) / pairs,
    }


def item_analysis(frame: Any) -> Estimate:
    """Difficulty and discrimination of each item of a tidy frame (target, rater, score, item).

    `detail["items"]` lists for each item its mean, its difficulty (the mean as a share of the range
    of its scores: 0 = always lowest), and its discrimination: the correlation with the sum of the
    other items over all codings in which every item was scored (None where one does not vary).
    Source: Lord & Novick (1968), Statistical Theories of Mental Test Scores, chapter 15.
    """
    tidy, form = tidy_scores(frame), "Difficulty and discrimination of each item"
    if len(tidy.item_names) < 2:
        note = "needs at least two items"
        return undefined(form, note, n_used=0, n_given=tidy.n_targets)
    whole = _complete_codings(tidy)
    rest = whole.sum(axis=1, keepdims=True) - whole
    found = []
    for place, name in enumerate(tidy.item_names):
        scores = tidy.scores[(tidy.items == place) & ~np.isnan(tidy.scores)]
        low, high = (float(scores.min()), float(scores.max())) if len(scores) else (0.0, 0.0)
        found.append(
            {
                "item": name,
                "n": len(scores),
                "mean": float(scores.mean()) if len(scores) else None,
                "difficulty": float((scores.mean() - low) / (high - low)) if high > low else None,
                "discrimination": _correlation(whole[:, place], rest[:, place]),
            }
        )
    return Estimate(
        value=None,
        form=form,
        n_used=len(np.unique(tidy.targets)),
        n_given=tidy.n_targets,
        detail={"items": found, "complete_codings": len(whole)},
    )


def _complete_codings(tidy: TidyScores) -> FloatArray:
    """One row per rater and target who have every item, one column per item."""
    given = ~np.isnan(tidy.scores)
    keys = (tidy.targets * tidy.n_raters + tidy.raters)[given]
    pairs, row = np.unique(keys, return_inverse=True)
    table = np.full((len(pairs), len(tidy.item_names)), np.nan)
    table[row.reshape(-1), tidy.items[given]] = tidy.scores[given]
    return np.asarray(table[~np.isnan(table).any(axis=1)])


def _correlation(x: FloatArray, y: FloatArray) -> float | None:
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])

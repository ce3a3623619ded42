"""Krippendorff's alpha: the point from the krippendorff package, the interval from our own sums."""

from collections.abc import Callable
from typing import Literal, cast

import krippendorff
import numpy as np
import numpy.typing as npt

from reliability.stats import resampling
from reliability.stats.arrays import FloatArray
from reliability.stats.cautions import rarity_note
from reliability.stats.distributions import t_quantile
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.resampling import Summed

METRICS = ("nominal", "ordinal", "interval", "ratio")
Table = Ratings | npt.ArrayLike
Metric = str | npt.ArrayLike
Level = Literal["nominal", "ordinal", "interval", "ratio"]
_MOST_CELLS_FOR_PACKAGE = 20_000_000
_MOST_ADDENDS = 40_000_000


def krippendorff_alpha(
    table: Table,
    level: Metric = "nominal",
    confidence: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
) -> Estimate:
    """Krippendorff's alpha of the pairable scores.

    Parameters
    ----------
    table : shape (n_targets, n_raters), NaN = missing.
    level : nominal, ordinal, interval or ratio, or a matrix of distances between the categories.
    bootstrap : with 0 the interval is that of the jackknife over targets, otherwise the percentile
        interval of so many resamples of the targets.
    seed : makes the resamples repeatable.

    Returns
    -------
    Estimate
        Value at most 1; `detail` holds n_pairable. Undefined where no target has two scores, or
        where all pairable scores are the same.

    Source
    ------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
    Checked against its example: nominal .743, ordinal .815, interval .849, ratio .797.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    name = level if isinstance(level, str) else "custom"
    form = f"Krippendorff's alpha, {name} metric"
    reason = why_undefined(ratings, level)
    n_used = int((ratings.per_target >= 2).sum())
    if reason:
        return undefined(form, reason, n_used=n_used, n_given=ratings.n_targets)
    low, high, se, method, note = _interval(ratings, level, confidence, bootstrap, seed)
    return Estimate(
        value=point(ratings, level),
        form=form,
        n_used=n_used,
        n_given=ratings.n_targets,
        low=low,
        high=high,
        se=se,
        confidence=confidence,
        method=method,
        note=note or rarity_note(ratings),
        detail={"n_pairable": int(ratings.per_target[ratings.per_target >= 2].sum())},
    )


def why_undefined(ratings: Ratings, level: Metric) -> str | None:
    """The reason why alpha has no value for this table, or None."""
    if isinstance(level, str) and level not in METRICS:
        raise ValueError(f"unknown level {level!r}; known are {', '.join(METRICS)}")
    if isinstance(level, str) and level in ("interval", "ratio") and not ratings.is_numeric:
        return f"the {level} metric needs scores that are numbers, not labels"
    pairable = ratings.per_target >= 2
    if not pairable.any():
        return "no target was scored by two raters"
    used = ratings.counts[pairable].any(axis=0)
    if used.sum() < 2:
        return "no variation among pairable scores: every one is the same"
    if isinstance(level, str) and level == "ratio" and ratings.categories[used].min() < 0:
        return "the ratio metric needs scores of 0 or more"
    return None


def point(ratings: Ratings, level: Metric) -> float:
    """The value alone, for a table of which `why_undefined` found nothing."""
    n, q = ratings.counts.shape
    if not isinstance(level, str) or n * q * q > _MOST_CELLS_FOR_PACKAGE:
        return sums(ratings, level).point
    value: float = krippendorff.alpha(
        value_counts=ratings.counts[ratings.per_target >= 2],
        value_domain=ratings.categories,
        level_of_measurement=cast(Level, level),
    )
    return float(value)


def _interval(
    ratings: Ratings, level: Metric, confidence: float, bootstrap: int, seed: int | None
) -> tuple[float | None, float | None, float | None, str | None, str | None]:
    n, q = ratings.counts.shape
    if n * q * q > _MOST_ADDENDS and level == "ordinal":
        return None, None, None, None, "too many targets and categories for a resampled interval"
    figure = sums(ratings, level)
    if bootstrap:
        [drawn] = resampling.replicated([figure], bootstrap, seed)
        found = resampling.intervals(figure, drawn, confidence, with_bca=False)
        if found is None:
            return None, None, None, None, "no interval: most resamples have no variation"
        note = f"{found.undefined} resamples had no variation" if found.undefined else None
        seeded = "" if seed is None else f", seed {seed}"
        method = f"bootstrap percentile, {bootstrap} replicates{seeded}"
        return *found.percentile, found.se, method, note
    left_out = resampling.jackknife(figure)
    if left_out is None:
        return None, None, None, None, "no interval: too few targets carry the variation"
    df = int((ratings.per_target > 0).sum()) - 1
    value, half = figure.point, t_quantile(0.5 + confidence / 2, df) * left_out.se
    method = f"jackknife over targets, t with {df} degrees of freedom"
    return value - half, min(1.0, value + half), left_out.se, method, None


def sums(ratings: Ratings, level: Metric, *, of_all: bool = False) -> Summed:
    """Alpha as a function of sums over the rated targets: our own coincidences, for resampling.

    `of_all` keeps the targets that nobody rated, so that several tables share their resamples.
    """
    rated = np.ones(ratings.n_targets, dtype=bool) if of_all else ratings.per_target > 0
    counts, sizes = ratings.counts[rated], ratings.per_target[rated]
    counts = counts * (sizes >= 2)[:, np.newaxis]
    share = 1 / np.maximum(sizes - 1, 1)
    if isinstance(level, str) and level == "ordinal":
        return _ordinal_sums(counts, share)
    distance = distances(ratings, level)
    observed = np.einsum("ij,ij->i", counts @ distance, counts) * share

    def value(totals: FloatArray) -> FloatArray:
        uses = totals[:, 1:]
        expected = np.einsum("ij,ij->i", uses @ distance, uses)
        return _one_minus(totals[:, 0] * (uses.sum(axis=1) - 1), expected)

    return Summed(np.column_stack([observed, counts]), value)


def distances(ratings: Ratings, level: Metric) -> FloatArray:
    """The squared distances of the nominal, interval or ratio metric, or those given."""
    if not isinstance(level, str):
        given = np.asarray(level, dtype=np.float64)
        q = len(ratings.categories)
        if given.shape != (q, q):
            raise ValueError(
                f"the distances have shape {given.shape}; with {q} categories need ({q}, {q})"
            )
        return given
    a = ratings.categories[:, np.newaxis]
    b = ratings.categories[np.newaxis, :]
    metrics: dict[str, Callable[[], FloatArray]] = {
        "nominal": lambda: (a != b).astype(np.float64),
        "interval": lambda: (a - b) ** 2,
        "ratio": lambda: np.divide(a - b, a + b, out=np.zeros_like(a - b), where=a + b != 0) ** 2,
    }
    return metrics[level]()


def _ordinal_sums(counts: FloatArray, share: FloatArray) -> Summed:
    """The ordinal distance is the squared difference of mid-ranks, which change by resample."""
    q = counts.shape[1]
    first, second = np.triu_indices(q, 1)
    pairs = counts[:, first] * counts[:, second] * share[:, np.newaxis]

    def value(totals: FloatArray) -> FloatArray:
        # one row per addend, because numpy works through long rows faster than short ones
        rows = np.ascontiguousarray(totals.T)
        uses, apart = rows[:q], rows[q:]
        ranks = np.cumsum(uses, axis=0) - uses / 2
        distance = (ranks[first] - ranks[second]) ** 2
        observed = np.einsum("ij,ij->j", apart, distance)
        expected = np.einsum("ij,ij->j", uses[first] * uses[second], distance)
        return _one_minus(observed * (uses.sum(axis=0) - 1), expected)

    return Summed(np.hstack([counts, pairs]), value)


def _one_minus(observed: FloatArray, expected: FloatArray) -> FloatArray:
    ratio = np.full_like(expected, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return 1 - ratio

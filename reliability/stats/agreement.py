"""Plain agreement: how often raters give the same score, or nearly."""

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import beta_quantile
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.kappa import no_pairs, pairwise
from reliability.stats.matrix import Ratings, as_ratings

Table = Ratings | npt.ArrayLike


def exact(table: Table, confidence: float = 0.95) -> Estimate:
    """Share of the completely scored targets on which all raters gave the same score, 0 to 1."""
    return within(table, 0, confidence)


def within(table: Table, k: float, confidence: float = 0.95) -> Estimate:
    """Share of the completely scored targets whose scores lie at most `k` points apart, 0 to 1.

    With two raters this is the usual share of agreement within k. The interval is Clopper and
    Pearson's.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    form = "Exact agreement of all raters" if k == 0 else f"Agreement of all raters within {k:g}"
    if k and not ratings.is_numeric:
        note = "needs scores that are numbers, not labels"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    reason = _too_few(ratings)
    if reason or not len(ratings.complete):
        note = reason or "no target was scored by every rater"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    scores = ratings.complete_scores
    n, hits = len(scores), int((np.ptp(scores, axis=1) <= k + 1e-12).sum())
    low, high = exact_interval(hits, n, confidence)
    return Estimate(
        value=hits / n,
        form=form,
        n_used=n,
        n_given=ratings.n_targets,
        low=low,
        high=high,
        confidence=confidence,
        method="Clopper and Pearson's exact binomial interval",
        detail={"hits": hits},
    )


def exact_interval(hits: float, n: int, confidence: float) -> tuple[float, float]:
    """Clopper and Pearson's exact binomial interval of hits / n; hits may be a sum of shares."""
    tail = (1 - confidence) / 2
    low = beta_quantile(tail, hits, n - hits + 1) if hits else 0.0
    high = beta_quantile(1 - tail, hits + 1, n - hits) if hits < n else 1.0
    return low, high


def per_target(table: Table) -> Estimate:
    """Share of agreeing pairs of raters on each rated target, None for a target scored once."""
    ratings = as_ratings(table)
    form = "Share of agreeing pairs on each target"
    rated = ratings.per_target > 0
    counts, sizes = ratings.counts[rated], ratings.per_target[rated]
    if not (sizes >= 2).any():
        note = "no target was scored by two raters"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    pairs = sizes * (sizes - 1)
    share = np.divide(
        (counts * (counts - 1)).sum(axis=1), pairs, where=pairs > 0, out=np.full(len(sizes), np.nan)
    )
    return Estimate(
        value=None,
        form=form,
        n_used=int((sizes >= 2).sum()),
        n_given=ratings.n_targets,
        detail={"values": _listed(share)},
    )


def per_rater(table: Table) -> Estimate:
    """Mean agreement of each rater with each other rater, from the targets that both scored."""
    ratings = as_ratings(table)
    form = "Mean pairwise agreement of each rater"
    reason = _no_pairs(ratings)
    if reason:
        return undefined(form, reason, n_used=0, n_given=ratings.n_targets)
    pairs = pairwise(ratings)
    shared = (pairs.n > 0) & ~np.eye(len(pairs.n), dtype=bool)
    partners = shared.sum(axis=1)
    total = np.where(shared, pairs.agreement, 0).sum(axis=1)
    found = np.full(ratings.n_raters, np.nan)
    found[ratings.raters_used] = np.divide(
        total, partners, out=np.full(len(total), np.nan), where=partners > 0
    )
    if np.isnan(found).all():
        note = "no target was scored by two raters"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    return Estimate(
        value=None,
        form=form,
        n_used=int((ratings.per_target >= 2).sum()),
        n_given=ratings.n_targets,
        detail={"values": _listed(found)},
    )


def by_category(table: Table) -> Estimate:
    """Specific agreement: the chance that another rater chose a category, given that one did.

    Source: Cicchetti & Feinstein (1990), Journal of Clinical Epidemiology 43(6), 551-558, for any
    number of raters. None for a category that no pairable target was put into.
    """
    ratings = as_ratings(table)
    form = "Specific agreement of each category"
    pairable = ratings.per_target >= 2
    if not pairable.any():
        note = "no target was scored by two raters"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    counts, sizes = ratings.counts[pairable], ratings.per_target[pairable]
    rest = (sizes - 1)[:, np.newaxis]
    same, possible = (counts * (counts - 1) / rest).sum(axis=0), counts.sum(axis=0)
    share = np.divide(same, possible, out=np.full(len(possible), np.nan), where=possible > 0)
    labels = [f"{v:g}" if isinstance(v, float) else v for v in ratings.labels]
    return Estimate(
        value=None,
        form=form,
        n_used=int(pairable.sum()),
        n_given=ratings.n_targets,
        detail={"categories": labels, "values": _listed(share), "uses": possible.tolist()},
    )


def _listed(values: FloatArray) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _too_few(ratings: Ratings) -> str | None:
    return (
        None if len(ratings.raters_used) >= 2 else "needs at least two raters who scored anything"
    )


def _no_pairs(ratings: Ratings) -> str | None:
    return _too_few(ratings) or no_pairs(ratings)

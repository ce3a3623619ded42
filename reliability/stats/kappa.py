"""Kappa of pairs of raters: Cohen's, weighted, Light's, and Fleiss' as first published."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.distributions import normal_quantile, two_sided_normal
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.weights import NoWeightsError, Weights, name_of, weight_matrix

Table = Ratings | npt.ArrayLike
_ALMOST_ZERO = 1e-12
_MOST_RATERS = 1500
_MOST_CELLS = 60_000_000


@dataclass(frozen=True, eq=False)
class PairwiseKappas:
    """One kappa per pair of raters: NaN where undefined or on the diagonal, and targets shared."""

    values: FloatArray
    agreement: FloatArray
    chance: FloatArray
    n: FloatArray

    @property
    def defined(self) -> FloatArray:
        """The kappas of the pairs that have one, each pair once."""
        upper = self.values[np.triu_indices(len(self.values), 1)]
        return upper[~np.isnan(upper)]


def cohen(table: Table, weights: Weights = "identity", confidence: float = 0.95) -> Estimate:
    """Cohen's kappa of two raters, plain or weighted, from the targets that both scored.

    Parameters
    ----------
    table : shape (n_targets, 2), NaN = missing.
    weights : a family of weights, or a matrix over the levels that occur. The families use
        equally spaced positions of the levels that occur in the scores compared.

    Returns
    -------
    Estimate
        Value -1 to 1. The interval is Wald's with the non-null standard error (`se_fce`); the test
        that kappa is 0 (`z`, `p`) uses the null standard error (`se0`).

    Source
    ------
    Cohen (1960, 1968); Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72(5), 323-327.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    form = f"Cohen's kappa, {name_of(weights)} weights"
    if len(ratings.raters_used) != 2:
        note = f"needs exactly two raters, the table has {len(ratings.raters_used)} with scores"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    codes, q = _levels_present(ratings.complete)
    n = len(codes)
    if n == 0:
        note = "no target was scored by both raters"
        return undefined(form, note, n_used=0, n_given=ratings.n_targets)
    try:
        matrix = weight_matrix(weights, np.arange(1.0, q + 1))
    except NoWeightsError as reason:
        return undefined(form, str(reason), n_used=n, n_given=ratings.n_targets)
    joint = np.bincount(codes[:, 0] * q + codes[:, 1], minlength=q * q).reshape(q, q) / n
    return _cohen_of(joint, matrix, n, ratings.n_targets, form, confidence)


def _cohen_of(
    joint: FloatArray, weights: FloatArray, n: int, n_given: int, form: str, confidence: float
) -> Estimate:
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    agreement, chance = float((joint * weights).sum()), float(rows @ weights @ columns)
    if 1 - chance < _ALMOST_ZERO:
        note = "0/0: both raters used one and the same category"
        return undefined(form, note, n_used=n, n_given=n_given)
    value = (agreement - chance) / (1 - chance)
    pull = (weights @ columns)[:, np.newaxis] + rows @ weights
    null = float((np.outer(rows, columns) * (weights - pull) ** 2).sum()) - chance**2
    spread = float((joint * (weights - pull * (1 - value)) ** 2).sum())
    spread -= (value - chance * (1 - value)) ** 2
    below = (1 - chance) * math.sqrt(n)
    se0, se = math.sqrt(max(null, 0)) / below, math.sqrt(max(spread, 0)) / below
    half = normal_quantile(0.5 + confidence / 2) * se
    detail: dict[str, object] = {"pa": agreement, "pe": chance, "vcd_value": value, "se_fce": se}
    detail["se0"] = se0
    if se0 > _ALMOST_ZERO:
        detail |= {"z": value / se0, "p": two_sided_normal(value / se0)}
    return Estimate(
        value=value,
        form=form,
        n_used=n,
        n_given=n_given,
        low=value - half,
        high=min(1.0, value + half) if value + half > 1 and se < _ALMOST_ZERO else value + half,
        se=se,
        confidence=confidence,
        method="Wald, non-null standard error of Fleiss, Cohen and Everitt",
        detail=detail,
    )


def pairwise(table: Table, weights: Weights = "identity") -> PairwiseKappas:
    """Cohen's kappa of every pair of raters, each from the targets that both scored.

    Families of weights use equally spaced positions of the levels that occur in the table.
    """
    ratings = as_ratings(table)
    codes, q = _levels_present(ratings.codes[:, ratings.raters_used])
    r = codes.shape[1]
    matrix = weight_matrix(weights, np.arange(1.0, q + 1))
    hot = _one_hot(codes, q)
    present = (codes >= 0).astype(np.float32)
    n = (present.T @ present).astype(np.float64)
    plain = np.array_equal(matrix, np.eye(q))
    weighted = hot if plain else hot @ matrix.astype(np.float64)
    wide = codes.shape[0] * q
    both = hot.reshape(r, wide) @ weighted.reshape(r, wide).T
    agreement = _shares(both.astype(np.float64), n)
    chance = _chance(hot, present, matrix, n)
    values = np.full((r, r), np.nan)
    usable = (n > 0) & (1 - chance > _ALMOST_ZERO) & ~np.eye(r, dtype=bool)
    np.divide(agreement - chance, 1 - chance, out=values, where=usable)
    return PairwiseKappas(values, agreement, chance, n)


def _one_hot(codes: IntArray, q: int) -> npt.NDArray[np.float32]:
    """Shape (raters, targets, q); single precision holds the counts exactly in half the time."""
    by_rater = np.ascontiguousarray(codes.T)
    return np.asarray(by_rater[:, :, np.newaxis] == np.arange(q), dtype=np.float32)


def _chance(
    hot: npt.NDArray[np.float32],
    present: npt.NDArray[np.float32],
    matrix: FloatArray,
    n: FloatArray,
) -> FloatArray:
    r, n_targets, q = hot.shape
    if present.all():
        share = hot.sum(axis=1, dtype=np.float64) / max(n_targets, 1)
        return np.asarray(share @ matrix @ share.T)
    # uses[i, k, j]: how often rater i chose k among the targets that j scored too
    uses = (hot.transpose(0, 2, 1).reshape(r * q, n_targets) @ present).reshape(r, q, r)
    share = _shares(uses.astype(np.float64), n[:, np.newaxis, :])
    return np.asarray(np.einsum("ikj,ikj->ij", share, np.einsum("kl,jli->ikj", matrix, share)))


def _shares(counts: FloatArray, n: FloatArray) -> FloatArray:
    whole = np.broadcast_to(n, counts.shape)
    return np.asarray(np.divide(counts, whole, out=np.zeros_like(counts), where=whole > 0))


def mean_pairwise(table: Table) -> Estimate:
    """The mean of the kappas of all pairs of raters that have one, each from the targets shared."""
    ratings = as_ratings(table)
    form = "Mean of pairwise Cohen's kappas"
    reason = _too_few_raters(ratings) or no_pairs(ratings)
    if reason:
        return undefined(form, reason, n_used=0, n_given=ratings.n_targets)
    kappas = pairwise(ratings).defined
    n_used = int((ratings.per_target >= 2).sum())
    if not len(kappas):
        note = "no pair of raters has a kappa: nothing shared, or one category used by both"
        return undefined(form, note, n_used=n_used, n_given=ratings.n_targets, n_defined=0)
    r = len(ratings.raters_used)
    missing = r * (r - 1) // 2 - len(kappas)
    return Estimate(
        value=float(kappas.mean()),
        form=form,
        n_used=n_used,
        n_given=ratings.n_targets,
        note=f"{missing} pairs without a kappa are left out" if missing else None,
        detail={"n_defined": len(kappas)},
    )


def light(table: Table) -> Estimate:
    """Light's kappa: the mean of all pairwise kappas, from the targets that every rater scored.

    Source: Light (1971), Psychological Bulletin 76(5), 365-377; z and p as kappam.light of R's irr,
    given only where that formula is defined and not to be used for an interval.
    """
    ratings = as_ratings(table)
    form = "Light's kappa"
    reason = _too_few_raters(ratings)
    n = 0 if reason else len(ratings.complete)
    if reason or n == 0:
        note = reason or "no target was scored by every rater"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets)
    if n * len(ratings.raters_used) > _MOST_CELLS:
        note = "the table is too large to compare every pair of raters"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets)
    pairs = pairwise(ratings.complete_only())
    chance = pairs.chance[np.triu_indices(len(pairs.values), 1)]
    if len(pairs.defined) < len(chance):
        note = "a pair of raters used one and the same category: their kappa is 0/0"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets)
    value, still = float(pairs.defined.mean()), len(chance) * float(np.prod(1 - chance))
    detail: dict[str, object] = {}
    if 0 < still < 1:
        z = value / math.sqrt((1 - still) / (n * still))
        detail = {"z": z, "p": two_sided_normal(z)}
    return Estimate(value=value, form=form, n_used=n, n_given=ratings.n_targets, detail=detail)


def fleiss_1971(table: Table) -> Estimate:
    """Fleiss' kappa from the targets that every rater scored, with its null standard error.

    The null standard error serves the test that kappa is 0, never an interval.
    Source: Fleiss, Nee & Landis (1979), Psychological Bulletin 86(5), 974-977.
    """
    form = "Fleiss' kappa, targets scored by every rater"
    ratings = as_ratings(table)
    counts = _listwise_counts(ratings)
    if isinstance(counts, str):
        return undefined(form, counts, n_used=0, n_given=ratings.n_targets)
    n, k = len(counts), counts[0].sum()
    share = counts.sum(axis=0) / (n * k)
    agreement = float((counts * (counts - 1)).sum()) / (n * k * (k - 1))
    chance, both = float(share @ share), float(share @ (1 - share))
    if both < _ALMOST_ZERO:
        note = "0/0: every score is the same"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets)
    skew = float((share * (1 - share) * (1 - 2 * share)).sum())
    se0 = math.sqrt(2 / (n * k * (k - 1)) * (both**2 - skew)) / both
    value = (agreement - chance) / (1 - chance)
    return Estimate(
        value=value,
        form=form,
        n_used=n,
        n_given=ratings.n_targets,
        detail={"se0": se0, "z": value / se0, "p": two_sided_normal(value / se0)},
    )


def fleiss_by_category(table: Table) -> Estimate:
    """Fleiss' kappa of each category against all others; None where a category fills the table."""
    form = "Fleiss' kappa of each category"
    ratings = as_ratings(table)
    counts = _listwise_counts(ratings)
    if isinstance(counts, str):
        return undefined(form, counts, n_used=0, n_given=ratings.n_targets)
    n, k = len(counts), counts[0].sum()
    used = np.flatnonzero(counts.any(axis=0))
    labels = [_shown(ratings.labels[category]) for category in used]
    counts = counts[:, used]
    share = counts.sum(axis=0) / (n * k)
    again = (counts * (counts - 1)).sum(axis=0) / (n * k * (k - 1) * share)
    detail: dict[str, object] = {"categories": labels, "se0": math.sqrt(2 / (n * k * (k - 1)))}
    if len(labels) < 2:
        note = "0/0: every score is the same"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets, **detail)
    detail["values"] = ((again - share) / (1 - share)).tolist()
    return Estimate(value=None, form=form, n_used=n, n_given=ratings.n_targets, detail=detail)


def _listwise_counts(ratings: Ratings) -> FloatArray | str:
    reason = _too_few_raters(ratings)
    if reason:
        return reason
    counts = ratings.counts[ratings.per_target == len(ratings.raters_used)]
    return counts if len(counts) else "no target was scored by every rater"


def _too_few_raters(ratings: Ratings) -> str | None:
    return (
        None if len(ratings.raters_used) >= 2 else "needs at least two raters who scored anything"
    )


def no_pairs(ratings: Ratings) -> str | None:
    """Why pairs of raters are not compared in this table, or None."""
    if ratings.fits_dense and len(ratings.raters_used) <= _MOST_RATERS:
        return None
    return "the table is too large to compare every pair of raters"


def _levels_present(codes: IntArray) -> tuple[IntArray, int]:
    """Codes renumbered over the levels that occur; -1 stays -1."""
    if not codes.size:
        return codes, 0
    used = np.bincount(codes.ravel() + 1, minlength=2)[1:] > 0
    if used.all():
        return codes, len(used)
    return np.append(np.cumsum(used) - 1, -1)[codes], int(used.sum())


def _shown(label: str | float) -> str:
    return f"{label:g}" if isinstance(label, float) else label

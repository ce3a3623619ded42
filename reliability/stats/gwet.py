"""Chance-corrected agreement of any number of raters, with Gwet's linearised standard errors."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray
from reliability.stats.cautions import rarity_note
from reliability.stats.distributions import t_quantile, t_upper_tail
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.weights import NoWeightsError, Weights, name_of, weight_matrix

Table = Ratings | npt.ArrayLike
METHOD = "Gwet's linearisation, t with {df} degrees of freedom"
_ALMOST_ZERO = 1e-12


@dataclass(frozen=True)
class Sample:
    """What every coefficient here is a function of: one row per target that was rated at all."""

    counts: FloatArray
    sizes: FloatArray
    agreeing: FloatArray
    weights: FloatArray

    @property
    def n(self) -> int:
        """Targets with at least one rating."""
        return len(self.sizes)

    @property
    def n_pairable(self) -> int:
        """Targets with at least two ratings."""
        return int((self.sizes >= 2).sum())

    @property
    def pa(self) -> float:
        """Weighted share of agreeing pairs, averaged over the targets that have pairs."""
        return float(self.agreeing.sum() / self.n_pairable)

    @property
    def prevalence(self) -> FloatArray:
        """Share of each category, averaged over targets."""
        return np.asarray((self.counts / self.sizes[:, np.newaxis]).mean(axis=0))


@dataclass(frozen=True)
class Parts:
    """Value, chance agreement, and the two series that the linearised variance sums."""

    value: float
    pa: float
    pe: float
    influence: FloatArray
    centre: float


Chance = Callable[[Sample], tuple[float, FloatArray]]


def sample_of(ratings: Ratings, weights: FloatArray) -> Sample:
    """The counts of the rated targets and the share of agreeing pairs of each."""
    rated = ratings.per_target > 0
    counts = ratings.counts if rated.all() else ratings.counts[rated]
    sizes = ratings.per_target[rated]
    hits = (counts * (counts @ weights.T - 1)).sum(axis=1)
    pairs = sizes * (sizes - 1)
    agreeing = np.divide(hits, pairs, out=np.zeros_like(sizes), where=pairs > 0)
    return Sample(counts, sizes, agreeing, weights)


def percent_agreement(
    table: Table, weights: Weights = "identity", confidence: float = 0.95
) -> Estimate:
    """Weighted share of agreeing pairs of raters, from available data; 0 to 1.

    Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapters 2 and 5.
    """
    return _estimate(table, weights, confidence, "Percent agreement", _percent_parts)


def ac(table: Table, weights: Weights = "identity", confidence: float = 0.95) -> Estimate:
    """Gwet's AC1 (identity weights) or AC2 (any other weights), from available data.

    Source: Gwet (2008), British Journal of Mathematical and Statistical Psychology 61(1), 29-48.
    """
    form = "Gwet's AC1" if name_of(weights) == "identity" else "Gwet's AC2"
    return _estimate(table, weights, confidence, form, _corrected(_ac_chance))


def fleiss(table: Table, weights: Weights = "identity", confidence: float = 0.95) -> Estimate:
    """Fleiss' generalised kappa (Scott's pi for two raters), from available data.

    Source: Fleiss (1971), Psychological Bulletin 76(5), 378-382; weights and missing data as in
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition.
    """
    return _estimate(table, weights, confidence, "Fleiss' kappa", _corrected(_fleiss_chance))


def brennan_prediger(
    table: Table, weights: Weights = "identity", confidence: float = 0.95
) -> Estimate:
    """Brennan-Prediger coefficient: chance agreement is that of evenly used categories.

    Source: Brennan & Prediger (1981), Educational and Psychological Measurement 41(3), 687-699.
    """
    return _estimate(
        table, weights, confidence, "Brennan-Prediger coefficient", _corrected(_uniform_chance)
    )


def alpha(table: Table, weights: Weights = "identity", confidence: float = 0.95) -> Estimate:
    """Krippendorff's alpha with a family of agreement weights, from pairable ratings.

    With identity, quadratic and ratio weights this is alpha of the nominal, interval and ratio
    metric. Source: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 5;
    standard error as in irrCAC for R, version 1.1 and later.
    """
    return _estimate(table, weights, confidence, "Krippendorff's alpha", _alpha_parts)


def conger(table: Table, weights: Weights = "identity", confidence: float = 0.95) -> Estimate:
    """Conger's kappa: Cohen's (weighted) kappa for any number of raters, from available data.

    Source: Conger (1980), Psychological Bulletin 88(2), 322-328.
    """
    ratings = as_ratings(table)
    if ratings.fits_dense and len(ratings.raters_used) >= 2:
        chance: Chance = _conger_chance(ratings)
        return _estimate(ratings, weights, confidence, "Conger's kappa", _corrected(chance))
    note = (
        "needs at least two raters who scored anything"
        if ratings.fits_dense
        else "the table is too large to be held with one cell per rater and target"
    )
    form = _named("Conger's kappa", weights)
    return undefined(form, note, n_used=0, n_given=ratings.n_targets)


def _named(form: str, weights: Weights) -> str:
    return f"{form}, {name_of(weights)} weights"


def _estimate(
    table: Table,
    weights: Weights,
    confidence: float,
    form: str,
    parts_of: Callable[[Sample], Parts | str],
) -> Estimate:
    checked_confidence(confidence)
    ratings, name = as_ratings(table), _named(form, weights)
    try:
        sample = sample_of(ratings, weight_matrix(weights, ratings.categories))
    except NoWeightsError as reason:
        return undefined(name, str(reason), n_used=0, n_given=ratings.n_targets)
    if not sample.n_pairable:
        note = "no target was scored by two raters"
        return undefined(name, note, n_used=0, n_given=ratings.n_targets)
    parts = parts_of(sample)
    if isinstance(parts, str):
        return undefined(
            name, parts, n_used=sample.n_pairable, n_given=ratings.n_targets, pa=sample.pa, pe=1.0
        )
    return _with_interval(parts, sample, ratings, confidence, name)


def _with_interval(
    parts: Parts, sample: Sample, ratings: Ratings, confidence: float, form: str
) -> Estimate:
    m, df = len(parts.influence), sample.n - 1
    detail: dict[str, object] = {"pa": parts.pa, "pe": parts.pe}
    low = high = se = None
    note = rarity_note(ratings)
    if m >= 2:
        se = math.sqrt(float(((parts.influence - parts.centre) ** 2).sum()) / (m * (m - 1)))
        half = t_quantile(0.5 + confidence / 2, df) * se
        low, high = parts.value - half, min(1.0, parts.value + half)
        detail |= _one_sided(parts.value, se, df)
    else:
        note = "one target with two ratings gives no standard error and no interval"
    return Estimate(
        value=parts.value,
        form=form,
        n_used=sample.n_pairable,
        n_given=ratings.n_targets,
        low=low,
        high=high,
        se=se,
        confidence=confidence,
        method=METHOD.format(df=df) if se is not None else None,
        note=note,
        detail=detail,
    )


def _one_sided(value: float, se: float, df: int) -> dict[str, object]:
    if se > _ALMOST_ZERO:
        return {"p_one_sided": t_upper_tail(value / se, df)}
    if abs(value) <= _ALMOST_ZERO:
        return {}
    return {"p_one_sided": 0.0 if value > 0 else 1.0}


def _percent_parts(sample: Sample) -> Parts:
    inflated = sample.agreeing * (sample.n / sample.n_pairable)
    return Parts(sample.pa, sample.pa, 0.0, inflated, sample.pa)


def _corrected(chance: Chance) -> Callable[[Sample], Parts | str]:
    def parts_of(sample: Sample) -> Parts | str:
        if sample.counts.shape[1] < 2:
            return "0/0: the scale has one category, so agreement by chance is certain"
        pe, pe_each = chance(sample)
        if 1 - pe < _ALMOST_ZERO:
            return "0/0: every score is the same, so agreement by chance is certain"
        pa, rest = sample.pa, 1 - pe
        value = (pa - pe) / rest
        each = (sample.agreeing - pe * (sample.sizes >= 2)) / rest * (sample.n / sample.n_pairable)
        influence = each - 2 * (1 - value) * (pe_each - pe) / rest
        return Parts(value, pa, pe, influence, value)

    return parts_of


def _ac_chance(sample: Sample) -> tuple[float, FloatArray]:
    q = sample.counts.shape[1]
    share, scale = sample.prevalence, float(sample.weights.sum()) / (q * (q - 1))
    pe = scale * float((share * (1 - share)).sum())
    return pe, scale * (sample.counts @ (1 - share)) / sample.sizes


def _fleiss_chance(sample: Sample) -> tuple[float, FloatArray]:
    share = sample.prevalence
    towards = (sample.weights + sample.weights.T) @ share / 2
    return float(share @ sample.weights @ share), sample.counts @ towards / sample.sizes


def _uniform_chance(sample: Sample) -> tuple[float, FloatArray]:
    pe = float(sample.weights.mean())
    return pe, np.full(sample.n, pe)


def _alpha_parts(sample: Sample) -> Parts | str:
    pairable = sample.sizes >= 2
    counts, sizes = sample.counts[pairable], sample.sizes[pairable]
    mean, surplus = sizes.mean(), sizes - sizes.mean()
    each = sample.agreeing[pairable] * sizes / mean
    observed, epsilon = float(each.mean()), 1 / float(sizes.sum())
    pa = (1 - epsilon) * observed + epsilon
    share = counts.mean(axis=0) / mean
    pe = float(share @ sample.weights @ share)
    if 1 - pe < _ALMOST_ZERO:
        return "0/0: every pairable score is the same, so agreement by chance is certain"
    centre = (observed - pe) / (1 - pe)
    towards = (sample.weights + sample.weights.T) @ share / 2
    pe_each = counts @ towards / mean - pe * surplus / mean
    influence = (each - observed * surplus / mean - pe) / (1 - pe)
    influence = influence - 2 * (1 - centre) * (pe_each - pe) / (1 - pe)
    return Parts((pa - pe) / (1 - pe), pa, pe, influence, centre)


def _conger_chance(ratings: Ratings) -> Chance:
    rated = ratings.per_target > 0
    codes = ratings.codes[np.ix_(rated, ratings.raters_used)]
    n, r = codes.shape

    def chance(sample: Sample) -> tuple[float, FloatArray]:
        q = sample.counts.shape[1]
        flat = codes + (np.arange(r) * (q + 1) + 1)
        uses = np.bincount(flat.ravel(), minlength=r * (q + 1)).reshape(r, q + 1)[:, 1:]
        total = uses.sum(axis=1)
        share = uses / total[:, np.newaxis]
        summed = share.sum(axis=0)
        others = summed - share
        pull = others @ sample.weights
        pe = float((pull * share).sum()) / (r * (r - 1))
        mean_pull = (pull * share).sum(axis=1)
        towards = np.column_stack([np.zeros(r), pull])[np.arange(r), codes + 1]
        absent = (codes >= 0) - total / n
        return pe, ((towards - absent * mean_pull) * (n / total)).sum(axis=1) / (r * (r - 1))

    return chance

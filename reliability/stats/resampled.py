"""Bootstrap and jackknife of the agreement coefficients and of the intraclass correlations."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from reliability.stats import alpha, resampling
from reliability.stats.arrays import FloatArray
from reliability.stats.estimate import Estimate, checked_confidence, undefined
from reliability.stats.gwet import sample_of
from reliability.stats.icc import FORMS
from reliability.stats.matrix import Ratings, as_ratings
from reliability.stats.resampling import Replicates, Summed
from reliability.stats.weights import NoWeightsError, Weights, weight_matrix

Table = Ratings | npt.ArrayLike
COEFFICIENTS = ("ac", "fleiss", "alpha", "bp", "conger", "pa")
_ALMOST_ZERO = 1e-12


def summed(table: Table, name: str, weights: Weights = "identity") -> Summed | str:
    """A figure as a function of sums over targets, or the reason why there is none.

    Parameters
    ----------
    name : ac, fleiss, alpha, bp, conger or pa with `weights`; kripp with a level in `weights`; or
        icc1 .. icc3k.

    Categories stay those of the whole table in every resample.
    """
    ratings = as_ratings(table)
    if name in FORMS:
        return _icc_sums(ratings, name)
    if name == "kripp":
        return alpha.why_undefined(ratings, weights) or alpha.sums(ratings, weights)
    if name not in COEFFICIENTS:
        raise ValueError(f"{name!r} cannot be resampled; known are {', '.join(COEFFICIENTS)}")
    if not (ratings.per_target >= 2).any():
        return "no target was scored by two raters"
    try:
        matrix = weight_matrix(weights, ratings.categories)
    except NoWeightsError as reason:
        return str(reason)
    if name == "conger":
        return _conger_sums(ratings, matrix)
    return _alpha_sums(ratings, matrix) if name == "alpha" else _shared_sums(ratings, matrix, name)


def jackknife(table: Table, name: str, weights: Weights = "identity") -> Estimate:
    """A figure with the standard error and the bias of leaving out one target at a time.

    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 11.
    """
    ratings, form = as_ratings(table), f"Jackknife over targets of {name}"
    figure = summed(ratings, name, weights)
    if isinstance(figure, str):
        return undefined(form, figure, n_used=0, n_given=ratings.n_targets)
    n, found = len(figure.addends), resampling.jackknife(figure)
    if found is None or not np.isfinite(figure.point):
        note = "the figure is undefined without one of the targets"
        return undefined(form, note, n_used=n, n_given=ratings.n_targets)
    return Estimate(
        value=figure.point,
        form=form,
        n_used=n,
        n_given=ratings.n_targets,
        se=found.se,
        method=f"leave one target out, {n} times",
        detail={"bias": found.bias},
    )


def bootstrap(
    table: Table,
    figures: Sequence[tuple[str, Weights]],
    *,
    replicates: int,
    seed: int | None = None,
    confidence: float = 0.95,
) -> list[Estimate]:
    """Percentile and BCa intervals of several figures from the same resamples of the targets.

    `low` and `high` are the BCa limits (the percentile limits where BCa is undefined); `detail`
    holds perc_low, perc_high, bca_low and bca_high.
    """
    checked_confidence(confidence)
    ratings = as_ratings(table)
    made = [summed(ratings, name, weights) for name, weights in figures]
    found: dict[int, Replicates] = {}
    for n in {len(one.addends) for one in made if isinstance(one, Summed)}:
        places = [
            i for i, one in enumerate(made) if isinstance(one, Summed) and len(one.addends) == n
        ]
        alike = [one for i in places if isinstance(one := made[i], Summed)]
        drawn = resampling.replicated(alike, replicates, seed, with_influence=True)
        found |= dict(zip(places, drawn, strict=True))
    return [
        _bootstrapped(one, found.get(i), name, ratings, confidence, seed)
        for i, (one, (name, _)) in enumerate(zip(made, figures, strict=True))
    ]


def _bootstrapped(
    figure: Summed | str,
    drawn: Replicates | None,
    name: str,
    ratings: Ratings,
    confidence: float,
    seed: int | None,
) -> Estimate:
    form, given = f"Bootstrap over targets of {name}", ratings.n_targets
    if isinstance(figure, str) or drawn is None:
        return undefined(form, str(figure), n_used=0, n_given=given)
    n, point = len(figure.addends), figure.point
    found = resampling.intervals(figure, drawn, confidence) if np.isfinite(point) else None
    if found is None:
        note = "the figure is undefined for the table or for most of its resamples"
        return undefined(form, note, n_used=n, n_given=given)
    low, high = found.bca or found.percentile
    kind = "BCa" if found.bca else "percentile"
    seeded = "" if seed is None else f", seed {seed}"
    detail: dict[str, object] = dict(zip(("perc_low", "perc_high"), found.percentile, strict=True))
    if found.bca:
        detail |= dict(zip(("bca_low", "bca_high"), found.bca, strict=True))
    return Estimate(
        value=point,
        form=form,
        n_used=n,
        n_given=given,
        low=low,
        high=high,
        se=found.se,
        confidence=confidence,
        method=f"bootstrap {kind}, {found.replicates} replicates{seeded}",
        note=f"{found.undefined} resamples were undefined" if found.undefined else None,
        detail=detail,
    )


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    whole = np.abs(below) > _ALMOST_ZERO
    return np.asarray(np.divide(above, below, out=np.full_like(below, np.nan), where=whole))


def _corrected(pa: FloatArray, pe: FloatArray) -> FloatArray:
    return _ratio(pa - pe, 1 - pe)


def _shared_sums(ratings: Ratings, matrix: FloatArray, name: str) -> Summed:
    """Agreement, number of pairable targets and of targets, and the shares of the categories."""
    sample = sample_of(ratings, matrix)
    pairable = (sample.sizes >= 2).astype(np.float64)
    share = sample.counts / sample.sizes[:, np.newaxis]
    q = matrix.shape[0]
    chances: dict[str, Callable[[FloatArray], FloatArray]] = {
        "ac": lambda p: matrix.sum() / (q * (q - 1)) * (p * (1 - p)).sum(axis=1),
        "fleiss": lambda p: np.einsum("bk,bk->b", p @ matrix, p),
        "bp": lambda p: np.full(len(p), matrix.mean()),
        "pa": lambda p: np.zeros(len(p)),
    }

    def value(totals: FloatArray) -> FloatArray:
        if q < 2 and name != "pa":
            return np.full(len(totals), np.nan)
        pa = _ratio(totals[:, 0], totals[:, 1])
        return _corrected(pa, chances[name](totals[:, 3:] / totals[:, 2:3]))

    columns = (sample.agreeing, pairable, np.ones(sample.n), share)
    return Summed(np.column_stack(columns), value)


def _alpha_sums(ratings: Ratings, matrix: FloatArray) -> Summed:
    sample = sample_of(ratings, matrix)
    pairable = sample.sizes >= 2
    counts = sample.counts * pairable[:, np.newaxis]

    def value(totals: FloatArray) -> FloatArray:
        scores = totals[:, 1:].sum(axis=1)
        share = totals[:, 1:] / np.maximum(scores, 1)[:, np.newaxis]
        observed = _ratio(totals[:, 0], scores)
        pa = observed + (1 - observed) / np.maximum(scores, 1)
        return _corrected(pa, np.einsum("bk,bk->b", share @ matrix, share))

    return Summed(np.column_stack([sample.agreeing * sample.sizes, counts]), value)


def _conger_sums(ratings: Ratings, matrix: FloatArray) -> Summed | str:
    if not ratings.fits_dense:
        return "the table is too large to be held with one cell per rater and target"
    sample, q = sample_of(ratings, matrix), matrix.shape[0]
    codes = ratings.codes[np.ix_(ratings.per_target > 0, ratings.raters_used)]
    n, r = codes.shape
    hot = (codes[:, :, np.newaxis] == np.arange(q)).astype(np.float64).reshape(n, r * q)

    def value(totals: FloatArray) -> FloatArray:
        uses = totals[:, 2:].reshape(len(totals), r, q)
        each = uses.sum(axis=2, keepdims=True)
        share = np.divide(uses, each, out=np.zeros_like(uses), where=each > 0)
        k = (each > 0).sum(axis=(1, 2))
        both = np.einsum("bk,kl,bl->b", share.sum(axis=1), matrix, share.sum(axis=1))
        own = np.einsum("brk,brk->b", share @ matrix, share)
        pe = _ratio(both - own, (k * (k - 1)).astype(np.float64))
        return _corrected(_ratio(totals[:, 0], totals[:, 1]), pe)

    return Summed(np.column_stack([sample.agreeing, sample.sizes >= 2, hot]), value)


def _icc_sums(ratings: Ratings, key: str) -> Summed | str:
    """Number of targets, sums of squares, squared target sums, and the sum of each rater."""
    if not ratings.is_numeric or len(ratings.raters_used) < 2 or len(ratings.complete) < 2:
        return "needs numbers, two raters and two targets scored by every rater"
    scores = ratings.complete_scores - ratings.complete_scores.mean()
    n, k = scores.shape
    totals_of = scores.sum(axis=1)
    scale = max(float((scores**2).sum()), _ALMOST_ZERO)

    def value(totals: FloatArray) -> FloatArray:
        size, squares, rows, columns = totals[:, 0], totals[:, 1], totals[:, 2], totals[:, 3:]
        size = np.where(size > 1, size, np.nan)
        middle = columns.sum(axis=1) ** 2 / (size * k)
        between, across = rows / k - middle, (columns**2).sum(axis=1) / size - middle
        rest = squares - middle - between
        msr, msw = between / (size - 1), rest / (size * (k - 1))
        msc, mse = across / (k - 1), (rest - across) / ((size - 1) * (k - 1))
        flat = (np.abs(msr) + np.abs(msw)) < _ALMOST_ZERO * scale
        return np.where(flat, np.nan, _of_mean_squares(key, k, size, msr, msc, mse, msw))

    return Summed(
        np.column_stack([np.ones(n), (scores**2).sum(axis=1), totals_of**2, scores]), value
    )


def _of_mean_squares(
    key: str,
    k: int,
    n: FloatArray,
    msr: FloatArray,
    msc: FloatArray,
    mse: FloatArray,
    msw: FloatArray,
) -> FloatArray:
    forms = {
        "icc1": (msr - msw, msr + (k - 1) * msw),
        "icc2": (msr - mse, msr + (k - 1) * mse + k * (msc - mse) / n),
        "icc3": (msr - mse, msr + (k - 1) * mse),
        "icc1k": (msr - msw, msr),
        "icc2k": (msr - mse, msr + (msc - mse) / n),
        "icc3k": (msr - mse, msr),
    }
    above, below = forms[key]
    return _ratio(above, np.where(below > 0, below, 0.0))

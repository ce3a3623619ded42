"""Intervals of intraclass correlations by REML, from the curvature of the restricted likelihood."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reliability.stats.arrays import FloatArray
from reliability.stats.crossed import Crossed
from reliability.stats.distributions import normal_quantile, t_quantile
from reliability.stats.icc import stepped_up

METHOD = "restricted maximum likelihood, interval by the delta method from its curvature"
_STEP = 0.01
# far above round-off in a likelihood, far below the curvature that one rater too many gives
_FLAT = 1e-7
_LEAST_TARGETS = 3
_NOTHING = 1e-6
_AT_EDGE = "no interval: the likelihood has no summit between variances above 0"


@dataclass(frozen=True, eq=False)
class Spread:
    """How sure the likelihood is of the variances of targets and raters.

    `variances` of targets and raters are relative to that of the residual, `covariance` is theirs;
    without raters in the model both are of targets alone. `levels` are the numbers of targets and
    raters, `per_target` the harmonic mean number of scores of a target.
    """

    variances: FloatArray
    covariance: FloatArray
    levels: tuple[int, ...]
    per_target: float


def spread(
    model: Crossed, at: tuple[float, float], *, with_raters: bool, swap: bool
) -> Spread | str:
    """The spread at the most likely place, or the reason why the curvature does not tell it.

    Parameters
    ----------
    at : the relative standard deviations of the rows and the columns of the model.
    with_raters : whether the raters have a variance of their own.
    swap : whether the rows of the model are the raters.
    """
    order = -1 if swap else 1
    sizes = (model.n_rows, model.n_columns)[::order]
    used = 2 if with_raters else 1
    if len(sizes[0]) < _LEAST_TARGETS:
        return "no interval: it takes at least three targets"
    variances = np.array(at[::order][:used]) ** 2
    if not variances.all():
        return _AT_EDGE

    def criterion(place: FloatArray) -> float:
        target, rater = math.sqrt(place[0]), math.sqrt(place[1]) if with_raters else 0.0
        return model.criterion(*(target, rater)[::order])

    covariance = _covariance(criterion, variances, [float(size.mean()) for size in sizes[:used]])
    if covariance is None:
        return _AT_EDGE
    levels = tuple(len(size) for size in sizes[:used])
    return Spread(variances, covariance, levels, len(sizes[0]) / float((1 / sizes[0]).sum()))


def _covariance(
    criterion: Callable[[FloatArray], float], summit: FloatArray, sizes: list[float]
) -> FloatArray | None:
    """Twice the inverse of the curvature of minus twice the likelihood; None where it is flat."""
    steps = _STEP * (summit + 1 / np.array(sizes))
    moves = np.diag(steps)
    # next to 0 the curvature is read one step away, where a step back is still a variance
    centre = np.maximum(summit, steps)
    middle = criterion(centre)
    size = len(summit)
    bent = np.empty((size, size))
    for i in range(size):
        bent[i, i] = criterion(centre + moves[i]) - 2 * middle + criterion(centre - moves[i])
        for j in range(i):
            both, apart = moves[i] + moves[j], moves[i] - moves[j]
            alike = criterion(centre + both) + criterion(centre - both)
            unlike = criterion(centre + apart) + criterion(centre - apart)
            bent[i, j] = bent[j, i] = (alike - unlike) / 4
    if not np.isfinite(bent).all() or float(np.linalg.eigvalsh(bent)[0]) < _FLAT:
        return None
    covariance: FloatArray = 2 * np.outer(steps, steps) * np.linalg.inv(bent)
    return covariance


def interval(found: Spread, *, agreement: bool, k: float, confidence: float) -> tuple[float, float]:
    """The interval of the correlation of the mean of k raters, between 0 and 1.

    Symmetric about log((1 + (m - 1) r) / (1 - r)) of the correlation r of one rater, with m the
    mean number of scores of a target: at m = 2 twice Fisher's z, in a complete table log F. The
    ends are then stepped up from one rater to k.

    Parameters
    ----------
    agreement : whether the variance of raters counts as error.
    confidence : two-sided, strictly between 0 and 1.
    """
    share = np.ones(1) if len(found.variances) == 1 else np.array([1.0, float(agreement)])
    below = 1 + float(share @ found.variances)
    one = float(found.variances[0]) / below
    slope = -one * share / below
    slope[0] += 1 / below
    m = max(2.0, found.per_target)
    slope *= m / ((1 + (m - 1) * one) * (1 - one))
    half = _quantile(slope**2 * np.diag(found.covariance), found.levels, 0.5 + confidence / 2)
    half *= math.sqrt(float(slope @ found.covariance @ slope))
    middle = math.log((1 + (m - 1) * one) / (1 - one))
    low, high = (_one_rater(max(0.0, z), m) for z in (middle - half, middle + half))
    return stepped_up(low, k), stepped_up(high, k)


def _quantile(parts: FloatArray, levels: tuple[int, ...], tail: float) -> float:
    """Student's t for as many degrees of freedom as the raters' part of the variance leaves.

    The part of targets is next to normal on this scale, which is that of log F.
    """
    of_raters = float(parts[1]) if len(parts) > 1 else 0.0
    if of_raters <= _NOTHING * float(parts.sum()):
        return normal_quantile(tail)
    return t_quantile(tail, (levels[1] - 1) * (float(parts.sum()) / of_raters) ** 2)


def _one_rater(z: float, m: float) -> float:
    gone = math.exp(-z)
    return (1 - gone) / (1 + (m - 1) * gone)

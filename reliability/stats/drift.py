"""Control charts of one rater's errors over time: EWMA and tabular CUSUM."""

import math
from collections.abc import Sequence

import numpy as np

from reliability.stats.arrays import BoolArray, FloatArray
from reliability.stats.estimate import Estimate, undefined


def ewma(
    series: Sequence[float], *, target: float, sigma: float, weight: float = 0.2, width: float = 2.7
) -> Estimate:
    """Exponentially weighted moving average with its exact, widening limits.

    Parameters
    ----------
    series : observations in order of time; NaN is left out.
    target : the value in control, where the average starts.
    sigma : standard deviation of one observation, above 0.
    weight : share of the newest observation, above 0 and at most 1 (lambda).
    width : half-width of the limits in standard deviations of the average (L).

    Returns
    -------
    Estimate
        The last average; `detail` holds z, ucl, lcl, and signals (positions counted from 1 of
        averages outside the limits).

    Source
    ------
    Roberts (1959), Technometrics 1(3), 239-250; NIST/SEMATECH e-Handbook, section 6.3.2.4.
    """
    x, form = _clean(series, sigma), "EWMA chart"
    if not 0 < weight <= 1:
        raise ValueError(f"the weight must be above 0 and at most 1, got {weight}")
    if not len(x):
        return undefined(form, "the series is empty", n_used=0, n_given=len(series))
    z, level = np.empty(len(x)), target
    for place, observed in enumerate(x):
        level = weight * observed + (1 - weight) * level
        z[place] = level
    age = np.arange(1, len(x) + 1)
    spread = sigma * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * age)))
    above, below = target + width * spread, target - width * spread
    return Estimate(
        value=float(z[-1]),
        form=form,
        n_used=len(x),
        n_given=len(series),
        method=f"exact limits at {width:g} standard deviations",
        detail={
            "z": z.tolist(),
            "ucl": above.tolist(),
            "lcl": below.tolist(),
            "signals": _places((z > above) | (z < below)),
            "lambda": weight,
            "L": width,
        },
    )


def ewma_asymptotic(
    series: Sequence[float], *, target: float, sigma: float, weight: float = 0.2, width: float = 2.7
) -> Estimate:
    """The same average against its limits in the long run, which are slower to signal at first."""
    exact = ewma(series, target=target, sigma=sigma, weight=weight, width=width)
    if exact.value is None:
        return exact
    half = width * sigma * math.sqrt(weight / (2 - weight))
    z = np.array(exact.detail["z"])
    return Estimate(
        value=exact.value,
        form="EWMA chart, limits in the long run",
        n_used=exact.n_used,
        n_given=exact.n_given,
        detail={
            "ucl": target + half,
            "lcl": target - half,
            "signals": _places(np.abs(z - target) > half),
        },
    )


def cusum(
    series: Sequence[float], *, target: float, sigma: float, k: float = 0.5, h: float = 5
) -> Estimate:
    """Tabular cumulative sums of excess above and below the target, without reset.

    `k` (slack) and `h` (decision limit) are in units of sigma. The value is the larger of the
    two last sums; `detail` holds c_plus, c_minus, K, H and signals (positions counted from 1).
    Source: Page (1954), Biometrika 41, 100-115; NIST/SEMATECH e-Handbook, section 6.3.2.3.
    """
    x, form = _clean(series, sigma), "CUSUM chart"
    if not len(x):
        return undefined(form, "the series is empty", n_used=0, n_given=len(series))
    slack, limit = k * sigma, h * sigma
    up, down = _sums(x - target - slack), _sums(target - x - slack)
    return Estimate(
        value=float(max(up[-1], down[-1])),
        form=form,
        n_used=len(x),
        n_given=len(series),
        detail={
            "c_plus": up.tolist(),
            "c_minus": down.tolist(),
            "K": slack,
            "H": limit,
            "signals": _places((up > limit) | (down > limit)),
        },
    )


def _clean(series: Sequence[float], sigma: float) -> FloatArray:
    if not (math.isfinite(sigma) and sigma > 0):
        raise ValueError(f"sigma must be a number above 0, got {sigma}")
    x = np.asarray(series, dtype=np.float64)
    return np.asarray(x[~np.isnan(x)])


def _sums(excess: FloatArray) -> FloatArray:
    """max(0, previous + excess) at each step."""
    walk = np.cumsum(excess)
    return np.asarray(walk - np.minimum(np.minimum.accumulate(walk), 0))


def _places(signals: BoolArray) -> list[int]:
    return (np.flatnonzero(signals) + 1).tolist()

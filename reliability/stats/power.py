"""How many targets or raters a study needs."""

import math
from collections.abc import Sequence

import numpy as np

from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import normal_quantile
from reliability.stats.estimate import Estimate


def kappa_two_categories(
    *,
    rate1: float,
    rate2: float,
    k1: float,
    k0: float,
    alpha: float = 0.05,
    power: float = 0.8,
    two_sided: bool = False,
) -> Estimate:
    """Targets needed to tell kappa `k1` from `k0`, two raters and two categories.

    `rate1` and `rate2` are the shares of targets that each rater puts into the first category.
    Source: Cantor (1996), Psychological Methods 1(2), 150-153.
    """
    _check_shares(rate1=rate1, rate2=rate2, alpha=alpha, power=power)
    rows, columns = np.array([rate1, 1 - rate1]), np.array([rate2, 1 - rate2])
    spread = [_two_by_two(rows, columns, kappa) for kappa in (k0, k1)]
    return _needed(spread[0], spread[1], k1 - k0, alpha, power, two_sided, "Cohen's kappa")


def _two_by_two(rows: FloatArray, columns: FloatArray, kappa: float) -> float:
    """Asymptotic standard deviation of kappa, times the square root of n."""
    chance = float(rows @ columns)
    agree = kappa * (1 - chance) + chance
    both = (agree + rows[0] + columns[0] - 1) / 2
    joint = np.array([[both, rows[0] - both], [columns[0] - both, agree - both]])
    if joint.min() < -1e-12:
        raise ValueError(
            f"a kappa of {kappa:g} cannot occur with these rates: a cell would hold "
            f"{joint.min():.3f}; choose rates or a kappa that go together"
        )
    return _spread(joint, _coefficients(rows, columns, agree), chance, agree)


def kappa_any_categories(
    *,
    margins: Sequence[float],
    k1: float,
    k0: float,
    alpha: float = 0.05,
    power: float = 0.8,
    two_sided: bool = False,
) -> Estimate:
    """Targets needed to tell kappa `k1` from `k0` in the worst case over tables with these margins.

    Source: Flack, Afifi, Lachenbruch & Schouten (1988), Psychometrika 53(3), 321-325.
    """
    share = np.asarray(margins, dtype=np.float64)
    if len(share) < 2 or share.min() <= 0 or not math.isclose(share.sum(), 1, abs_tol=1e-6):
        raise ValueError(f"the margins must be positive and add up to 1, got {list(margins)}")
    _check_shares(alpha=alpha, power=power)
    spread = [_worst_spread(share, kappa) for kappa in (k0, k1)]
    return _needed(spread[0], spread[1], k1 - k0, alpha, power, two_sided, "Cohen's kappa")


def _worst_spread(share: FloatArray, kappa: float) -> float:
    """The variance is linear in the cells, so its maximum is a linear programme."""
    from scipy.optimize import linprog

    q, chance = len(share), float(share @ share)
    agree = kappa * (1 - chance) + chance
    gain = _coefficients(share, share, agree)
    one = np.eye(q)
    limits = [np.kron(one[i], np.ones(q)) for i in range(q)]
    limits += [np.kron(np.ones(q), one[i]) for i in range(q)]
    limits.append(one.ravel())
    sums = np.concatenate([share, share, [agree]])
    found = linprog(-gain.ravel(), A_eq=np.array(limits), b_eq=sums, bounds=(0, 1))
    if found.x is None:
        raise ValueError(f"a kappa of {kappa:g} cannot occur with the margins {share.tolist()}")
    return _spread(found.x.reshape(q, q), gain, chance, agree)


def _coefficients(rows: FloatArray, columns: FloatArray, agree: float) -> FloatArray:
    """What each cell adds to the variance (Fleiss, Cohen & Everitt 1969)."""
    chance = float(rows @ columns)
    gain = ((1 - agree) * (columns[:, np.newaxis] + rows)) ** 2
    np.fill_diagonal(gain, ((1 - chance) - (rows + columns) * (1 - agree)) ** 2)
    return gain


def _spread(joint: FloatArray, gain: FloatArray, chance: float, agree: float) -> float:
    rest = (agree * chance - 2 * chance + agree) ** 2
    return math.sqrt(max(float((joint * gain).sum()) - rest, 0)) / (1 - chance) ** 2


def _needed(
    spread0: float,
    spread1: float,
    gap: float,
    alpha: float,
    power: float,
    two_sided: bool,
    form: str,
) -> Estimate:
    if gap == 0:
        raise ValueError("the two kappas are the same; they must differ to be told apart")
    z = normal_quantile(1 - alpha / (2 if two_sided else 1))
    exact = ((z * spread0 + normal_quantile(power) * spread1) / gap) ** 2
    n = math.ceil(exact)
    return Estimate(
        value=float(n),
        form=f"Targets needed, {form}",
        n_used=n,
        n_given=n,
        detail={"n": n, "exact": exact},
    )


def icc_test(
    *, rho0: float, rho1: float, k: int, alpha: float = 0.05, power: float = 0.8
) -> Estimate:
    """Targets needed to show that an ICC of `rho1` is above `rho0` with k raters, one-sided.

    Source: Walter, Eliasziw & Donner (1998), Statistics in Medicine 17(1), 101-110.
    """
    _check_shares(rho0=rho0, rho1=rho1, alpha=alpha, power=power)
    _check_raters(k)
    if rho1 <= rho0:
        raise ValueError(f"rho1 must be above rho0, got {rho1} and {rho0}")
    c = (1 + k * rho0 / (1 - rho0)) / (1 + k * rho1 / (1 - rho1))
    z = normal_quantile(1 - alpha) + normal_quantile(power)
    return _rounded_up(
        1 + 2 * z**2 * k / (math.log(c) ** 2 * (k - 1)), "Targets needed, test of an ICC"
    )


def icc_width(*, rho: float, k: int, w: float, alpha: float = 0.05) -> Estimate:
    """Targets needed for an interval of width `w` around an ICC of `rho` with k raters.

    Source: Bonett (2002), Statistics in Medicine 21(9), 1331-1335.
    """
    _check_shares(rho=rho, alpha=alpha)
    _check_raters(k)
    if w <= 0:
        raise ValueError(f"the width must be above 0, got {w}")
    z = normal_quantile(1 - alpha / 2)
    exact = 8 * z**2 * ((1 - rho) * (1 + (k - 1) * rho)) ** 2 / (k * (k - 1) * w**2) + 1
    return _rounded_up(exact, "Targets needed, width of the interval of an ICC")


def raters_needed(*, icc1: float, target: float) -> Estimate:
    """Raters whose mean has the reliability `target`, when one has `icc1` (Spearman-Brown)."""
    _check_shares(icc1=icc1, target=target)
    return _rounded_up(target * (1 - icc1) / (icc1 * (1 - target)), "Raters needed for the mean")


def _rounded_up(exact: float, form: str) -> Estimate:
    # 5.000000000000001 raters are 5
    n = math.ceil(round(exact, 9))
    return Estimate(value=exact, form=form, n_used=n, n_given=n, detail={"n": n})


def _check_shares(**shares: float) -> None:
    for name, share in shares.items():
        if not 0 < share < 1:
            raise ValueError(f"{name} must be strictly between 0 and 1, got {share}")


def _check_raters(k: int) -> None:
    if k < 2:
        raise ValueError(f"needs at least 2 raters, got {k}")

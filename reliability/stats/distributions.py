"""Quantiles and tail probabilities; scipy.special is loaded at the first use, not at import."""

from functools import lru_cache
from types import ModuleType


@lru_cache(maxsize=1)
def _special() -> ModuleType:
    import scipy.special

    return scipy.special  # type: ignore[no-any-return]


def normal_quantile(p: float) -> float:
    """The standard normal quantile at `p`."""
    return float(_special().ndtri(p))


def normal_cdf(z: float) -> float:
    """The probability that a standard normal is at most `z`."""
    return float(_special().ndtr(z))


def two_sided_normal(z: float) -> float:
    """The probability that a standard normal is at least as far from 0 as `z`."""
    return 2 * float(_special().ndtr(-abs(z)))


def t_quantile(p: float, df: float) -> float:
    """Student's t quantile at `p`."""
    return float(_special().stdtrit(df, p))


def t_upper_tail(t: float, df: float) -> float:
    """The probability that Student's t exceeds `t`."""
    return float(_special().stdtr(df, -t))


def f_quantile(p: float, df1: float, df2: float) -> float:
    """The F quantile at `p`; the degrees of freedom may be fractions."""
    return float(_special().fdtri(df1, df2, p))


def f_upper_tail(f: float, df1: float, df2: float) -> float:
    """The probability that F exceeds `f`."""
    return float(_special().fdtrc(df1, df2, f))


def chi_square_upper_tail(x: float, df: float) -> float:
    """The probability that chi square exceeds `x`."""
    return float(_special().chdtrc(df, x))


def beta_quantile(p: float, a: float, b: float) -> float:
    """The beta quantile at `p`."""
    return float(_special().betaincinv(a, b, p))

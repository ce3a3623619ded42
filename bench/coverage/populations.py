"""Populations whose true agreement is known, and samples of targets from them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], FloatArray]
# the severities of the same five raters in every sample: targets are sampled, raters are not
_SEVERITY = np.array([-0.4, -0.1, 0.0, 0.2, 0.5])
_FIVE = (-1.2, -0.4, 0.4, 1.2)


@dataclass(frozen=True)
class Population:
    """Where targets come from; `truth` holds figures that are known without simulation."""

    name: str
    draw: Draw
    truth: dict[str, float]


def _ordinal(cuts: tuple[float, ...], noise: float, missing: float = 0.0) -> Draw:
    def draw(random: np.random.Generator, n: int) -> FloatArray:
        latent = random.normal(0, 1, (n, 1)) + _SEVERITY + random.normal(0, noise, (n, 5))
        table = np.asarray(1.0 + np.searchsorted(cuts, latent))
        table[random.random(table.shape) < missing] = np.nan
        return table

    return draw


def _normal(targets: float, raters: float, residual: float, k: int, *, fixed: bool) -> Draw:
    """Normal scores; raters are drawn with every sample, or are the same in all."""
    same = np.linspace(-1, 1, k) * raters

    def draw(random: np.random.Generator, n: int) -> FloatArray:
        of_raters = same if fixed else random.normal(0, raters, k)
        latent = random.normal(0, targets, (n, 1)) + of_raters
        return np.asarray(latent + random.normal(0, residual, (n, k)))

    return draw


def _pair(n_categories: int) -> Draw:
    cuts = _FIVE[: n_categories - 1]

    def draw(random: np.random.Generator, n: int) -> FloatArray:
        latent = random.normal(0, 1, (n, 1)) + random.normal(0, 0.7, (n, 2))
        return np.asarray(1.0 + np.searchsorted(cuts, latent))

    return draw


def _two_continuous(random: np.random.Generator, n: int) -> FloatArray:
    """Correlation .8, the second rater a third of a standard deviation higher."""
    common = random.normal(0, np.sqrt(0.8), (n, 1))
    return np.asarray(common + random.normal([0.0, 1 / 3], np.sqrt(0.2), (n, 2)))


FIVE = Population("five categories, 5 raters", _ordinal(_FIVE, 0.8), {})
GAPS = Population("five categories, 5 raters, 20 % missing", _ordinal(_FIVE, 0.8, 0.2), {})
RARE = Population("a category of 6 %, 5 raters", _ordinal((1.9,), 0.6), {})
PAIR = Population("two raters, three categories", _pair(3), {})
ONE_WAY = Population(
    "normal scores, no rater effect, k = 4", _normal(1, 0, 1, 4, fixed=False), {"icc1": 0.5}
)
RANDOM = Population(
    "normal scores, raters drawn too, k = 4",
    _normal(1, 0.5, 0.8, 4, fixed=False),
    {"icc2": 1 / (1 + 0.25 + 0.64)},
)
FIXED = Population(
    "normal scores, the same raters, k = 4",
    _normal(1, 0.5, 0.8, 4, fixed=True),
    {"icc3": 1 / 1.64},
)
CONTINUOUS = Population(
    "two raters, normal scores", _two_continuous, {"lin_ccc": 2 * 0.8 / (2 + 1 / 9)}
)

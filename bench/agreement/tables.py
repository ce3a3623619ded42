"""Random tables of every shape that the comparisons are made on."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
SEED = 19790420
SCALES = (
    (0.0, 1.0),
    (1.0, 2.0, 3.0),
    (1.0, 2.0, 3.0, 4.0, 5.0),
    (0.0, 1.0, 3.0, 10.0),
    (0.5, 1.0, 1.5, 2.0),
    (7.0, 8.0, 9.0, 10.0, 11.0, 12.0),
)


def tables(number: int, *, missing: bool, raters: tuple[int, int] = (2, 6)) -> Iterator[FloatArray]:
    """Tables of 3 to 30 targets on one of six scales; agreement from none to nearly complete."""
    random = np.random.default_rng([SEED, raters[0], raters[1], int(missing)])
    for _ in range(number):
        scale = np.array(SCALES[random.integers(len(SCALES))])
        shape = (int(random.integers(3, 31)), int(random.integers(raters[0], raters[1] + 1)))
        yield _table(random, scale, shape, 0.4 * random.random() if missing else 0.0)


def _table(
    random: np.random.Generator, scale: FloatArray, shape: tuple[int, int], missing: float
) -> FloatArray:
    target, rater = random.normal(0, 1, (shape[0], 1)), random.normal(0, 0.5, (1, shape[1]))
    latent = target + rater + random.normal(0, 0.1 + 2 * random.random(), shape)
    cuts = np.sort(random.normal(0, 1, len(scale) - 1))
    table = scale[np.searchsorted(cuts, latent)]
    table[random.random(shape) < missing] = np.nan
    return np.asarray(table)

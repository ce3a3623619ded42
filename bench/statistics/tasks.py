"""The eight tasks: what is computed, from which tables, and how closely answers must agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
Answer = Mapping[str, float]
SEED = 20261122
REPLICATES = 1000
CUTS = (-1.2, -0.4, 0.4, 1.2)


@dataclass(frozen=True)
class Work:
    """Something to be timed, and how it stands to the task.

    `share` is the part of the task that is timed, the rest being more of the same; `is_whole` says
    that it answers what was asked; `note` says what is different.
    """

    run: Callable[[], Answer]
    share: float = 1.0
    note: str = ""
    is_whole: bool = True


# From tables of shape (items, targets, raters), in whatever form the contestant likes best.
Preparation = Callable[[FloatArray], Work]


@dataclass(frozen=True)
class Task:
    """One task; `least` and `most` are what is wanted of peer / ours and of ours / bound."""

    key: str
    what: str
    shape: tuple[int, int, int]
    missing: float
    tolerance: float
    least: float
    most: float = 3.0

    def tables(self) -> FloatArray:
        """The tables of this task, the same in every run."""
        items, targets, raters = self.shape
        return np.stack(
            [scores(targets, raters, self.missing, SEED + item) for item in range(items)]
        )


TASKS: Mapping[str, Task] = {
    task.key: task
    for task in (
        Task("a", "alpha, ordinal, 50 raters x 2,000 targets", (1, 2000, 50), 0.2, 1e-4, 0.8),
        Task("b", "a with 1,000 bootstrap replicates", (1, 2000, 50), 0.2, 0.02, 10),
        Task("c", "six ICCs, F tests and intervals, 200 x 20", (1, 200, 20), 0.0, 2e-3, 10),
        Task("d", "kappa and quadratic kappa of 19,900 pairs", (1, 200, 200), 0.0, 1e-6, 10),
        Task("e", "AC1 and its interval, 500 x 1,000", (1, 500, 1000), 0.1, 1e-4, 1),
        Task("f", "report on 10 items of 200 x 100", (10, 200, 100), 0.0, 2e-3, 10),
        Task("g", "crossed REML and ICC, 200 x 20", (1, 200, 20), 0.2, 5e-3, 1),
        Task("h", "f with bootstrap intervals of alpha", (10, 200, 100), 0.0, 0.02, 8),
    )
}


def scores(n_targets: int, n_raters: int, missing: float, seed: int) -> FloatArray:
    """Ordinal scores 1 to 5: latent target, severity of the rater, noise, four cuts."""
    random = np.random.default_rng(seed)
    target = random.normal(0, 1, (n_targets, 1))
    severity = random.normal(0, 0.4, (1, n_raters))
    noise = random.normal(0, 0.8, (n_targets, n_raters))
    latent = target + severity + noise
    table = np.asarray(1.0 + np.searchsorted(CUTS, latent), dtype=np.float64)
    table[random.random(table.shape) < missing] = np.nan
    return table

"""Cases of ten items, all alike: the fall of accuracy, simulated and computed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.monitoring import Limits, expected_share
from reliability.monitoring.chain import Chain, cusum_chain, ewma_chain
from reliability.monitoring.chances import (
    UPWARD,
    accuracy_support,
    accuracy_supports,
    deviation_moments,
    share_deviation,
    wrong_items,
)
from reliability.monitoring.limits import SLACK

ITEMS, SOUND, FALLS = 10, 0.90, (0.82, 0.75)
WARM = 24
"""Sound cases before the fall."""
FLOOR = 0.8
WEIGHT = 0.2
"""Of the newest case in the plain average."""
PEERS = 20
"""Sound assessors who scored each case before, where its difficulty is known from them."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """What one rule of detection is worth."""

    run_length: float
    medians: tuple[int | None, ...]
    """For each of FALLS, after WARM sound cases without alarm."""
    within: tuple[float, ...]
    """The share of falls seen within the wanted number of cases."""


def computed(found: Limits, wanted: Sequence[int]) -> Row:
    """The accuracy chart alone, by its Markov chain."""
    supports = accuracy_supports(ITEMS, SOUND, found.clustering)
    return _row(
        lambda level: cusum_chain(
            supports, wrong_items(ITEMS, level, found.clustering), found.accuracy
        ),
        wanted,
    )


def average(clustering: float, wanted: Sequence[int], width: float) -> Row:
    """Plain EWMA of the share of hits, limits in the long run, in either direction."""
    spread = share_deviation(ITEMS, SOUND, clustering)
    values = (np.arange(ITEMS, -1, -1) / ITEMS - SOUND) / spread
    half = width * float(np.sqrt(WEIGHT / (2 - WEIGHT)))
    return _row(
        lambda level: ewma_chain(
            values, wrong_items(ITEMS, level, clustering), WEIGHT, -half, half
        ),
        wanted,
    )


def floor(clustering: float, wanted: Sequence[int]) -> Row:
    """An alarm whenever a case has less than FLOOR of its items like gold."""
    wrong = np.arange(ITEMS + 1)
    supports = np.where(wrong > round(ITEMS * (1 - FLOOR)), 1.0, -1.0)
    return _row(
        lambda level: cusum_chain(supports, wrong_items(ITEMS, level, clustering), 0.5), wanted
    )


def _row(chain_of: Callable[[float], Chain], wanted: Sequence[int]) -> Row:
    sound = chain_of(SOUND)
    here = sound.after(WARM)
    medians, within = [], []
    for level, cases in zip(FALLS, wanted, strict=True):
        fallen = chain_of(level)
        medians.append(fallen.delay(here)[0])
        left = here
        for _ in range(cases):
            left = left @ fallen.moves
        within.append(round(1 - float(left.sum()), 3))
    return Row(round(sound.run_length(), 1), tuple(medians), tuple(within))


@dataclass
class Simulated:
    """Many assessors at once, on cases of ten items, with the charts of accuracy and of bias."""

    found: Limits
    random: np.random.Generator
    by_case: bool = False
    """The clustering is the difficulty of the case, known from PEERS; else it is the day's."""

    def draw(self, level: float, assessors: int) -> tuple[Floats, Floats]:
        """What one case adds to the sum of accuracy, and its deviation in standard deviations."""
        size = (1 - 0.08) / 0.08
        random, rho = self.random, self.found.clustering
        if self.by_case:
            easy = random.beta(SOUND * size, (1 - SOUND) * size, assessors)
            seen = random.binomial(PEERS * ITEMS, easy)
            known = np.array([expected_share(n, PEERS * ITEMS) for n in range(PEERS * ITEMS + 1)])
            known = known[seen]
            p = _fallen(easy, level)
        elif rho:
            size = (1 - rho) / rho
            p = random.beta(level * size, (1 - level) * size, assessors)
        else:
            p = np.full(assessors, level)
        wrong = ITEMS - random.binomial(ITEMS, p)
        mean, spread = deviation_moments(ITEMS, SOUND, rho)
        off = 2 * random.binomial(wrong, UPWARD) - wrong
        away = np.asarray((off - mean) / spread, dtype=np.float64)
        if not self.by_case:
            return accuracy_supports(ITEMS, SOUND, rho)[wrong], away
        rounded = np.clip(np.round(known, 2), 0.5, 0.99)
        table = np.array(
            [
                [accuracy_support(w, ITEMS, k / 100, rho) for w in range(ITEMS + 1)]
                for k in range(50, 100)
            ]
        )
        return table[np.round(rounded * 100).astype(int) - 50, wrong], away

    def run_length(self, assessors: int, cases: int) -> float:
        """Mean cases between alarms of sound assessors; charts begin anew after each."""
        sums, count = np.zeros((3, assessors)), 0
        for _ in range(cases):
            over = self.step(sums, SOUND)
            count += int(over.sum())
            sums[:, over] = 0
        return assessors * cases / max(1, count)

    def medians(self, level: float, assessors: int, within: int) -> tuple[int | None, float]:
        """Median cases until the fall is seen, and the share seen within so many."""
        sums, alive = np.zeros((3, assessors)), np.ones(assessors, bool)
        for _ in range(WARM):
            alive &= ~self.step(sums, SOUND)
        sums = sums[:, alive]
        seen = np.full(sums.shape[1], 10_000)
        for n in range(1, 100):
            over = self.step(sums, level) & (seen == 10_000)
            seen[over] = n
        middle = int(np.sort(seen)[(len(seen) - 1) // 2])
        return (middle if middle < 10_000 else None), round(float((seen <= within).mean()), 3)

    def step(self, sums: Floats, level: float) -> npt.NDArray[np.bool_]:
        """One more case each; whose charts signal."""
        return self.add(sums, *self.draw(level, sums.shape[1]))

    def add(self, sums: Floats, support: Floats, away: Floats) -> npt.NDArray[np.bool_]:
        """Add these to the three sums in place; which of them are above a limit."""
        sums[0] = np.maximum(sums[0] + support, 0)
        sums[1] = np.maximum(sums[1] + away - SLACK, 0)
        sums[2] = np.maximum(sums[2] - away - SLACK, 0)
        over = (sums[0] > self.found.accuracy) | (sums[1:].max(axis=0) > self.found.bias)
        return np.asarray(over)


def _fallen(easy: Floats, level: float) -> Floats:
    """The odds of an error on each case raised so that the mean over cases is the level."""
    low, high = 0.5, 20.0
    for _ in range(40 if level != SOUND else 0):
        middle = (low + high) / 2
        mean = float((1 / (1 + middle * (1 - easy) / easy)).mean())
        low, high = (middle, high) if mean > level else (low, middle)
    factor = (low + high) / 2 if level != SOUND else 1.0
    return np.asarray(1 / (1 + factor * (1 - easy) / easy))

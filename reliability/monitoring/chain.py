"""Run lengths of control charts by Markov chains: no rule of thumb, no normal approximation.

Source: Brook & Evans (1972), Biometrika 59(3), 539-549. A sum or average that falls between two
states is shared between them in proportion, which needs far fewer states than rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reliability.stats.arrays import FloatArray

STATES = 201
LONGEST = 2000
"""Cases after which a delay is no longer followed."""


@dataclass(frozen=True)
class Chain:
    """Where the chart moves from each state in one case; what is missing in a row has signalled."""

    moves: FloatArray
    start: FloatArray

    def run_length(self) -> float:
        """Mean number of cases until a signal."""
        left = np.eye(len(self.moves)) - self.moves
        return float(self.start @ np.linalg.solve(left, np.ones(len(left))))

    def after(self, cases: int) -> FloatArray:
        """The chances of each state after so many cases, given that nothing was signalled."""
        here = self.start
        for _ in range(cases):
            here = here @ self.moves
        return np.asarray(here / here.sum())

    def delay(self, start: FloatArray) -> tuple[int | None, float]:
        """Median and mean number of cases until a signal, from these chances of states on."""
        left = np.eye(len(self.moves)) - self.moves
        mean = float(start @ np.linalg.solve(left, np.ones(len(left))))
        here = start
        for cases in range(1, LONGEST):
            here = here @ self.moves
            if here.sum() <= 0.5:
                return cases, mean
        return None, mean


def cusum_chain(supports: FloatArray, chances: FloatArray, limit: float) -> Chain:
    """A sum that never falls below 0 and signals above `limit`. One support and chance a result."""
    states = np.linspace(0, limit, STATES)
    then = np.maximum(0, states[:, None] + supports[None, :])
    return Chain(_shared(then, chances, 0.0, limit), _first(states, 0.0))


def ewma_chain(
    values: FloatArray, chances: FloatArray, weight: float, low: float, high: float
) -> Chain:
    """A moving average of values with mean 0 that starts at 0 and signals outside low .. high."""
    states = np.linspace(low, high, STATES)
    then = (1 - weight) * states[:, None] + weight * values[None, :]
    return Chain(_shared(then, chances, low, high), _first(states, 0.0))


def _first(states: FloatArray, value: float) -> FloatArray:
    return np.asarray(np.arange(len(states)) == np.abs(states - value).argmin(), dtype=float)


def _shared(then: FloatArray, chances: FloatArray, low: float, high: float) -> FloatArray:
    slack = 1e-9 * (high - low)
    is_inside = (then >= low - slack) & (then <= high + slack)
    place = np.clip((then - low) / (high - low) * (STATES - 1), 0, STATES - 1)
    below = np.minimum(place.astype(int), STATES - 2)
    above = place - below
    weights = np.where(is_inside, chances[None, :], 0.0)
    rows = np.arange(STATES)[:, None] * STATES
    moves = np.bincount((rows + below).ravel(), (weights * (1 - above)).ravel(), STATES**2)
    moves += np.bincount((rows + below + 1).ravel(), (weights * above).ravel(), STATES**2)
    return np.asarray(moves.reshape(STATES, STATES))


def limit_for(run_length: float, chain_of: Callable[[float], Chain], most: float = 30.0) -> float:
    """The lowest limit, to 1/1000 of its size, whose mean run length is at least this."""
    low, high = 0.01, most
    while high - low > 0.001 * low:
        middle = (low + high) / 2
        if chain_of(middle).run_length() < run_length:
            low = middle
        else:
            high = middle
    return high

"""Other detectors of a fall, each with the whole run length for itself: does any do better?

Exact, by Markov chain, but for windows of cases, which are simulated.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.drift.made import FALLS, ITEMS, SOUND, WARM
from reliability.monitoring.chances import log_wrong, wrong_items

Floats = npt.NDArray[np.float64]
STATES = 161
MOST_WRONG = 7
WINDOWS = (6, 8, 10, 12)
WITHIN = (10, 5)


def tried(
    run_length: float, clustering: float, *, assessors: int, seed: int
) -> list[dict[str, Any]]:
    """Each detector at this run length: the shares of falls seen within 10 and within 5 cases."""
    kinds = [
        *(
            (f"sum, tuned to {w:.2f}", _ratios(w, clustering), 0.0)
            for w in (0.85, 0.82, 0.78, 0.75)
        ),
        *(
            (f"Shiryaev-Roberts, tuned to {w:.2f}", _ratios(w, clustering), 1.0)
            for w in (0.82, 0.78, 0.75)
        ),
        *((name, *best) for name, best in [("best found", _searched(run_length, clustering))]),
    ]
    rows = []
    for name, scores, softness in kinds:
        limit, within = exactly(scores, softness, run_length, clustering)
        rows.append({"detector": name, "limit": round(limit, 2), "within": within})
    for cases in WINDOWS:
        window = Window(cases, _ratios(0.80, clustering), clustering, assessors, seed)
        rows.append({"detector": f"the last {cases} cases", **window.seen(run_length)})
    return rows


def _ratios(worse: float, clustering: float) -> Floats:
    return np.array(
        [
            log_wrong(w, ITEMS, worse, clustering) - log_wrong(w, ITEMS, SOUND, clustering)
            for w in range(ITEMS + 1)
        ]
    )


def _searched(run_length: float, clustering: float) -> tuple[Floats, float]:
    """The scores and the softness with the best of the worse share: a grid, then step by step."""
    starts = [
        (_ratios(worse, clustering) + shift, softness)
        for worse in (0.76, 0.78, 0.80)
        for shift in (-0.15, 0.0, 0.1)
        for softness in (0.0, 0.7, 1.0, 1.5)
    ]

    def worth(scores: Floats, softness: float) -> float:
        return min(exactly(scores, softness, run_length, clustering)[1])

    scores, softness = max(starts, key=lambda start: worth(*start))
    best, step = worth(scores, softness), 0.1
    while step > 0.03:
        moves = [(n, sign * step) for n in range(MOST_WRONG) for sign in (1, -1)]
        found = [(worth(_moved(scores, *move), softness), move) for move in moves]
        value, move = max(found)
        if value > best + 1e-5:
            best, scores = value, _moved(scores, *move)
        else:
            step /= 2
    return scores, softness


def _moved(scores: Floats, place: int, by: float) -> Floats:
    moved = scores.copy()
    moved[place] += by
    return np.maximum.accumulate(moved)


def exactly(
    scores: Floats, softness: float, run_length: float, clustering: float
) -> tuple[float, list[float]]:
    """The limit of this run length, and the shares seen.

    Softness 0 is a sum that stops at 0 (CUSUM); 1 adds the likelihood ratios of all possible days
    of the change (Shiryaev-Roberts), on a logarithmic scale.
    """
    low, high = 0.3, 12.0
    sound = wrong_items(ITEMS, SOUND, clustering)
    for _ in range(13):
        middle = (low + high) / 2
        moves = _moves(scores, softness, middle, sound)
        length = np.linalg.solve(np.eye(STATES) - moves, np.ones(STATES))[0]
        low, high = (middle, high) if length < run_length else (low, middle)
    here = np.eye(STATES)[0] @ np.linalg.matrix_power(_moves(scores, softness, high, sound), WARM)
    here /= here.sum()
    shares = []
    for level, cases in zip(FALLS, WITHIN, strict=True):
        fallen = _moves(scores, softness, high, wrong_items(ITEMS, level, clustering))
        left = here @ np.linalg.matrix_power(fallen, cases)
        shares.append(round(1 - float(left.sum()), 3))
    return high, shares


def _moves(scores: Floats, softness: float, limit: float, chances: Floats) -> Floats:
    top = np.log1p(np.exp(limit * softness)) / softness if softness else limit
    then = np.linspace(0, top, STATES)[:, None] + scores[None, :]
    weights = np.where(then > limit, 0.0, chances[None, :])
    then = np.minimum(then, limit)
    then = np.log1p(np.exp(then * softness)) / softness if softness else np.maximum(0, then)
    place = np.clip(then / top * (STATES - 1), 0, STATES - 1)
    below = np.minimum(place.astype(int), STATES - 2)
    rows = np.arange(STATES)[:, None] * STATES
    parts = (
        (rows + below, weights * (1 - place + below)),
        (rows + below + 1, weights * (place - below)),
    )
    moved = sum(np.bincount(at.ravel(), part.ravel(), STATES**2) for at, part in parts)
    return np.asarray(moved).reshape(STATES, STATES)


class Window:
    """The sum of the log likelihood ratios of the last cases only."""

    def __init__(
        self, cases: int, scores: Floats, clustering: float, assessors: int, seed: int
    ) -> None:
        self.cases, self.scores, self.clustering = cases, scores, clustering
        self.assessors, self.seed = assessors, seed

    def seen(self, run_length: float) -> dict[str, Any]:
        low, high = 0.0, 6.0
        for _ in range(9):
            middle = (low + high) / 2
            too_low = self._run_length(middle) < run_length
            low, high = (middle, high) if too_low else (low, middle)
        within = [self.within(high, *fall) for fall in zip(FALLS, WITHIN, strict=True)]
        return {"limit": round(high, 2), "within": within}

    def _sums(self, levels: Sequence[float]) -> Floats:
        """The window's sum after each case, for each assessor."""
        random = np.random.default_rng(self.seed)
        told = np.zeros((len(levels) + 1, self.assessors))
        for n, level in enumerate(levels, 1):
            edges = np.cumsum(wrong_items(ITEMS, level, self.clustering))[:-1]
            told[n] = (
                told[n - 1] + self.scores[np.searchsorted(edges, random.random(self.assessors))]
            )
        first = np.maximum(0, np.arange(1, len(levels) + 1) - self.cases)
        return np.asarray(told[1:] - told[first])

    def _run_length(self, limit: float) -> float:
        over = self._sums([SOUND] * 1_000) > limit
        first = np.where(over.any(axis=0), over.argmax(axis=0) + 1, 1_000)
        # Cases until the first alarm, cut at the last case: exposure over alarms.
        return float(first.sum() / max(1, over.any(axis=0).sum()))

    def within(self, limit: float, level: float, cases: int) -> float:
        over = self._sums([SOUND] * WARM + [level] * cases) > limit
        alive = ~over[:WARM].any(axis=0)
        return round(float(over[WARM:, alive].any(axis=0).mean()), 3)

"""Many codings of every case of a tool as tables, and the charts of many assessors over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from bench.drift.readers import Result, bank, results, rules_of_bank
from reliability.monitoring import Limits
from reliability.monitoring.chances import accuracy_support, deviation_moments
from reliability.monitoring.limits import SLACK

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tables:
    """One row a case, one column a coding; the third axis of `rules` is the rules of the tool."""

    accuracy: Floats
    bias: Floats
    """In standard deviations; NaN where there is no total."""
    rules: Floats
    share: float
    """Of items scored like gold, over all codings."""
    items: float
    """A case, over those with items."""


def rows(tool: str, cases: Sequence[int], number: int, seed: str) -> list[list[Result]]:
    """So many sound codings of these cases."""
    facts = bank(tool)
    return [results(tool, facts[n], number, Random(f"{seed} {tool} {n}")) for n in cases]  # noqa: S311


def tables(tool: str, told: Sequence[Sequence[Result]], found: Limits) -> Tables:
    """What each coding adds to each sum, by the functions that watch real assessors."""
    places = {rule: n for n, rule in enumerate(rules_of_bank(tool))}
    shape = (len(told), len(told[0]))
    accuracy, bias = np.zeros(shape, np.float32), np.full(shape, np.nan, np.float32)
    support = np.zeros((*shape, len(places)), np.float32)
    for row, codings in enumerate(told):
        for column, one in enumerate(codings):
            for sign in one.signs:
                support[row, column, places[sign.rule]] = sign.support
            if one.items:
                wrong = one.items - one.hits
                accuracy[row, column] = accuracy_support(
                    wrong, one.items, found.level, found.clustering
                )
                bias[row, column] = _away(one, found)
    items, hits = (sum(getattr(c, what) for r in told for c in r) for what in ("items", "hits"))
    scored = sum(coding.items > 0 for codings in told for coding in codings)
    return Tables(accuracy, bias, support, hits / items, items / scored)


def _away(one: Result, found: Limits) -> float:
    mean, spread = deviation_moments(one.items, found.level, found.clustering)
    return ((one.deviation or 0) / found.points - mean) / spread


@dataclass(frozen=True)
class RunLengths:
    """Mean cases between two alarms of sound assessors, each detector and all together."""

    accuracy: float
    bias: float
    rules: tuple[float, ...]
    """At each limit that was asked for."""
    all: float
    """With the limits of the product."""
    alarms: int
    """That the figure for all rests on."""


def run_lengths(
    told: Tables, found: Limits, heights: Sequence[float], *, assessors: int, cases: int, seed: int
) -> RunLengths:
    """Let sound assessors score cases of the bank, drawn evenly; a chart that signals begins anew.

    Each detector is also run alone. "All" begins anew, whole, at the first signal of any.
    """
    random = np.random.default_rng(seed)
    alone = np.zeros(2 + len(heights))
    sums = _Sums(assessors, told.rules.shape[2])
    each = [_Sums(assessors, 1) for _ in range(2)]
    by_height = [np.zeros((assessors, told.rules.shape[2]), np.float32) for _ in heights]
    together = 0
    for _ in range(cases):
        case = random.integers(0, told.accuracy.shape[0], assessors)
        coding = random.integers(0, told.accuracy.shape[1], assessors)
        support = told.rules[case, coding]
        adds = (told.accuracy[case, coding], told.bias[case, coding])
        signals = sums.step(*adds, support, found)
        together += int(signals.sum())
        sums.restart(signals)
        alone[:2] += _alone(each, adds, found)
        for n, height in enumerate(heights):
            held = by_height[n]
            np.maximum(held + support, 0, out=held)
            over = held.max(axis=1) > height
            alone[2 + n] += over.sum()
            held[over] = 0
    lengths = [assessors * cases / max(1, count) for count in (*alone, together)]
    return RunLengths(lengths[0], lengths[1], tuple(lengths[2:-1]), lengths[-1], together)


def _alone(each: Sequence["_Sums"], adds: tuple[Floats, Floats], found: Limits) -> list[int]:
    counts = []
    for n, one in enumerate(each):
        one.step(*adds, None, found)
        signals = one.accuracy > found.accuracy if n == 0 else one.off > found.bias
        one.restart(signals)
        counts.append(int(signals.sum()))
    return counts


class _Sums:
    """The sums of many assessors at once."""

    def __init__(self, assessors: int, rules: int) -> None:
        self.accuracy = np.zeros(assessors, np.float32)
        self.up = np.zeros(assessors, np.float32)
        self.down = np.zeros(assessors, np.float32)
        self.rules = np.zeros((assessors, rules), np.float32)

    @property
    def off(self) -> Floats:
        return np.maximum(self.up, self.down)

    def step(self, accuracy: Floats, bias: Floats, rules: Floats | None, found: Limits) -> Flags:
        """One more case each; whose charts signal."""
        self.accuracy = np.maximum(self.accuracy + accuracy, 0)
        has_total = ~np.isnan(bias)
        self.up = np.where(has_total, np.maximum(self.up + bias - SLACK, 0), self.up)
        self.down = np.where(has_total, np.maximum(self.down - bias - SLACK, 0), self.down)
        if rules is not None:
            np.maximum(self.rules + rules, 0, out=self.rules)
        over = (self.accuracy > found.accuracy) | (self.off > found.bias)
        return np.asarray(over | (self.rules.max(axis=1) > found.rule))

    def restart(self, who: Flags) -> None:
        for held in (self.accuracy, self.up, self.down, self.rules):
            held[who] = 0

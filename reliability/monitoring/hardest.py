"""Which rules or items are missed most, fairly: small numbers are drawn towards the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reliability.certification.agreement import wilson

MINIMUM = 20
"""Answers below which a rule or an item is shown and not ranked."""
SPREAD_AT_LEAST, SPREAD_AT_MOST = 2.0, 1000.0


@dataclass(frozen=True)
class Hard:
    """How often one rule or item is missed."""

    name: str
    misses: int
    n: int
    share: float | None
    """As counted; None without an answer."""
    shrunk: float | None
    """Drawn towards the mean of all, the more the fewer answers there are. None where no name has
    an answer: then there is no mean."""
    low: float | None
    high: float | None
    """A 95 % interval of the counted share, shrunk in the same way."""
    rank: int | None
    """1 is missed most. None: fewer answers than the minimum, so it is listed last, not ranked."""


def hardest(counts: Mapping[str, tuple[int, int]], *, minimum: int = MINIMUM) -> tuple[Hard, ...]:
    """Misses of answers, by name: shrunk by a beta-binomial model, and ranked.

    The mean and the spread of the beta distribution are those of the counts (method of moments:
    Kleinman 1973, JASA 68, 46-54). Equal shares share a rank. Languages, cohorts or trainers with
    fewer than `minimum` answers are never ranked: chance would put them first or last.
    """
    for name, (misses, n) in counts.items():
        if not 0 <= misses <= n:
            raise ValueError(f"{name}: expected 0 <= misses <= answers, got {misses} of {n}")
    some = [(misses, n) for misses, n in counts.values() if n]
    if not some:
        return tuple(Hard(name, 0, 0, None, None, None, None, None) for name in sorted(counts))
    mean, size = _prior(some)
    found = [_one(name, misses, n, mean, size) for name, (misses, n) in counts.items()]
    ranked = sorted((h for h in found if h.n >= max(1, minimum)), key=_order)
    rest = sorted((h for h in found if h.n < max(1, minimum)), key=lambda h: h.name)
    return (*_with_ranks(ranked), *rest)


def _prior(some: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Mean of all shares, and how many answers that mean is worth."""
    total = sum(n for _, n in some)
    mean = sum(misses for misses, _ in some) / total
    groups = len(some)
    if groups < 2 or mean in (0, 1):
        return mean, SPREAD_AT_MOST
    between = sum(n * (misses / n - mean) ** 2 for misses, n in some)
    inner = total - sum(n * n for _, n in some) / total
    if inner <= groups - 1:
        # One answer each: nothing tells chance from difference.
        return mean, SPREAD_AT_MOST
    chance = mean * (1 - mean)
    alike = (between - chance * (groups - 1)) / (chance * (inner - (groups - 1)))
    size = SPREAD_AT_MOST if alike <= 0 else (1 - alike) / alike
    return mean, min(SPREAD_AT_MOST, max(SPREAD_AT_LEAST, size))


def _one(name: str, misses: int, n: int, mean: float, size: float) -> Hard:
    shrunk = (misses + mean * size) / (n + size)
    low, high = wilson(shrunk, n + size)
    share = misses / n if n else None
    # At shares of 0 and 1 rounding may put the ends on the wrong side.
    return Hard(name, misses, n, share, shrunk, min(low, shrunk), max(high, shrunk), None)


def _order(one: Hard) -> tuple[float, str]:
    return (-round(one.shrunk or 0.0, 9), one.name)


def _with_ranks(ranked: Sequence[Hard]) -> tuple[Hard, ...]:
    found: list[Hard] = []
    for place, one in enumerate(ranked, 1):
        is_tie = bool(found) and _order(found[-1])[0] == _order(one)[0]
        rank = found[-1].rank if is_tie else place
        found.append(Hard(**{**vars(one), "rank": rank}))
    return tuple(found)

"""Splitting cases into practice and exam, so that both sides hold every kind, level and rule.

Pure: families of cases with their features in, a side for each family out.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.models.pool import Side

PRACTICE_SHARE = 0.4
"""Of the cases; exams need more, for every attempt draws a new form."""
ONE_SIDED = 4.0
"""What it costs if a feature that several families have lies on one side only."""
ROUNDS = 20


@dataclass(frozen=True)
class Family:
    """A case with its variants, which stay together, and what it brings into play."""

    name: str
    size: int
    features: frozenset[str]


def split(families: Iterable[Family], placed: Mapping[str, Side], seed: str) -> dict[str, Side]:
    """A side for every family; those in `placed` keep theirs. The same seed gives the same answer.

    From a start by chance, families change sides as long as that balances the features better.
    """
    ordered = sorted(families, key=lambda family: _number(seed, family.name))
    practised = {family.name for family in ordered if placed.get(family.name) is Side.PRACTICE}
    free = [family for family in ordered if family.name not in placed]
    practised |= {family.name for family in free[: round(len(free) * PRACTICE_SHARE)]}
    balance = _Balance(ordered, practised)
    for _ in range(ROUNDS):
        moved = [family for family in free if balance.move_if_better(family)]
        swapped = [one for one in free for other in free if balance.swap_if_better(one, other)]
        if not moved and not swapped:
            break
    return {
        family.name: Side.PRACTICE if family.name in balance.practised else Side.EXAM
        for family in ordered
    }


def _number(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed} {name}".encode()).hexdigest()


class _Balance:
    """How evenly the features lie on both sides, and moves that mend it."""

    def __init__(self, families: list[Family], practised: set[str]) -> None:
        self.practised = practised
        self.total: Counter[str] = Counter()
        self.here: Counter[str] = Counter()
        for family in families:
            weights = dict.fromkeys(family.features, 1) | {"": family.size}
            self.total.update(weights)
            if family.name in practised:
                self.here.update(weights)

    def move_if_better(self, family: Family) -> bool:
        return self._change_if_better([family])

    def swap_if_better(self, one: Family, other: Family) -> bool:
        if (one.name in self.practised) == (other.name in self.practised):
            return False
        return self._change_if_better([one, other])

    def _change_if_better(self, families: list[Family]) -> bool:
        touched = {"", *(feature for family in families for feature in family.features)}
        before = self._cost(touched)
        self._turn(families)
        if self._cost(touched) < before - 1e-9:
            return True
        self._turn(families)
        return False

    def _turn(self, families: list[Family]) -> None:
        for family in families:
            sign = -1 if family.name in self.practised else 1
            for feature in family.features:
                self.here[feature] += sign
            self.here[""] += sign * family.size
            self.practised ^= {family.name}

    def _cost(self, features: Iterable[str]) -> float:
        return sum(self._cost_of(feature) for feature in features)

    def _cost_of(self, feature: str) -> float:
        total, here = self.total[feature], self.here[feature]
        off = (here - PRACTICE_SHARE * total) ** 2 / total
        is_one_sided = total > 1 and here in (0, total)
        return off + (ONE_SIDED if is_one_sided else 0.0)

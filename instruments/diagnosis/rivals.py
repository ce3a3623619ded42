"""Rules that the codings at hand cannot set apart: misreading the one or the other fits them alike.

Compared where it matters: beside the other rules of the likeliest set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from instruments.diagnosis.forecast import Foreseen, single_bits
from instruments.diagnosis.observed import Observation
from instruments.diagnosis.posterior import Posterior

Effect = tuple[tuple[int, Foreseen], ...]
"""What misreading a rule changes: the answers by their place, each with the one then foreseen."""


def effects(seen: Sequence[Observation], beside: int) -> dict[int, Effect]:
    """What each rule, misread beside these others, changes in the answers that were asked for."""
    found: dict[int, list[tuple[int, Foreseen]]] = {}
    for place, one in enumerate(seen):
        for bit, other in one.question.step(beside)[2]:
            found.setdefault(bit, []).append((place, other))
    return {bit: tuple(changes) for bit, changes in found.items()}


def rivals(seen: Sequence[Observation], best: int) -> dict[int, int]:
    """For each rule that changes anything, the set of rules with exactly its effect, itself too."""
    classes = {}
    for bit in single_bits(best):
        classes[bit] = _like(bit, effects(seen, best ^ bit), best ^ bit)
    rest = effects(seen, best)
    for bit in rest:
        if not bit & best:
            classes.setdefault(bit, _like(bit, rest, best))
    # What stands for a rule of the likeliest set stands beside the same rivals.
    for bit in single_bits(best):
        for other in single_bits(classes[bit] & ~bit):
            classes[other] = classes[bit]
    return classes


def _like(bit: int, effect: Mapping[int, Effect], beside: int) -> int:
    mine = effect.get(bit)
    if mine is None:
        return bit
    return sum(other for other, its in effect.items() if its == mine and not other & beside)


def shared_probability(found: Posterior, bit: int, rival: int) -> float:
    """The probability of a rule; rules that nothing sets apart share that of any of them."""
    own = found.probability(bit)
    if rival == bit:
        return own
    alone = {one: found.probability(one) for one in single_bits(rival)}
    return own * min(1.0, found.any_of(rival) / max(sum(alone.values()), 1e-12))

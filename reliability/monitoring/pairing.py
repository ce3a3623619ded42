"""Who should be paired with whom: what one reads right and the other not; never two novices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from instruments.sheet import Text

OPPOSITE = 0.25
"""Points: totals of both are at least so far from gold, one above and one below."""
ROUNDS = 50
"""Improvements by exchange that are tried at most."""


@dataclass(frozen=True)
class Person:
    """One assessor who may be paired."""

    name: str
    is_novice: bool
    weak_rules: frozenset[str] = frozenset()
    bias: float | None = None
    """Mean deviation of totals; None where it is not known."""


@dataclass(frozen=True)
class Pair:
    """Two assessors who learn from each other."""

    first: str
    second: str
    helps: tuple[str, ...]
    """Rules that one of them reads right and the other does not."""
    both_weak: tuple[str, ...]
    opposite_bias: bool
    sentence: Text


def pairs(people: Iterable[Person]) -> tuple[Pair, ...]:
    """Pairs with most to learn, each person at most once; the same people give the same pairs.

    Two novices are never paired. A pair is worth the rules in which it complements itself, less
    those that both misread, and a little for totals that err in opposite directions. Found by
    taking the best pair first, then by exchanging partners while that helps: not proven the best.
    Raises ValueError where two people have one name.
    """
    told = sorted(people, key=lambda person: person.name)
    names = [person.name for person in told]
    if len(set(names)) < len(names):
        raise ValueError("found two people of one name; give each a name of its own")
    made = _improved(_greedy(told))
    return tuple(sorted((_pair(a, b) for a, b in made), key=lambda pair: pair.first))


def unpaired(people: Iterable[Person], made: Iterable[Pair]) -> tuple[str, ...]:
    """Those who have no partner: mostly novices, where there are more of them than others."""
    with_partner = {name for pair in made for name in (pair.first, pair.second)}
    return tuple(sorted(p.name for p in people if p.name not in with_partner))


Two = tuple[Person, Person]


def _worth(a: Person, b: Person) -> float:
    if a.is_novice and b.is_novice:
        return float("-inf")
    worth = len(a.weak_rules ^ b.weak_rules) - len(a.weak_rules & b.weak_rules)
    # A novice gains by any partner who is none.
    return worth + 0.5 * _is_opposite(a, b) + 0.25 * (a.is_novice or b.is_novice)


def _is_opposite(a: Person, b: Person) -> bool:
    if a.bias is None or b.bias is None:
        return False
    return a.bias * b.bias < 0 and min(abs(a.bias), abs(b.bias)) >= OPPOSITE


def _greedy(told: Sequence[Person]) -> list[Two]:
    """Novices first, then the best pair of those who are left."""
    found: list[Two] = []
    left = list(told)
    for is_novice in (True, False):
        order = sorted(
            (
                (-_worth(a, b), a.name, b.name, a, b)
                for a, b in combinations(left, 2)
                if (a.is_novice != b.is_novice) == is_novice and not (a.is_novice and b.is_novice)
            ),
            key=lambda entry: entry[:3],
        )
        for _, _, _, a, b in order:
            if a in left and b in left:
                found.append((a, b))
                left.remove(a)
                left.remove(b)
    return found


def _improved(found: list[Two]) -> list[Two]:
    for _ in range(ROUNDS):
        better = _exchange(found)
        if better is None:
            break
        found = better
    return found


def _exchange(found: list[Two]) -> list[Two] | None:
    """The first exchange of partners between two pairs that is worth more; None: there is none."""
    for m, n in combinations(range(len(found)), 2):
        (a, b), (c, d) = found[m], found[n]
        now = _worth(a, b) + _worth(c, d)
        for one, other in (((a, c), (b, d)), ((a, d), (b, c))):
            if _worth(*one) + _worth(*other) > now + 1e-9:
                changed = list(found)
                changed[m], changed[n] = one, other
                return changed
    return None


def _pair(a: Person, b: Person) -> Pair:
    first, second = sorted((a, b), key=lambda person: person.name)
    helps, both = sorted(a.weak_rules ^ b.weak_rules), sorted(a.weak_rules & b.weak_rules)
    return Pair(
        first=first.name,
        second=second.name,
        helps=tuple(helps),
        both_weak=tuple(both),
        opposite_bias=_is_opposite(a, b),
        sentence=_sentence(first, second, helps),
    )


def _sentence(first: Person, second: Person, helps: Sequence[str]) -> Text:
    reasons = []
    if helps:
        named = ", ".join(helps)
        reasons.append(
            (
                f"one reads {named} right, the other not yet",
                f"l'une des deux lit bien {named}, l'autre pas encore",
            )
        )
    if _is_opposite(first, second):
        reasons.append(
            (
                "their totals err in opposite directions",
                "leurs totaux s'écartent dans des sens opposés",
            )
        )
    if not reasons:
        reasons.append(
            (
                "one of them is experienced"
                if first.is_novice or second.is_novice
                else "both are experienced",
                "au moins une des deux personnes a de l'expérience",
            )
        )
    en, fr = ("; ".join(reason[n] for reason in reasons) for n in (0, 1))
    return Text(en=f"{en[0].upper()}{en[1:]}.", fr=f"{fr[0].upper()}{fr[1:]}.")

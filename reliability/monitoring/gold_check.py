"""Gold that strong assessors miss: look at the gold before looking at the people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma

from instruments.sheet import Text

STRONG = 0.90
"""Share of hits on all other items from which an assessor counts as strong."""
OTHERS = 30
"""Other items that he must have scored before that share says anything."""
MISSES = 0.10
"""How often a strong assessor misses an item whose gold is right, on average over items."""
HARD = 0.08
"""How much items differ in that: the intraclass correlation of misses within an item."""
LEAST = 3
"""Strong assessors on an item, below which it is not tested."""


@dataclass(frozen=True)
class Answer:
    """One assessor's score of one item of one vignette, held against gold."""

    assessor: str
    case: str
    item: str
    is_hit: bool
    given: int | None = None


@dataclass(frozen=True)
class GoldCheck:
    """One item of one vignette, tested."""

    case: str
    item: str
    strong: int
    missed: int
    """Of the strong, how many did not score like gold."""
    given: int | None
    """The score that most of those gave; None where it is not known."""
    same_answer: int
    """How many of them gave it."""
    p: float
    """The chance of so many misses if gold is right and the item as hard as items may be."""
    is_flagged: bool
    sentence: Text


def check_gold(
    answers: Iterable[Answer], *, error_rate: float = 0.05, strong_from: float = STRONG
) -> tuple[GoldCheck, ...]:
    """Every item with enough strong assessors, flagged ones first, then by p.

    Misses of the strong are beta-binomial over items with mean MISSES and intraclass correlation
    HARD: some items are simply hard. An item is flagged where so many misses on one and the same
    other score are too unlikely even so; over all items tested together, the chance of flagging
    any right gold is at most `error_rate` (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).
    How strong an assessor is, is judged on the other items only.
    """
    if not 0 < error_rate < 1:
        raise ValueError(f"the error rate must lie between 0 and 1, got {error_rate}")
    told = list(answers)
    strong = _strong(told, strong_from)
    tested = [_tested(place, ones) for place, ones in strong.items() if len(ones) >= LEAST]
    order = sorted(tested, key=lambda one: (one[-1], one[0]))
    found, is_open = [], True
    for n, one in enumerate(order):
        is_open = is_open and one[-1] * (len(order) - n) <= error_rate
        found.append(_check(one, is_flagged=is_open))
    return tuple(found)


Place = tuple[str, str]
Tested = tuple[Place, int, int, int | None, int, float]


def _strong(told: Sequence[Answer], strong_from: float) -> Mapping[Place, list[Answer]]:
    scored = Counter(one.assessor for one in told)
    hits = Counter(one.assessor for one in told if one.is_hit)
    found: dict[Place, list[Answer]] = defaultdict(list)
    for one in told:
        others = scored[one.assessor] - 1
        right = hits[one.assessor] - one.is_hit
        if others >= OTHERS and right >= strong_from * others:
            found[one.case, one.item].append(one)
    return found


def _tested(place: Place, ones: Sequence[Answer]) -> Tested:
    missed = [one for one in ones if not one.is_hit]
    given, same = _most_given(missed)
    # Misses that go apart point at a hard item; those that agree, at gold.
    return place, len(ones), len(missed), given, same, tail(same, len(ones))


def _most_given(missed: Sequence[Answer]) -> tuple[int | None, int]:
    scores = Counter(one.given for one in missed if one.given is not None)
    if not scores:
        return None, len(missed)
    most = max(scores.values())
    return min(score for score, number in scores.items() if number == most), most


def tail(missed: int, n: int) -> float:
    """The chance that at least so many of n strong assessors miss an item whose gold is right."""
    size = (1 - HARD) / HARD
    a, b = MISSES * size, (1 - MISSES) * size
    # By logarithms, then from each number to the next: ways to choose among thousands are numbers
    # too large for a float.
    chance = exp(_ways(n, missed) + _beta(a + missed, b + n - missed) - _beta(a, b))
    found = chance
    for k in range(missed, n):
        chance *= (n - k) * (a + k) / ((k + 1) * (b + n - k - 1))
        found += chance
    return min(1.0, found)


def _ways(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _check(one: Tested, *, is_flagged: bool) -> GoldCheck:
    (case, item), strong, missed, given, same, p = one
    return GoldCheck(
        case=case,
        item=item,
        strong=strong,
        missed=missed,
        given=given,
        same_answer=same,
        p=p,
        is_flagged=is_flagged,
        sentence=_sentence(case, item, strong, missed, given, same, is_flagged=is_flagged),
    )


def _sentence(
    case: str,
    item: str,
    strong: int,
    missed: int,
    given: int | None,
    same: int,
    *,
    is_flagged: bool,
) -> Text:
    en = f"{case}, item {item}: {missed} of {strong} strong assessors did not score like gold"
    fr = (
        f"{case}, élément {item} : {missed} des {strong} meilleurs évaluateurs n'ont pas coté "
        "comme la référence"
    )
    if given is not None:
        en, fr = f"{en}, {same} of them {given}", f"{fr}, dont {same} avec {given}"
    if not is_flagged:
        return Text(en=f"{en}.", fr=f"{fr}.")
    return Text(en=f"{en}. Check the gold.", fr=f"{fr}. Vérifiez la référence.")

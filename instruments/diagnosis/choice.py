"""Which case to give next: the one whose scores are expected to tell the most.

The gain is the information, in bits, that the scores of a case give about which rules are misread.
It is bounded from below by the pairwise overlaps of what the likely readers would score (Kolchinsky
and Tracey 2017, Entropy 19, 361, with Bhattacharyya coefficients), slips included.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from instruments.diagnosis.forecast import Forecast, Foreseen
from instruments.diagnosis.observed import forecast
from instruments.diagnosis.posterior import Candidate, Posterior
from instruments.facts import Facts

LIKELY, AT_MOST = 0.02, 8
"""The sets of rules that are looked at: at least so probable, and so many."""
SLIP = 0.05

Scored = tuple[Foreseen, ...]


@dataclass(frozen=True)
class NextCase:
    """A case of the pool, by one tool, with what it is expected to tell."""

    case: str
    tool: str
    gain: float
    """Bits."""


def choose(
    found: Posterior, pool: Iterable[Facts], tools: Sequence[str], done: frozenset[tuple[str, str]]
) -> NextCase | None:
    """The most telling case not yet coded; `done` holds (tool, case). None: there is no other."""
    offers = [
        NextCase(facts.case, tool, gain(found, forecast(tool, facts)))
        for tool in tools
        for facts in pool
        if (tool, facts.case) not in done
    ]
    return min(offers, key=lambda o: (-round(o.gain, 9), o.tool, o.case), default=None)


def gain(found: Posterior, case: Forecast) -> float:
    """The information expected from the scores of this case, in bits; 0 where none are graded."""
    questions = case.questions()
    if not questions:
        return 0.0
    likely = [c for c in found.candidates[:AT_MOST] if c.weight >= LIKELY] or [found.best]
    readers: dict[Scored, float] = {}
    for candidate in likely:
        for scored, weight in _readers(case, candidate):
            readers[scored] = readers.get(scored, 0.0) + weight
    overlaps = [_overlap(q.options) for q in questions]
    return _information(list(readers.items()), overlaps)


def _readers(case: Forecast, candidate: Candidate) -> Iterable[tuple[Scored, float]]:
    """What the reader of this set scores, and who reads one rule otherwise, each with a weight."""
    steps = [question.step(candidate.misread) for question in case.questions()]
    plain = tuple(value for value, _, _ in steps)
    changed: dict[int, dict[int, Foreseen]] = {}
    for place, (_, _, changes) in enumerate(steps):
        for bit, other in changes:
            changed.setdefault(bit, {})[place] = other
    yield plain, candidate.weight
    for bit, places in changed.items():
        scored = tuple(places.get(n, value) for n, value in enumerate(plain))
        yield scored, candidate.weight * math.exp(min(0.0, candidate.change(bit)))


def _overlap(options: int) -> float:
    """How alike two readers answer a question on which they differ, slips included."""
    other = SLIP / (options - 1)
    return 2 * math.sqrt((1 - SLIP) * other) + (options - 2) * other


def _information(readers: list[tuple[Scored, float]], overlaps: list[float]) -> float:
    total = math.fsum(weight for _, weight in readers)
    bits = 0.0
    for mine, weight in readers:
        alike = 0.0
        for its, other in readers:
            share = other
            for n, overlap in enumerate(overlaps):
                if mine[n] != its[n]:
                    share *= overlap
            alike += share
        bits -= weight / total * math.log2(alike / total)
    return max(0.0, bits)

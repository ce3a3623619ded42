"""Which sets of rules an assessor may be misreading, each with its probability.

The model: every rule is misread with the same small probability, independently of the others. Who
misreads a set of rules answers each question as `forecast` says, except for slips, whose rate is
not known: about 5 %, spread over the other answers. The rate is integrated out, so a set of rules
is weighed by how many answers it leaves to slips. Sets are found best first: from each set within
REACH of the best, by reading one more rule the other way.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

from instruments.diagnosis.forecast import single_bits
from instruments.diagnosis.observed import Observation

PRIOR = 0.012
"""Of each rule, before any coding: so low that no single answer is enough to accuse a rule."""
SLIPS, HITS = 2.0, 38.0
"""The slip rate beforehand: a beta distribution with mean .05, as if from 40 answers."""
REACH = 8.5
"""How much less likely (as a logarithm) a set may be than the best one and still be followed."""
LARGEST_SEARCH = 3000
"""Sets followed at most, the likeliest first."""
LOG_ODDS = math.log(PRIOR / (1 - PRIOR))


@dataclass(frozen=True)
class Candidate:
    """One set of misread rules, with what reading each rule the other way would do to it."""

    misread: int
    weight: float
    """Its logarithmic weight; its probability once the search is over."""
    slips: int
    flips: dict[int, float]
    """Rule by rule (as a bit): the change of the logarithmic weight; the prior is included."""

    def change(self, bit: int) -> float:
        """What reading this rule the other way does to the logarithmic weight."""
        return self.flips.get(bit, LOG_ODDS)

    def share(self, bit: int) -> float:
        """The probability that this rule is misread, given all other rules of the set."""
        given = 1 / (1 + math.exp(-max(-700.0, min(700.0, self.change(bit)))))
        return 1 - given if self.misread & bit else given


@dataclass(frozen=True)
class Posterior:
    """The sets of rules, the likeliest first; their probabilities sum to one."""

    candidates: tuple[Candidate, ...]
    answers: int

    @property
    def best(self) -> Candidate:
        return self.candidates[0]

    def probability(self, bit: int) -> float:
        """That this rule is misread: over all sets, given the other rules of each."""
        return sum(c.weight * c.share(bit) for c in self.candidates)

    def any_of(self, mask: int) -> float:
        """That at least one of these rules is misread, by the sets found."""
        return sum(c.weight for c in self.candidates if c.misread & mask)

    @property
    def slip_rate(self) -> float:
        expected = sum(c.weight * c.slips for c in self.candidates)
        return (SLIPS + expected) / (SLIPS + HITS + self.answers)


def posterior(seen: Sequence[Observation]) -> Posterior:
    """The probabilities of sets of misread rules after these answers."""
    search = _Search(seen)
    found = search.run()
    top = max(candidate.weight for candidate in found)
    weights = [math.exp(candidate.weight - top) for candidate in found]
    total = math.fsum(weights)
    normed = [
        Candidate(c.misread, w / total, c.slips, c.flips)
        for c, w in zip(found, weights, strict=True)
    ]
    return Posterior(tuple(sorted(normed, key=lambda c: (-c.weight, c.misread))), len(seen))


class _Search:
    def __init__(self, seen: Sequence[Observation]) -> None:
        self.seen = seen
        n = len(seen)
        self.by_slips = [math.lgamma(SLIPS + m) + math.lgamma(HITS + n - m) for m in range(n + 1)]
        """The logarithmic weight of m slips among all answers, up to a constant."""

    def run(self) -> list[Candidate]:
        start, quiet = self._look(0)
        found, known = [start], {0}
        best = start.weight
        queue = self._queue(start, quiet, known, best)
        heapq.heapify(queue)
        while queue and len(found) < LARGEST_SEARCH:
            minus, mask = heapq.heappop(queue)
            if -minus < best - REACH:
                break
            candidate, quiet = self._look(mask)
            best = max(best, candidate.weight)
            found.append(candidate)
            for entry in self._queue(candidate, quiet, known, best):
                heapq.heappush(queue, entry)
        return found

    def _queue(
        self, candidate: Candidate, quiet: int, known: set[int], best: float
    ) -> list[tuple[float, int]]:
        """The sets one rule away that are worth following, the negative weight first."""
        changes = {**dict.fromkeys(single_bits(quiet), LOG_ODDS), **candidate.flips}
        entries = []
        for bit, change in changes.items():
            mask, weight = candidate.misread ^ bit, candidate.weight + change
            if weight >= best - REACH and mask not in known:
                known.add(mask)
                entries.append((-weight, mask))
        return entries

    def _look(self, misread: int) -> tuple[Candidate, int]:
        """A set, and the rules that change nothing alone where an answer is left to a slip."""
        slips, choice, quiet = 0, 0.0, 0
        more: dict[int, int] = {}
        choices: dict[int, float] = {}
        for one in self.seen:
            value, asked, changes = one.question.step(misread)
            slip, chosen = one.cost(value)
            slips += slip
            choice += chosen
            if slip:
                quiet |= asked
            for bit, other in changes:
                slip_then, chosen_then = one.cost(other)
                more[bit] = more.get(bit, 0) + slip_then - slip
                choices[bit] = choices.get(bit, 0.0) + chosen_then - chosen
        base = self.by_slips[slips]
        flips = {
            bit: self.by_slips[slips + n] - base + choices[bit] + _prior(misread, bit)
            for bit, n in more.items()
        }
        # A rule of the set that changes nothing any more may be left out again.
        for bit in single_bits(misread):
            flips.setdefault(bit, -LOG_ODDS)
        weight = base + choice + misread.bit_count() * LOG_ODDS
        return Candidate(misread, weight, slips, flips), quiet & ~misread


def _prior(misread: int, bit: int) -> float:
    return -LOG_ODDS if misread & bit else LOG_ODDS

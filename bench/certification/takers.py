"""Simulated exam takers: what they show case by case, and the exam that `decide` makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.certification import CaseEvidence, Evidence, Policy, decide

Counts = npt.NDArray[np.int64]
ERROR = 1e-3
STEPS = 60


@dataclass(frozen=True)
class Exam:
    """What the cases are like."""

    name: str
    items: int = 10
    clustering: float = 0.08
    upward: float = 0.65
    """The share of wrong items that are scored too high; each is one point off."""
    spread: float = 0.0
    """Standard deviation of the difficulty of cases, in logits; the mean agreement is kept."""
    without_items: float = 0.0
    """The share of cases on which the tool may not be used: eligibility is all they ask."""
    varied: bool = False
    """Cases have 7 to 13 items, evenly, in place of `items`."""


@dataclass(frozen=True)
class Tally:
    """How the attempts of many assessors of one true agreement ended."""

    attempts: int
    passed: int
    by_cases: dict[int, int]
    covered: int
    """Attempts whose final interval holds the true agreement."""


def tally(policy: Policy, exam: Exam, true: float, attempts: int, seed: Sequence[int]) -> Tally:
    """Let so many assessors take the exam, each until the policy has decided."""
    random = np.random.default_rng(list(seed))
    passed = covered = 0
    by_cases: dict[int, int] = {}
    for cases in taken(exam, true, policy.most_cases, attempts, random):
        verdict = next(
            told
            for told in (decide(Evidence(cases=cases[:n]), policy) for n in policy.looks_at())
            if told.outcome != "undecided" or told.at_maximum
        )
        passed += verdict.outcome == "passed"
        by_cases[verdict.cases] = by_cases.get(verdict.cases, 0) + 1
        low, high = verdict.agreement.low, verdict.agreement.high
        covered += low is not None and high is not None and low <= true <= high
    return Tally(attempts, passed, by_cases, covered)


def taken(
    exam: Exam, true: float, most: int, attempts: int, random: np.random.Generator
) -> Iterator[tuple[CaseEvidence, ...]]:
    """The cases of each attempt, as many as the policy may ask for."""
    shape = (attempts, most)
    items = random.integers(7, 14, shape) if exam.varied else np.full(shape, exam.items)
    skill = _skill(exam, true, shape, random)
    wrong = items - random.binomial(items, skill)
    off = 2 * random.binomial(wrong, exam.upward) - wrong
    asked_only = random.random(shape) < exam.without_items
    right = random.random(shape) < true
    for row in range(attempts):
        yield tuple(
            CaseEvidence(
                case=str(n),
                items=0 if asked_only[row, n] else int(items[row, n]),
                hits=0 if asked_only[row, n] else int(items[row, n] - wrong[row, n]),
                is_eligibility_hit=bool(right[row, n]),
                total_deviation=None if asked_only[row, n] else int(off[row, n]),
            )
            for n in range(most)
        )


def _skill(
    exam: Exam, true: float, shape: tuple[int, int], random: np.random.Generator
) -> npt.NDArray[np.float64]:
    """The chance of a hit on each item of each case: of the case's difficulty, and of the day."""
    easy = _shifted(true, exam.spread * random.standard_normal(shape), exam.spread)
    if not exam.clustering:
        return easy
    between = (1 - exam.clustering) / exam.clustering
    return random.beta(easy * between, (1 - easy) * between)


def _shifted(
    true: float, shifts: npt.NDArray[np.float64], spread: float
) -> npt.NDArray[np.float64]:
    """Agreement on cases of these difficulties whose mean over all cases is the true one."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(31)
    weights = weights / weights.sum()
    low, high = -8.0, 8.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        mean = float(weights @ _logistic(middle + spread * nodes))
        low, high = (middle, high) if mean < true else (low, middle)
    return _logistic((low + high) / 2 + shifts)


def _logistic(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.clip(1 / (1 + np.exp(-x)), ERROR, 1 - ERROR)

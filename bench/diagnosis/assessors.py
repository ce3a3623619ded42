"""Assessors made by seed, each with the rules he misreads, and what is counted of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from bench.cases import made_case, shipped_cases
from instruments import catalogue
from instruments.diagnosis import Coded, choose, diagnose
from instruments.diagnosis.findings import Diagnosis
from instruments.diagnosis.forecast import mask_of, rules_of
from instruments.diagnosis.observed import Observation, forecast, observations
from instruments.diagnosis.posterior import posterior
from instruments.diagnosis.rivals import effects
from instruments.facts import Facts
from instruments.simulation import simulate

MADE = 120
FIRST_CASE = 1_000_000
"""The number of the first made case of the pool."""
SLIP_RATE = 0.05
APART = 3
"""Cases that have to set a rule apart before it is expected to be found."""


@dataclass(frozen=True)
class Count:
    """What the diagnosis made of one assessor, or of several added up."""

    misread: int = 0
    findable: int = 0
    """Misread rules that at least three of the cases set apart."""
    found: int = 0
    sound: int = 0
    """Rules read right that at least one case exercises."""
    falsely_accused: int = 0
    accused: int = 0
    truly_accused: int = 0

    def __add__(self, other: "Count") -> "Count":
        mine, its = vars(self), vars(other)
        return Count(**{name: mine[name] + its[name] for name in mine})


@dataclass(frozen=True)
class Assessor:
    """One simulated assessor: the rules he misreads, and the cases he is given, in order."""

    seed: int
    tool: str
    misread: frozenset[str]
    cases: tuple[Facts, ...]

    def coded(self, facts: Facts) -> Coded:
        seed = f"{self.seed} {facts.case}"
        scores = simulate(self.tool, facts, self.misread, SLIP_RATE, seed)
        return Coded(facts.case, self.tool, facts, scores)


@cache
def pool(tool: str) -> tuple[Facts, ...]:
    """The cases that this tool grades: those that ship, and those made by seed."""
    made = [made_case(FIRST_CASE + n) for n in range(MADE)]
    graded = [f for f in (*shipped_cases(), *made) if forecast(tool, f).questions()]
    return tuple(graded)


@cache
def exercised(tool: str) -> tuple[str, ...]:
    """The rules of the tool that some case of the pool exercises, and that change a score there."""
    found: set[str] = set()
    for facts in pool(tool):
        for question in forecast(tool, facts).questions():
            found |= {rule for bit, _ in question.step(0)[2] for rule in rules_of(bit)}
    return tuple(rule.id for rule in catalogue.tool(tool).rules if rule.id in found)


def assessor(seed: int, tools: Sequence[str], cases: int) -> Assessor:
    """The assessor of this number: one to three misread rules, cases drawn evenly."""
    dice = Random(f"assessor {seed}")  # noqa: S311 - reproducible on purpose, nothing secret
    tool = tools[seed % len(tools)]
    misread = frozenset(dice.sample(exercised(tool), dice.randint(1, 3)))
    return Assessor(seed, tool, misread, tuple(dice.sample(pool(tool), cases)))


def counted(one: Assessor, cases: Sequence[Facts]) -> Count:
    """Diagnose him from his codings of these cases, and hold it against what he misreads."""
    codings = [one.coded(facts) for facts in cases]
    return count(one, codings, diagnose(codings))


def counted_adaptive(one: Assessor, after: Sequence[int]) -> list[Count]:
    """The same after so many cases, each case chosen after the codings before it."""
    codings: list[Coded] = []
    counts = []
    for number in range(1, max(after) + 1):
        codings.append(one.coded(_chosen(one, codings)))
        if number in after:
            counts.append(count(one, codings, diagnose(codings)))
    return counts


def _chosen(one: Assessor, codings: Sequence[Coded]) -> Facts:
    told = [answer for coded in codings for answer in observations(coded)]
    done = frozenset((coded.tool, coded.case) for coded in codings)
    chosen = choose(posterior(told), pool(one.tool), [one.tool], done)
    if chosen is None:
        raise ValueError(f"the pool has only {len(codings)} cases")
    return next(facts for facts in pool(one.tool) if facts.case == chosen.case)


def count(one: Assessor, codings: Sequence[Coded], said: Diagnosis) -> Count:
    told = [observations(coded) for coded in codings]
    accused = {rule for rule, finding in said.rules.items() if finding.probability > 0.5}
    findable = {rule for rule in one.misread if _apart(rule, one, told) >= APART}
    every = [answer for answers in told for answer in answers]
    exercised_here = {r for bit in effects(every, mask_of(one.misread)) for r in rules_of(bit)}
    sound = exercised_here - one.misread
    return Count(
        misread=len(one.misread),
        findable=len(findable),
        found=len(findable & accused),
        sound=len(sound),
        falsely_accused=len(sound & accused),
        accused=len(accused),
        truly_accused=len(accused & one.misread),
    )


def _apart(rule: str, one: Assessor, told: Sequence[Sequence[Observation]]) -> int:
    """The cases on which misreading this rule, and no other in its place, gives these scores."""
    beside, bit = mask_of(one.misread - {rule}), mask_of([rule])
    apart = 0
    for answers in told:
        changes = effects(answers, beside)
        mine = changes.pop(bit, None)
        apart += mine is not None and mine not in changes.values()
    return apart

"""The shipped default policies on the cases that ship, with the diagnosis of misread rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from random import Random

from bench.cases import shipped_cases
from instruments import catalogue
from instruments.comparison import compare
from instruments.diagnosis import Coded, diagnose
from instruments.facts import Facts
from instruments.rulings import Rulings, rulings
from instruments.scores import Scores
from instruments.simulation import simulate
from reliability.certification import CaseEvidence, Evidence, Policy, decide, default_policy

CLUSTERING = 0.08
TEN = 10
SCORABLE, REFUSED = 0.8, 0.1
"""Of a form by the shipped exam rules: cases with every item scored, and cases to be refused."""


@dataclass(frozen=True)
class Graded:
    """One case, its right scores, and the items that count under the policy."""

    facts: Facts
    gold: Rulings
    counted: tuple[str, ...]

    @property
    def may_be_used(self) -> bool:
        """Whether the tool may be used on it."""
        return self.gold.eligibility.answer == "yes"

    @property
    def is_scorable(self) -> bool:
        """Whether the tool may be used on it, and every item has a score."""
        return self.may_be_used and None not in self.gold.values.values()


@cache
def graded_cases(tool: str) -> tuple[Graded, ...]:
    """The shipped cases on which the question of eligibility has an answer."""
    policy = default_policy(tool)
    found = [(facts, rulings(tool, facts)) for facts in shipped_cases()]
    return tuple(
        Graded(facts, gold, _counted(tool, gold, policy))
        for facts, gold in found
        if gold.eligibility.answer != "undecided"
    )


def _counted(tool: str, gold: Rulings, policy: Policy) -> tuple[str, ...]:
    """The items all of whose deciding rules count, on which no second reading bears."""
    instrument = catalogue.tool(tool)
    return tuple(
        item
        for item, ruling in gold.items.items()
        if not (ruling.is_judged or ruling.disputed)
        and all(policy.counts(instrument.rule(rule).status) for rule in ruling.rules)
    )


@dataclass(frozen=True)
class Attempt:
    """How one attempt ended."""

    passed: bool
    cases: int
    items: int
    accused: bool
    """A critical rule was held to be misread, of an assessor who only slips."""


def attempt(tool: str, true: float, seed: int, *, is_mixed: bool = True) -> Attempt:
    """One attempt of an assessor who misreads no rule, and slips so often.

    `is_mixed`: cases are drawn as the bank has them. Otherwise as the shipped rules of an exam ask:
    of ten, eight on which every item is scored and one on which the tool may not be used.
    """
    policy, dice = default_policy(tool), Random(f"{tool} {true} {seed}")  # noqa: S311
    form = _form(tool, policy.most_cases, dice, is_mixed=is_mixed)
    codings = [_coding(tool, one, true, dice) for one in form]
    for n in policy.looks_at():
        evidence = _evidence(tool, form[:n], codings[:n])
        verdict = decide(evidence, policy)
        if verdict.outcome != "undecided":
            break
    critical = verdict.condition("critical")
    return Attempt(
        passed=verdict.outcome == "passed",
        cases=verdict.cases,
        items=evidence.items,
        accused=bool(critical and critical.rules),
    )


def _form(tool: str, cases: int, dice: Random, *, is_mixed: bool) -> list[Graded]:
    """The cases in the order given; by the rules each ten of them hold what ten are to hold."""
    every = graded_cases(tool)
    if is_mixed:
        return dice.sample(every, cases)
    scorable = _shuffled(dice, (one for one in every if one.is_scorable))
    refused = _shuffled(dice, (one for one in every if not one.may_be_used))
    form: list[Graded] = []
    while len(form) < cases:
        few = min(TEN, cases - len(form))
        taken = scorable[: round(few * SCORABLE)] + refused[: round(few * REFUSED)]
        rest = _shuffled(dice, (one for one in every if not _among(one, (*form, *taken))))
        rest.sort(key=lambda one: not one.may_be_used)
        part = _shuffled(dice, [*taken, *rest[: few - len(taken)]])
        form += part
        scorable = [one for one in scorable if not _among(one, part)]
        refused = [one for one in refused if not _among(one, part)]
    return form


def _among(one: Graded, cases: Iterable[Graded]) -> bool:
    return any(one is other for other in cases)


def _shuffled(dice: Random, cases: Iterable[Graded]) -> list[Graded]:
    found = list(cases)
    dice.shuffle(found)
    return found


def _coding(tool: str, case: Graded, true: float, dice: Random) -> Scores:
    """The assessor's scores, or none where he holds that the tool may not be used."""
    between = (1 - CLUSTERING) / CLUSTERING
    slips = 1 - dice.betavariate(true * between, (1 - true) * between)
    says_yes = case.may_be_used == (dice.random() < true)
    if not says_yes or not case.may_be_used:
        nothing = dict.fromkeys(item.id for item in catalogue.tool(tool).items)
        return Scores(items=nothing, eligible="yes" if says_yes else "no")
    told = simulate(tool, case.facts, frozenset(), slips, dice.random().hex())
    return Scores(items=told.items, eligible="yes")


def _evidence(tool: str, form: list[Graded], codings: list[Scores]) -> Evidence:
    pairs = list(zip(form, codings, strict=True))
    said = diagnose(Coded(one.facts.case, tool, one.facts, scores) for one, scores in pairs)
    return Evidence(
        cases=tuple(_case(tool, one, scores) for one, scores in pairs),
        misread={rule: found.probability for rule, found in said.rules.items()},
        signs={rule: len(found.signs_for) for rule, found in said.rules.items()},
    )


def _case(tool: str, case: Graded, scores: Scores) -> CaseEvidence:
    is_scored = case.may_be_used and scores.eligible == "yes"
    items = case.counted if is_scored else ()
    # An item that does not count stands in the total as gold has it.
    counting = case.gold.values | {item: scores.items[item] for item in items}
    held = compare(tool, counting, case.gold.values)
    return CaseEvidence(
        case=case.facts.case,
        items=len(items),
        hits=sum(held.items[item].is_hit for item in items),
        is_eligibility_hit=case.may_be_used == (scores.eligible == "yes"),
        total_deviation=held.total_deviation if is_scored else None,
    )

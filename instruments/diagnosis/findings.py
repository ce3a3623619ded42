"""What several codings of one assessor say about the rules he misreads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from instruments import catalogue
from instruments.diagnosis.forecast import Foreseen, bits, rules_of
from instruments.diagnosis.observed import Coded, Observation, observations, order
from instruments.diagnosis.posterior import Posterior, posterior
from instruments.diagnosis.rivals import effects, rivals, shared_probability


@dataclass(frozen=True)
class Sign:
    """One answer that speaks for or against a rule's being misread."""

    case: str
    tool: str
    item: str
    """An item, or `eligible`: the question whether the tool may be used."""
    given: Foreseen
    read_right: Foreseen
    """Foreseen of the same reader if he reads this rule right."""
    misread: Foreseen
    """Foreseen if he misreads it."""


@dataclass(frozen=True)
class Finding:
    """One rule that the codings test."""

    rule: str
    """The rule that stands for its like."""
    probability: float
    """That he misreads it. Rules that nothing sets apart share the probability of any of them."""
    signs_for: tuple[Sign, ...]
    signs_against: tuple[Sign, ...]
    same_class: tuple[str, ...]
    """Rules with the same effect on every case, for which it stands."""
    not_told_from: tuple[str, ...]
    """Rules with the same effect on these cases."""
    of_any: float
    """The probability that this rule or one of those is misread."""


@dataclass(frozen=True)
class Diagnosis:
    """All findings about one assessor."""

    rules: Mapping[str, Finding]
    """Every rule tested, the likeliest first."""
    untested: tuple[str, ...]
    """Rules that governed no answer here: misreading them would have changed nothing."""
    answers: int
    wrong: int
    unexplained: float
    """Share of wrong answers that no misread rule explains: slips."""
    slip_rate: float
    posterior: Posterior
    tools: tuple[str, ...]


def diagnose(codings: Iterable[Coded]) -> Diagnosis:
    """The rules one assessor misreads, from his codings, in whatever order they come."""
    told = sorted(codings, key=order)
    seen = [one for coded in told for one in observations(coded)]
    found = posterior(seen)
    tools = tuple(t.id for t in catalogue.tools() if any(c.tool == t.id for c in told))
    rules = _findings(seen, found)
    wrong = [one for one in seen if one.is_wrong]
    return Diagnosis(
        rules=rules,
        untested=tuple(r for r in _testable(tools) if r not in rules),
        answers=len(seen),
        wrong=len(wrong),
        unexplained=_unexplained(wrong, found),
        slip_rate=found.slip_rate,
        posterior=found,
        tools=tools,
    )


def _findings(seen: Sequence[Observation], found: Posterior) -> dict[str, Finding]:
    alike = rivals(seen, found.best.misread)
    names = {bit: rule for rule, bit in bits().items()}
    tested = [bit for bit in sorted(names) if _is_tested(bit, found, alike)]
    made = [_finding(names[bit], bit, alike.get(bit, bit), seen, found) for bit in tested]
    return {one.rule: one for one in sorted(made, key=lambda f: (-round(f.probability, 9), f.rule))}


def _is_tested(bit: int, found: Posterior, alike: Mapping[int, int]) -> bool:
    return bit in alike or any(bit in c.flips for c in found.candidates if c.weight > 0.05)


def _finding(
    rule: str, bit: int, rival: int, seen: Sequence[Observation], found: Posterior
) -> Finding:
    return Finding(
        rule=rule,
        probability=shared_probability(found, bit, rival),
        signs_for=tuple(_signs(bit, seen, found.best.misread, is_for=True)),
        signs_against=tuple(_signs(bit, seen, found.best.misread, is_for=False)),
        same_class=_same_class(rule),
        not_told_from=tuple(sorted(rules_of(rival & ~bit))),
        of_any=found.probability(bit) if rival == bit else found.any_of(rival),
    )


def _signs(bit: int, seen: Sequence[Observation], best: int, *, is_for: bool) -> Iterable[Sign]:
    """The answers that the rule changes, beside the other rules of the likeliest set."""
    others = best & ~bit
    for place, misread in effects(seen, others).get(bit, ()):
        one = seen[place]
        right = one.question.foreseen(others)[0]
        speaks, speaks_not = one.fits(misread), one.fits(right)
        if speaks != speaks_not and speaks == is_for:
            yield Sign(one.case, one.tool, one.item, one.given, right, misread)


def _same_class(rule: str) -> tuple[str, ...]:
    found = (like.id for tool in catalogue.tools() for like in tool.class_of(rule))
    return tuple(dict.fromkeys(found))


def _unexplained(wrong: Sequence[Observation], found: Posterior) -> float:
    if not wrong:
        return 0.0
    left = sum(
        c.weight * sum(not one.fits(one.question.foreseen(c.misread)[0]) for one in wrong)
        for c in found.candidates
    )
    return left / len(wrong)


def _testable(tools: Sequence[str]) -> tuple[str, ...]:
    """The rules of kind score or eligibility, those that stand for others only once."""
    found = (
        rule.id
        for tool_id in tools
        for rule in catalogue.tool(tool_id).rules
        if rule.same_as is None and rule.kind in ("score", "eligibility")
    )
    return tuple(dict.fromkeys(found))

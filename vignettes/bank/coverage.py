"""Which rules, item scores and levels the cases of a bank bring into play.

A case exercises a rule when misreading that rule, and no other, changes an item score or the
answer to whether the tool may be used.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from instruments import misreading, rulings, scoring
from instruments.sheet import Instrument, Rule
from vignettes.bank import never
from vignettes.bank.case import BankCase

ENOUGH = 3
"""Cases that should exercise a rule, so that one can be practised, one examined, one kept."""
APART = 2
"""Cases that should tell two rules apart, so that one mistake is not taken for the other."""
TAUGHT = ("score", "eligibility")

Outcome = tuple[object, ...]
"""What one reader makes of a case: the answer on use, and every item score."""


@dataclass(frozen=True)
class RuleCoverage:
    """One rule and the cases that exercise it; `same` are the rules with the same effect."""

    rule: str
    same: tuple[str, ...]
    cases: tuple[str, ...]
    reason: str = ""
    """Why it stays below enough cases, where `never.toml` says so."""


@dataclass(frozen=True)
class Pair:
    """Two exercised rules that too few cases tell apart, and those cases.

    A case tells two rules apart when their misreadings have different outcomes there.
    """

    first: str
    second: str
    cases: tuple[str, ...]
    reason: str = ""
    """Why none can, where `never.toml` says so."""


@dataclass(frozen=True)
class ToolCoverage:
    """One tool over the whole bank."""

    tool: str
    answers: dict[str, int]
    """yes, no or undecided, to whether the tool may be used -> number of cases."""
    scorable: tuple[str, ...]
    """Cases on which the tool may be used and every item has a right score."""
    rules: tuple[RuleCoverage, ...]
    close: tuple[Pair, ...]
    """Pairs of exercised rules that fewer than two cases tell apart, and those with a reason."""
    scores: dict[str, dict[int, int]]
    bands: dict[str, dict[str, int]]
    """total -> level -> number of cases."""

    @property
    def thin(self) -> tuple[RuleCoverage, ...]:
        """The rules that too few cases exercise."""
        return tuple(rule for rule in self.rules if len(rule.cases) < ENOUGH)

    @property
    def contradicted(self) -> tuple[str, ...]:
        """One sentence for each reason on file that the cases contradict."""
        rules = [
            f"never.toml gives a reason why {one.rule} stays below {ENOUGH} cases, and "
            f"{', '.join(one.cases)} exercise it: remove the entry."
            for one in self.rules
            if one.reason and len(one.cases) >= ENOUGH
        ]
        pairs = [
            f"never.toml says that {one.first} and {one.second} can never be told apart, and "
            f"{', '.join(one.cases)} does: remove the entry."
            for one in self.close
            if one.reason and one.cases
        ]
        return tuple(rules + pairs)


@dataclass(frozen=True)
class _Read:
    """One case by one tool: the right outcome, and that of each misreading that changes it."""

    code: str
    right: rulings.Rulings
    scores: Mapping[str, int | None]
    outcomes: dict[str, Outcome]


def coverage(tool: Instrument, cases: Iterable[BankCase]) -> ToolCoverage:
    """Score every case by the tool, with and without each misreading."""
    read = [_read(tool.id, case) for case in cases]
    usable = [one for one in read if one.right.eligibility.answer == "yes"]
    reasons = never.read()
    rules = tuple(_rule(tool, rule.id, read, reasons) for rule in taught(tool))
    exercised = [rule.rule for rule in rules if rule.cases]
    pairs = (_pair(tool.id, *pair, read, reasons) for pair in combinations(exercised, 2))
    return ToolCoverage(
        tool=tool.id,
        answers=dict(Counter(one.right.eligibility.answer for one in read)),
        scorable=tuple(o.code for o in usable if o.scores and None not in o.scores.values()),
        rules=rules,
        close=tuple(pair for pair in pairs if pair.reason or len(pair.cases) < APART),
        scores=_scores(tool, usable),
        bands=_bands(tool, usable),
    )


def taught(tool: Instrument) -> list[Rule]:
    """The rules that cases should exercise; one with the effect of another goes by its head."""
    return [rule for rule in tool.rules if rule.kind in TAUGHT and rule.same_as is None]


def _read(tool_id: str, case: BankCase) -> _Read:
    right = rulings.rulings(tool_id, case.facts)
    changed = misreading.misreadings(tool_id, case.facts)
    given = case.proposals.get(tool_id)
    scores = dict(right.values) if right.eligibility.answer == "yes" else {}
    if given and scores:
        scores = {item: given.scores.get(item) for item in scores}
    return _Read(
        code=case.code,
        right=right,
        scores=scores,
        outcomes={rule: _outcome(other) for rule, other in changed.items()},
    )


def _outcome(result: rulings.Rulings) -> Outcome:
    return (result.eligibility.answer, *result.values.values())


def _rule(
    tool: Instrument, rule_id: str, read: Iterable[_Read], reasons: never.Never
) -> RuleCoverage:
    same = tuple(rule.id for rule in tool.class_of(rule_id))
    cases = tuple(one.code for one in read if rule_id in one.outcomes)
    return RuleCoverage(rule_id, same, cases, reasons.of_rule(tool.id, rule_id))


def _pair(
    tool_id: str, first: str, second: str, read: Iterable[_Read], reasons: never.Never
) -> Pair:
    apart = (one.code for one in read if one.outcomes.get(first) != one.outcomes.get(second))
    return Pair(first, second, tuple(apart), reasons.of_pair(tool_id, first, second))


def _scores(tool: Instrument, usable: Iterable[_Read]) -> dict[str, dict[int, int]]:
    counts = {item.id: dict.fromkeys(sorted(item.values), 0) for item in tool.items}
    for one in usable:
        for item, score in one.scores.items():
            if score is not None:
                counts[item][score] = counts[item].get(score, 0) + 1
    return counts


def _bands(tool: Instrument, usable: list[_Read]) -> dict[str, dict[str, int]]:
    counts = {t.id: dict.fromkeys((b.id for b in t.bands), 0) for t in tool.totals if t.bands}
    for one in usable:
        for total_id, counted in counts.items():
            band = _total(tool, one, total_id).band
            if band is not None:
                counted[band.id] += 1
    return counts


def _total(tool: Instrument, one: _Read, total_id: str) -> scoring.TotalResult:
    if tool.scored_by == "rules":
        return one.right.totals[total_id]
    return scoring.total(tool.id, one.scores, total_id)

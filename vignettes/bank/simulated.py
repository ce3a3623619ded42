"""How many answers simulated assessors get wrong on a case: an exact expectation, no lottery.

Each simulated assessor misreads each rule with the share in `assessors.toml`, independently of the
others, slips on an item now and then, and may overlook that one document corrects another. The
figure says how much a case asks of the rules; of how hard the text is to read it knows the
corrections and nothing else.
"""

import tomllib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from instruments import catalogue, rulings, simulation
from instruments.facts import Facts
from instruments.sheet import Instrument
from vignettes.readings import ELIGIBLE

ASSESSORS = Path(__file__).with_name("assessors.toml")
TINY = 1e-4
"""Readers rarer than this are counted as reading the one rule more right."""

Rules = frozenset[str]


@dataclass(frozen=True)
class Habits:
    """What simulated assessors do: shares between 0 and 1."""

    shares: Mapping[str, float]
    others: float
    slips: float
    overlooked: float

    def share(self, rule: str) -> float:
        """Of assessors who misread this rule."""
        return self.shares.get(rule, self.others)


@dataclass(frozen=True)
class Expected:
    """Of so many answers on one tool, the expected number that is wrong."""

    answers: int
    wrong: float


def habits(path: Path = ASSESSORS) -> Habits:
    """The habits on file. Raises ValueError where a share is none or a rule is unknown."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    shares = {rule: group["share"] for group in told["group"] for rule in group["rules"]}
    known = {rule.id for tool in catalogue.tools() for rule in tool.rules}
    unknown = sorted(shares.keys() - known)
    if unknown:
        raise ValueError(f"{path.name} names {', '.join(unknown)}, and no tool has such a rule.")
    for share in (*shares.values(), told["others"], told["slips"], told["overlooked"]):
        if not 0 <= share <= 1:
            raise ValueError(f"{path.name}: found the share {share}, expected one from 0 to 1.")
    return Habits(shares, told["others"], told["slips"], told["overlooked"])


def expected(tool: Instrument, facts: Facts, seen: Facts, habit: Habits) -> Expected:
    """Answers on one tool: whether it may be used and, where it may, every item.

    `seen`: the facts as this assessor takes them. An item counts as right where a second reading of
    the sources gives it. No answers where the use is left to an expert, for that is never graded.
    """
    right = rulings.rulings(tool.id, facts)
    answer = right.eligibility.answer
    if answer == "undecided":
        return Expected(0, 0.0)
    readers = _Readers(tool, seen, habit)
    wrong = 1 - readers.probability(ELIGIBLE, {answer})
    names = list(right.items) if answer == "yes" else []
    for item in names:
        ruling = right.items[item]
        admitted = {ruling.value, *ruling.disputed}
        admitted |= {other.items[item].value for other in right.alternatives}
        wrong += 1 - readers.probability(item, admitted)
    return Expected(1 + len(names), wrong)


@dataclass
class _Run:
    """One way of misreading: what it answers, and which rules each answer turns on."""

    result: rulings.Rulings
    reading: rulings.Reading

    @cached_property
    def is_used(self) -> bool:
        return self.result.eligibility.answer == "yes"

    def turns_on(self, name: str) -> Rules:
        """The rules asked about on the way to this answer."""
        if not self.is_used:
            return frozenset(self.reading.triggered)
        return self.reading.shared | self.reading.asked.get(name, frozenset())

    def answer(self, name: str) -> object:
        """The answer on use, an item's score, or nothing where the tool is not used."""
        if name == ELIGIBLE:
            return self.result.eligibility.answer
        return self.result.items[name].value if self.is_used else "not used"


@dataclass
class _Readers:
    """Everybody who scores one case by one tool, by what they misread."""

    tool: Instrument
    facts: Facts
    habit: Habits
    runs: dict[Rules, _Run] = field(default_factory=dict)

    def probability(self, name: str, admitted: Set[object]) -> float:
        """That an assessor's answer is one of these."""
        found = 0.0
        waiting: list[tuple[Rules, Rules, float]] = [(frozenset(), frozenset(), 1.0)]
        while waiting:
            misread, heeded, share = waiting.pop()
            run = self._run(misread)
            for rule in sorted(run.turns_on(name) - misread - heeded):
                some = share * self.habit.share(rule)
                if some > TINY:
                    waiting.append((misread | {rule}, heeded, some))
                    share -= some
                heeded |= {rule}
            found += share * self._admitted(name, run.answer(name), admitted)
        return found

    def _admitted(self, name: str, answer: object, admitted: Set[object]) -> float:
        """The share whose answer is admitted, after slips: another permitted score, evenly."""
        if name == ELIGIBLE or not isinstance(answer, int):
            return float(answer in admitted)
        item = self.tool.item(name)
        entered = simulation.offered(item, answer)
        others = [value for value in item.values if value != entered]
        slipped = sum(value in admitted for value in others) / len(others)
        return (1 - self.habit.slips) * (entered in admitted) + self.habit.slips * slipped

    def _run(self, misread: Rules) -> _Run:
        if misread not in self.runs:
            reading = rulings.Reading(misread)
            result = rulings.apply(self.tool.id, self.facts, reading)
            self.runs[misread] = _Run(result, reading)
        return self.runs[misread]


def share_wrong(parts: Iterable[Expected]) -> float | None:
    """Over several tools; None where no answer is graded."""
    told = list(parts)
    answers = sum(one.answers for one in told)
    return sum(one.wrong for one in told) / answers if answers else None

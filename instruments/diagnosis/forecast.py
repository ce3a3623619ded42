"""What readers of one case who misread any set of rules would score, remembered as it is found.

A score turns only on the rules that the coding asked about on the way to it. One run therefore
tells the score of every set of misread rules that gives the same answers to the same questions,
and few runs suffice for all sets. Sets of rules are whole numbers, one bit a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from instruments import catalogue
from instruments.facts import Facts
from instruments.rulings import Answer, Reading, Ruling, apply, rulings
from instruments.sheet import Instrument
from instruments.simulation import offered

Foreseen = int | str | None
"""A score, None for an item left out, `JUDGED`, or the answer whether the tool may be used."""

JUDGED = "judged"
ELIGIBLE = "eligible"
Alternatives = tuple[tuple[int, Foreseen], ...]
"""Rule by rule (as a bit): what would be foreseen if this one were read the other way."""


@cache
def switches() -> tuple[str, ...]:
    """Every rule that stands for itself, over all tools, each once."""
    found = (r.id for t in catalogue.tools() for r in t.rules if r.same_as is None)
    return tuple(dict.fromkeys(found))


@cache
def bits() -> dict[str, int]:
    return {rule: 1 << n for n, rule in enumerate(switches())}


def mask_of(rules: Iterable[str]) -> int:
    """The set of these rules as a number."""
    known, mask = bits(), 0
    for rule in rules:
        mask |= known[rule]
    return mask


def rules_of(mask: int) -> frozenset[str]:
    """The rules in a set."""
    found = []
    while mask:
        low = mask & -mask
        found.append(switches()[low.bit_length() - 1])
        mask ^= low
    return frozenset(found)


def single_bits(mask: int) -> list[int]:
    """The rules in a set, each as a set of its own."""
    found = []
    while mask:
        found.append(mask & -mask)
        mask &= mask - 1
    return found


class Question:
    """One item of one case, or the question whether the tool may be used."""

    __slots__ = ("_forecast", "_known", "_seen", "_steps", "name", "options")

    def __init__(self, forecast: Forecast, name: str, options: int) -> None:
        self.name = name
        self.options = options
        """How many answers may be given."""
        self._forecast = forecast
        self._known: dict[int, dict[int, Foreseen]] = {}
        self._seen = 0
        self._steps: dict[int, tuple[Foreseen, int, Alternatives]] = {}

    def learn(self, asked: int, misread: int, value: Foreseen) -> None:
        """A run that asked about these rules ended so."""
        self._known.setdefault(asked, {})[misread & asked] = value
        if asked & ~self._seen:
            self._seen |= asked
            self._steps = {}

    def foreseen(self, misread: int) -> tuple[Foreseen, int]:
        """What a reader who misreads these rules answers, and the rules asked about on the way."""
        for asked, answers in self._known.items():
            if (key := misread & asked) in answers:
                return answers[key], asked
        self._forecast.run(misread)
        return self.foreseen(misread)

    def step(self, misread: int) -> tuple[Foreseen, int, Alternatives]:
        """The answer, the rules asked about, and what each of them changes if read otherwise."""
        known = self._steps.get(misread & self._seen)
        if known is None:
            value, asked = self.foreseen(misread)
            others = ((bit, self.foreseen(misread ^ bit)[0]) for bit in single_bits(asked))
            changes = tuple((bit, other) for bit, other in others if other != value)
            known = (value, asked, changes)
            self._steps[misread & self._seen] = known
        return known


class Forecast:
    """All questions of one case by one tool."""

    def __init__(self, tool_id: str, facts: Facts) -> None:
        self.tool = catalogue.tool(tool_id)
        self.facts = facts
        right = rulings(tool_id, facts)
        self.answer: Answer = right.eligibility.answer
        self.why = " ".join(reason.en for reason in right.eligibility.reasons)
        self.may_use = Question(self, ELIGIBLE, 3)
        self.items = {
            item.id: Question(self, item.id, len(item.values)) for item in self.tool.items
        }
        self.open = {
            item: {*ruling.disputed, *(a.items[item].value for a in right.alternatives)}
            - {ruling.value}
            for item, ruling in right.items.items()
        }
        """Scores that a second admissible reading or sheet gives: evidence of nothing."""
        self._always = self._opening()
        self._plain = self._scored(self._always)

    def questions(self) -> tuple[Question, ...]:
        """Every question on which scores may be wrong; none where the answer is left open."""
        if self.answer == "undecided":
            return ()
        return (self.may_use, *self.items.values())

    def run(self, misread: int) -> None:
        """Score the case once as this reader, and tell every question."""
        reading = Reading(rules_of(misread))
        found = apply(self.tool.id, self.facts, reading)
        shared = reading.shared if reading.asked else frozenset(reading.triggered)
        self.may_use.learn(mask_of(shared), misread, found.eligibility.answer)
        wanted = misread | self._always
        if wanted != misread:
            reading = Reading(rules_of(wanted))
            found = apply(self.tool.id, self.facts, reading)
        everything = mask_of(reading.triggered) & ~self._always
        if found.eligibility.answer != "yes":
            # He would not have scored it; scores that were given are held against right ones.
            for item, question in self.items.items():
                question.learn(everything, misread, self._plain[item])
            return
        before, asked = mask_of(reading.shared), reading.asked
        for item, question in self.items.items():
            own = before | mask_of(asked[item]) if item in asked else everything
            question.learn(own & ~self._always, misread, _value(self.tool, found.items[item]))

    def _scored(self, misread: int) -> dict[str, Foreseen]:
        found = apply(self.tool.id, self.facts, Reading(rules_of(misread)))
        return {item: _value(self.tool, ruling) for item, ruling in found.items.items()}

    def _opening(self) -> int:
        """The rules to misread so that a case on which the tool may not be used is scored."""
        opened = 0
        if self.answer != "no":
            return opened
        while True:
            found = apply(self.tool.id, self.facts, Reading(rules_of(opened)))
            more = mask_of(found.eligibility.rules) & ~opened
            if found.eligibility.answer == "yes" or not more:
                return opened
            opened |= more


def _value(tool: Instrument, ruling: Ruling) -> Foreseen:
    return JUDGED if ruling.is_judged else offered(tool.item(ruling.item), ruling.value)

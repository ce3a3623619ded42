"""Right scores: a tool's rules applied to the facts of a case, each score with what decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from instruments import catalogue, scoring
from instruments.facts import Facts
from instruments.sheet import Text

Answer = Literal["yes", "no", "undecided"]


@dataclass(slots=True)
class Trace:
    """The rules and facts that one judgement rested on, in the order they were met."""

    rules: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def add(self, other: Trace) -> None:
        self.rules += other.rules
        self.paths += other.paths


class Reading:
    """One way of reading the rules: all of them right, or some misread.

    A tool's coding asks `follows` at each place where the facts trigger a rule. The answer is False
    where this reader misreads the rule; the coding then does what such a reader does.
    """

    def __init__(
        self,
        misread: frozenset[str] = frozenset(),
        otherwise: frozenset[str] = frozenset(),
        only: frozenset[str] | None = None,
    ) -> None:
        self.misread = misread
        self.otherwise = otherwise
        self.only = only
        """The items that this pass is for; None: all. A coding may score others as well."""
        self._traces = [Trace()]
        # Each rule asked about with the facts that trigger it; each doubt, with None.
        self._log: list[tuple[str, tuple[str, ...] | None]] = []
        # Each item with the stretch of the log that belongs to it.
        self._settled: list[tuple[str, int, int]] = []
        self._begun = 0

    def follows(self, rule_id: str, *paths: str) -> bool:
        """The facts at `paths` trigger this rule here: is it read right?"""
        trace = self._traces[-1]
        trace.rules.append(rule_id)
        trace.paths += paths
        self._log.append((rule_id, paths))
        return rule_id not in self.misread

    def heeds(self, rule_id: str | None, *paths: str) -> bool:
        """`follows`, in code shared by tools: True where this tool has no rule on the point."""
        if rule_id is not None:
            return self.follows(rule_id, *paths)
        self.rests_on(*paths)
        return True

    def names(self, rule_id: str, *paths: str) -> None:
        """This rule decides here, and nobody is known to misread it."""
        self._traces[-1].rules.append(rule_id)
        self._traces[-1].paths += paths

    def rests_on(self, *paths: str) -> None:
        """These facts decide here, by no rule beyond the item's own."""
        self._traces[-1].paths += paths

    def takes(self, doubt: str, *paths: str) -> bool:
        """The sources allow two readings here: does this reader take the product's?"""
        self._traces[-1].paths += paths
        self._log.append((doubt, None))
        return doubt not in self.otherwise

    def open(self) -> None:
        """Begin a trace of its own, until `close`."""
        if len(self._traces) == 1 and not self._settled:
            self._begun = len(self._log)
        self._traces.append(Trace([], []))

    def close(self) -> Trace:
        """End the trace begun last, and give it; `adopt` makes it part of the one around it."""
        return self._traces.pop()

    def adopt(self, *traces: Trace) -> None:
        around = self._traces[-1]
        for trace in traces:
            around.rules += trace.rules
            around.paths += trace.paths

    def settle(self, item: str) -> None:
        """The item is scored: what was asked since the last one belongs to it.

        Before the first item, what was asked until the last outermost trace began is shared.
        """
        end = len(self._log)
        self._settled.append((item, self._begun, end))
        self._begun = end

    def agrees_with(self, other: Reading) -> bool:
        """Would this reader give the other's answers to all that the other was asked?"""
        return all(
            (name in self.misread) == (name in other.misread)
            and (name in self.otherwise) == (name in other.otherwise)
            for name, _ in other._log
        )

    def doubting(self, doubt: str) -> Reading:
        """Who takes the second reading of this point; for the items on which it bears."""
        met = {item for item, begun, end in self._settled if (doubt, None) in self._log[begun:end]}
        shared = not self._settled or (doubt, None) in self._log[: self._settled[0][1]]
        return Reading(self.misread, frozenset({doubt}), None if shared else frozenset(met))

    def repeat(self, other: Reading) -> None:
        """What the other was asked counts as asked here."""
        self._log += other._log

    @property
    def triggered(self) -> dict[str, tuple[str, ...]]:
        """Every rule asked about, with the facts that trigger it."""
        found: dict[str, dict[str, None]] = {}
        for rule, paths in self._log:
            if paths is not None:
                found[rule] = found.get(rule, {}) | dict.fromkeys(paths)
        return {rule: tuple(paths) for rule, paths in found.items()}

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, paths in self._log if paths is None))

    @property
    def shared(self) -> frozenset[str]:
        """The rules asked about before the first item: every item may turn on them."""
        return self._rules(0, self._settled[0][1]) if self._settled else frozenset()

    @property
    def asked(self) -> dict[str, frozenset[str]]:
        """The rules asked about while an item was scored: it turns on these and the shared ones."""
        return {item: self._rules(begun, end) for item, begun, end in self._settled}

    def _rules(self, begun: int, end: int) -> frozenset[str]:
        return frozenset(rule for rule, paths in self._log[begun:end] if paths is not None)


@dataclass(frozen=True)
class Eligibility:
    """May the tool be used on this case? `undecided` means: refer to an expert, never graded."""

    answer: Answer
    reasons: tuple[Text, ...] = ()
    rules: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """One item's right score, with the rules and the facts that decided it."""

    item: str
    value: int | None
    missing: Text | None
    """Why there is no value."""
    rules: tuple[str, ...]
    because: tuple[str, ...]
    disputed: tuple[int | None, ...] = ()
    """Other values that a second admissible reading of the sources gives."""
    is_judged: bool = False
    """The item is to be scored, by judgement: the facts do not give the score."""

    def predicts(self, score: int | None) -> bool:
        """Would a reader who rules so give this score? Of a judged item, any score."""
        return score is not None if self.is_judged else score == self.value


@dataclass(frozen=True)
class Caution:
    """A sentence that belongs beside the result."""

    rule: str
    text: Text
    because: tuple[str, ...]


@dataclass(frozen=True)
class Coded:
    """What a tool's coding hands over."""

    eligibility: Eligibility
    items: Mapping[str, Ruling]
    cautions: tuple[Caution, ...] = ()
    totals: Mapping[str, scoring.TotalResult] = field(default_factory=dict)
    """Totals that the sum of the items does not give: of judged items, and composites."""


@dataclass(frozen=True)
class SecondSheet:
    """The same case where the file leaves a fact open: the other admissible facts."""

    rule: str
    because: tuple[str, ...]
    facts: Facts


@dataclass(frozen=True)
class Alternative:
    """The scores of a second sheet, to be reported beside the first."""

    rule: str
    because: tuple[str, ...]
    items: Mapping[str, Ruling]
    totals: Mapping[str, scoring.TotalResult]


@dataclass(frozen=True)
class Rulings:
    """A case scored by one tool."""

    tool: str
    version: str
    eligibility: Eligibility
    items: Mapping[str, Ruling]
    totals: Mapping[str, scoring.TotalResult]
    cautions: tuple[Caution, ...]
    alternatives: tuple[Alternative, ...]
    triggered: Mapping[str, tuple[str, ...]]
    """Every rule with a switch that these facts bring into play, with the facts that do."""
    doubts: tuple[str, ...] = ()
    """The points met here on which the sources allow two readings."""

    @property
    def values(self) -> dict[str, int | None]:
        """Item by item, the score alone."""
        return {item: ruling.value for item, ruling in self.items.items()}


def rulings(tool_id: str, facts: Facts, misread: frozenset[str] = frozenset()) -> Rulings:
    """Score a case as a reader who misreads these rules does; right scores when there are none.

    Raises UnknownTool and UnknownRule.
    """
    heads = catalogue.check_rules(tool_id, misread) if misread else misread
    reading = Reading(heads)
    plain = apply(tool_id, facts, reading)
    items = _with_disputes(tool_id, facts, reading, plain)
    alternatives = _alternatives(tool_id, facts, heads, plain)
    if not plain.doubts and not alternatives:
        return plain
    return replace(plain, items=items, alternatives=alternatives)


def apply(tool_id: str, facts: Facts, reading: Reading) -> Rulings:
    """One pass over the facts, without second readings or second sheets."""
    instrument = catalogue.tool(tool_id)
    coded = catalogue.coding(tool_id).code(facts, reading)
    answer = coded.eligibility.answer
    values = {item: ruling.value for item, ruling in coded.items.items()}
    return Rulings(
        tool=instrument.id,
        version=instrument.version,
        eligibility=coded.eligibility,
        items=coded.items,
        totals={**scoring.totals(tool_id, values, is_eligible=answer == "yes"), **coded.totals},
        cautions=coded.cautions,
        alternatives=(),
        triggered=reading.triggered,
        doubts=reading.doubts,
    )


def _with_disputes(
    tool_id: str, facts: Facts, reading: Reading, plain: Rulings
) -> Mapping[str, Ruling]:
    """The rulings, each with the values that second readings of doubtful points give."""
    items = dict(plain.items)
    for doubt in plain.doubts:
        others = catalogue.coding(tool_id).code(facts, reading.doubting(doubt)).items
        for item, other in others.items():
            known = items[item]
            if other.value not in (known.value, *known.disputed):
                items[item] = replace(known, disputed=(*known.disputed, other.value))
    return items


def _alternatives(
    tool_id: str, facts: Facts, misread: frozenset[str], plain: Rulings
) -> tuple[Alternative, ...]:
    """The second sheets that come out differently from the first."""
    found = []
    for sheet in catalogue.coding(tool_id).second_sheets(facts):
        other = apply(tool_id, sheet.facts, Reading(misread))
        if other.values != plain.values:
            found.append(Alternative(sheet.rule, sheet.because, other.items, other.totals))
    return tuple(found)

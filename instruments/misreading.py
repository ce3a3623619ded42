"""Which misread rule a wrong score comes from: score again, one rule misread at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from instruments import catalogue
from instruments.facts import Facts
from instruments.rulings import Answer, Reading, Ruling, Rulings, apply, rulings
from instruments.scores import Scores

Verdict = Literal["explained", "pair", "unexplained", "open", "not scored", "cannot be scored"]


@dataclass(frozen=True)
class Cause:
    """A rule whose misreading gives the observed score."""

    rule: str
    """The head rule."""
    same_class: tuple[str, ...]
    """Rules with the same effect, for which the head stands."""
    fitting: int
    """Of the items scored, how many this misreading alone predicts as they were scored."""
    of: int
    because: tuple[str, ...]
    """The facts that bring the rule into play; where it names none, those that decide the score."""


@dataclass(frozen=True)
class ItemExplanation:
    """One wrong score.

    `verdict`: explained by single rules; only by a pair; unexplained (a slip, or a rule not known
    here); open (a second admissible reading or sheet gives this score: not called wrong); not
    scored (the assessor left it out); cannot be scored (the file does not tell).
    """

    item: str
    given: int | None
    right: int | None
    verdict: Verdict
    causes: tuple[Cause, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The head rules, the likeliest first."""
        return tuple(cause.rule for cause in self.causes)


@dataclass(frozen=True)
class EligibilityExplanation:
    """A wrong answer to the question whether the tool may be used."""

    given: Answer
    right: Answer
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Explanation:
    """All that is wrong in one coding, and the right scores it was held against."""

    tool: str
    right: Rulings
    eligibility: EligibilityExplanation | None
    items: Mapping[str, ItemExplanation]


def misreadings(tool_id: str, facts: Facts) -> dict[str, Rulings]:
    """What each head rule, misread alone, does to this case; rules that change nothing left out.

    Only a rule that the facts bring into play can change anything, so only those are tried. A
    change is one of eligibility or of any item; totals and bands follow from those.
    """
    return _misreadings(tool_id, facts, apply(tool_id, facts, Reading()), {})


@dataclass(frozen=True)
class Readings:
    """A case right and misread: whoever explains many codings of it works it out once."""

    right: Rulings
    misread: Mapping[str, Rulings]
    together: Mapping[str, tuple[tuple[str, str], ...]]
    """Item to the pairs of rules that may give it a score that neither of them gives alone."""
    runs: dict[tuple[str, str], Mapping[str, int | None]] = field(
        default_factory=dict, compare=False
    )
    """What such a pair gives, item by item, as far as it was asked for."""


def read(tool_id: str, facts: Facts) -> Readings:
    """Everything about a case that does not depend on the coding that is to be explained."""
    right = rulings(tool_id, facts)
    turning: dict[str, Turning] = {}
    misread = _misreadings(tool_id, facts, right, turning)
    return Readings(right, misread, {item: _together(turning, item) for item in right.items})


Turning = Mapping[str, frozenset[str]]
"""Item to the rules that its score turned on in one pass."""


def _together(turning: Mapping[str, Turning], item: str) -> tuple[tuple[str, str], ...]:
    """Pairs of which each is asked about where the other is misread.

    A pass that never asks about the second rule gives what it gives where the first alone is
    misread; so only these pairs need a pass of their own.
    """
    return tuple(
        (one, other)
        for one, other in combinations(turning, 2)
        if other in turning[one][item] and one in turning[other][item]
    )


def explain(
    tool_id: str,
    facts: Facts,
    scores: Scores | Mapping[str, int | None],
    readings: Readings | None = None,
) -> Explanation:
    """For each wrong score, the rules whose misreading gives it. Items not rated are left out.

    `readings`: those of this very case with this very tool, where somebody kept them.
    """
    given = scores if isinstance(scores, Scores) else Scores(scores)
    readings = readings or read(tool_id, facts)
    right, others = readings.right, readings.misread
    items = {}
    if right.eligibility.answer == "yes" and given.eligible in ("yes", None):
        for item, ruling in right.items.items():
            if item in given.items and not ruling.predicts(given.items[item]):
                items[item] = _item(tool_id, facts, given, readings, ruling)
    return Explanation(right.tool, right, _eligibility(tool_id, given, right, others), items)


def _misreadings(
    tool_id: str, facts: Facts, right: Rulings, turning: dict[str, Turning]
) -> dict[str, Rulings]:
    """The misreadings that change something; `turning` is told of each rule that was tried."""
    found = {}
    for rule in catalogue.tool(tool_id).rules:
        if rule.id in right.triggered:
            reading = Reading(frozenset({rule.id}))
            other = apply(tool_id, facts, reading)
            turning[rule.id] = _turning(reading, other)
            if _differs(other, right):
                found[rule.id] = other
    return found


def _turning(reading: Reading, found: Rulings) -> Turning:
    """By the log of the pass; an item that it has no stretch for may turn on every rule."""
    shared, asked, every = reading.shared, reading.asked, frozenset(found.triggered)
    return {item: shared | asked[item] if item in asked else every for item in found.items}


def _differs(one: Rulings, other: Rulings) -> bool:
    return one.eligibility.answer != other.eligibility.answer or any(
        (one.items[item].value, one.items[item].is_judged) != (ruling.value, ruling.is_judged)
        for item, ruling in other.items.items()
    )


def _item(
    tool_id: str,
    facts: Facts,
    given: Scores,
    readings: Readings,
    ruling: Ruling,
) -> ItemExplanation:
    right, others = readings.right, readings.misread
    item, score = ruling.item, given.items[ruling.item]
    if score is None and not ruling.is_judged:
        return ItemExplanation(item, None, ruling.value, "not scored")
    if score in ruling.disputed or any(a.items[item].predicts(score) for a in right.alternatives):
        return ItemExplanation(item, score, ruling.value, "open")
    heads = [rule for rule, other in others.items() if other.items[item].predicts(score)]
    if heads:
        causes = _causes(tool_id, given, heads, others, right, ruling.because)
        return ItemExplanation(item, score, ruling.value, "explained", causes)
    if score is None:
        return ItemExplanation(item, None, ruling.value, "not scored")
    if ruling.value is None:
        return ItemExplanation(item, score, None, "cannot be scored")
    pairs = _pairs(tool_id, facts, readings, item, score)
    return ItemExplanation(
        item, score, ruling.value, "pair" if pairs else "unexplained", pairs=pairs
    )


def _causes(
    tool_id: str,
    given: Scores,
    heads: list[str],
    others: Mapping[str, Rulings],
    right: Rulings,
    because: tuple[str, ...],
) -> tuple[Cause, ...]:
    """The rules that also fit the rest of the coding first; ties in the order of the sheet."""
    instrument = catalogue.tool(tool_id)
    scored = {item: score for item, score in given.items.items() if score is not None}
    causes = [
        Cause(
            rule=head,
            same_class=tuple(rule.id for rule in instrument.class_of(head)),
            fitting=sum(others[head].items[item].predicts(score) for item, score in scored.items()),
            of=len(scored),
            because=right.triggered[head] or because,
        )
        for head in heads
    ]
    return tuple(sorted(causes, key=lambda cause: -cause.fitting))


def _pairs(
    tool_id: str, facts: Facts, readings: Readings, item: str, score: int
) -> tuple[tuple[str, str], ...]:
    """Two rules that give the score only together, where no single rule gives it."""
    return tuple(
        pair
        for pair in readings.together[item]
        if _given_by(tool_id, facts, readings, pair)[item] == score
    )


def _given_by(
    tool_id: str, facts: Facts, readings: Readings, pair: tuple[str, str]
) -> Mapping[str, int | None]:
    found = readings.runs.get(pair)
    if found is None:
        found = apply(tool_id, facts, Reading(frozenset(pair))).values
        readings.runs[pair] = found
    return found


def _eligibility(
    tool_id: str, given: Scores, right: Rulings, others: Mapping[str, Rulings]
) -> EligibilityExplanation | None:
    """None where the answer was right, was not given, or is undecided: that is never graded."""
    scored = any(score is not None for score in given.items.values())
    said: Answer | None = given.eligible or ("yes" if scored else None)
    answer = right.eligibility.answer
    if said is None or answer == "undecided" or said == answer:
        return None
    heads = [rule for rule, other in others.items() if other.eligibility.answer == said]
    causes = _causes(tool_id, given, heads, others, right, right.eligibility.because)
    return EligibilityExplanation(said, answer, causes)

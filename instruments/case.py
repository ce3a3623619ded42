"""One case on the table: the facts, the timeline, and the reader who scores it by one tool."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from instruments import catalogue
from instruments.facts import Facts
from instruments.offences import Entry
from instruments.rulings import Answer, Eligibility, Reading, Ruling, Trace
from instruments.sheet import Text
from instruments.timeline import NO_RULES, RecordRules, Timeline, read_timeline


@dataclass(frozen=True)
class Case:
    """What every item is scored from."""

    tool: str
    facts: Facts
    timeline: Timeline
    reading: Reading


class Judgement(NamedTuple):
    """One look at one record: yes, no, or None where the file does not tell."""

    answer: bool | None
    trace: Trace


def open_case(tool_id: str, facts: Facts, reading: Reading, rules: RecordRules = NO_RULES) -> Case:
    return Case(tool_id, facts, read_timeline(facts, reading, rules), reading)


def scored(case: Case, items: Sequence[Callable[[Case], Ruling]]) -> dict[str, Ruling]:
    """Items 1 and following, each by its own function; of them those that this pass is for."""
    only = case.reading.only
    if only is not None:
        items = [score for n, score in enumerate(items, start=1) if f"i{n}" in only]
    return {ruling.item: ruling for ruling in (score(case) for score in items)}


def ruled(case: Case, item: str, value: int | None, *, missing: str | None = None) -> Ruling:
    """The ruling from the trace now open. `missing`: the note that says why there is no value."""
    return _ruling(case, item, value, case.reading.close(), missing)


def any_yes(case: Case, item: str, judgements: list[Judgement], *, missing: str = "") -> Ruling:
    """1 if any judgement is yes; no value if none is and one is open; else 0.

    The ruling rests on the judgements that decide: those that say yes, or are open, or all.
    """
    answers = [j.answer for j in judgements]
    decisive: bool | None = True if True in answers else None if None in answers else False
    trace = Trace([], [])
    for judgement in judgements:
        if judgement.answer is decisive:
            trace.add(judgement.trace)
    if decisive is None:
        return _ruling(case, item, None, trace, missing)
    return _ruling(case, item, int(decisive), trace, None)


def _ruling(case: Case, item: str, value: int | None, trace: Trace, missing: str | None) -> Ruling:
    case.reading.settle(item)
    note = catalogue.tool(case.tool).notes[missing] if missing else None
    rules = tuple(dict.fromkeys(trace.rules)) or (catalogue.item(case.tool, item).base_rule,)
    return Ruling(item, value, note, rules, tuple(dict.fromkeys(trace.paths)))


def found_guilty(case: Case, entry: Entry) -> bool:
    """A conviction, or an official caution, which the sources do not clearly call one."""
    if entry.offence.outcome == "cautioned":
        return case.reading.takes("caution-is-conviction", f"{entry.path}/outcome")
    return entry.is_guilt


def answered(answer: Answer, trace: Trace, reasons: list[Text]) -> Eligibility:
    """The answer with the rules and facts of this trace, each named once."""
    rules = tuple(dict.fromkeys(trace.rules))
    return Eligibility(answer, tuple(reasons), rules, tuple(dict.fromkeys(trace.paths)))


def reason(tool_id: str, rule_id: str) -> Text:
    """Why the tool may not be used, by this rule."""
    rule = catalogue.tool(tool_id).rule(rule_id)
    return rule.reason or rule.statement


def not_scored(tool_id: str, answer: Eligibility) -> dict[str, Ruling]:
    """No score on any item: the tool may not be used on this case."""
    instrument = catalogue.tool(tool_id)
    note = instrument.notes["not-used"]
    return {
        item.id: Ruling(item.id, None, note, answer.rules, answer.because)
        for item in instrument.items
    }

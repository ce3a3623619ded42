"""One case on the table: the facts, the timeline, and the reader who scores it by one tool."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Judgement:
    """One look at one record: yes, no, or None where the file does not tell."""

    answer: bool | None
    trace: Trace


def open_case(tool_id: str, facts: Facts, reading: Reading, rules: RecordRules = NO_RULES) -> Case:
    return Case(tool_id, facts, read_timeline(facts, reading, rules), reading)


def ruled(case: Case, item: str, value: int | None, *, missing: str | None = None) -> Ruling:
    """The ruling from the trace now open. `missing`: the note that says why there is no value."""
    trace = case.reading.close()
    case.reading.settle(item)
    instrument = catalogue.tool(case.tool)
    rules = tuple(dict.fromkeys(trace.rules)) or (instrument.item(item).base_rule,)
    note = instrument.notes[missing] if missing else None
    return Ruling(item, value, note, rules, tuple(dict.fromkeys(trace.paths)))


def any_yes(case: Case, item: str, judgements: list[Judgement], *, missing: str = "") -> Ruling:
    """1 if any judgement is yes; no value if none is and one is open; else 0.

    The ruling rests on the judgements that decide: those that say yes, or are open, or all.
    """
    answers = [j.answer for j in judgements]
    decisive: bool | None = True if True in answers else None if None in answers else False
    case.reading.open()
    case.reading.adopt(*(j.trace for j in judgements if j.answer is decisive))
    if decisive is None:
        return ruled(case, item, None, missing=missing)
    return ruled(case, item, int(decisive))


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

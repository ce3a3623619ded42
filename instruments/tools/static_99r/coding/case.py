"""One case on the table: the facts, the timeline, and the reader who scores it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from instruments import catalogue
from instruments.facts import Facts
from instruments.rulings import Reading, Ruling, Trace
from instruments.tools.static_99r.coding.timeline import Timeline, read_timeline

TOOL = "static-99r"
Named = TypeVar("Named")


@dataclass(frozen=True)
class Case:
    """What every item is scored from."""

    facts: Facts
    timeline: Timeline
    reading: Reading


@dataclass(frozen=True)
class Judgement:
    """One look at one record: yes, no, or None where the file does not tell."""

    answer: bool | None
    trace: Trace


def open_case(facts: Facts, reading: Reading) -> Case:
    return Case(facts, read_timeline(facts, reading), reading)


def ruled(case: Case, item: str, value: int | None, *, missing: str | None = None) -> Ruling:
    """The ruling from the trace now open. `missing`: the note that says why there is no value."""
    trace = case.reading.close()
    instrument = catalogue.tool(TOOL)
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

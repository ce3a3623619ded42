"""May Risk Matrix 2000 / Sex be used on this case? Answered with reasons."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import Case, answered, reason
from instruments.offences import NO_TOOL, Entry
from instruments.release import at_risk_after, years_between
from instruments.rulings import Eligibility
from instruments.tools.rm2000s.coding.record import (
    is_open_kind,
    latest_conviction,
    sexual_convictions,
)

TOOL = "rm2000s"
RULE = "RM-EL"
ADULT = 18
AT_OFFENCE = 17


def eligibility(case: Case) -> Eligibility:
    """Men of 18 or more, convicted of a sexual offence, one of them committed at 17 or later."""
    reading = case.reading
    reading.open()
    convicted = sexual_convictions(case)
    against = [*_person(case), *_offences(case, convicted)]
    if against and reading.follows(RULE, *dict.fromkeys(against)):
        return answered("no", reading.close(), [reason(TOOL, RULE)])
    open_points = [_open_point(entry) for entry in convicted]
    if convicted and all(open_points):
        reading.rests_on(*(f"{e.path}/title" for e in convicted))
        notes = catalogue.tool(TOOL).notes
        reasons = [notes[point] for point in dict.fromkeys(open_points) if point]
        return answered("undecided", reading.close(), reasons)
    reading.rests_on(*(f"{e.path}/outcome" for e in convicted))
    return answered("yes", reading.close(), [])


def _person(case: Case) -> list[str]:
    """What about the man, or the question asked, forbids the tool: the facts that do."""
    facts, against = case.facts, []
    if facts.person.sex != "male":
        against.append("person/sex")
    if facts.question == "guilt":
        against.append("question")
    hearing = latest_conviction(case)
    day, paths = (None, ()) if hearing is None else at_risk_after(facts, hearing)
    if day is not None and years_between(facts.person.born, day) < ADULT:
        against += ["person/born", *paths]
    return against


def _offences(case: Case, convicted: list[Entry]) -> list[str]:
    """No sexual conviction, or none for an offence at 17 or later."""
    if not convicted:
        sexual = [f"{e.path}/outcome" for e in case.timeline.entries if e.is_sexual]
        return sexual or ["occasions"]
    born = case.facts.person.born
    if all(years_between(born, e.committed) < AT_OFFENCE for e in convicted):
        return ["person/born", *(e.path for e in convicted)]
    return []


def _open_point(entry: Entry) -> str | None:
    """The note on an offence that carries no case by itself, as far as the sources tell."""
    if entry.conduct in NO_TOOL:
        return "undecided-no-tool"
    if entry.conduct == "csem_virtual":
        return "undecided-virtual"
    return "undecided-kind" if is_open_kind(entry) else None

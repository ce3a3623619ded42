"""May Static-99R be used on this case? Asked before the items, and answered with reasons."""

from __future__ import annotations

from datetime import date, timedelta

from instruments import catalogue
from instruments.case import Case, answered, reason
from instruments.offences import VIOLENT, Category, Entry, category
from instruments.release import release_day, years_between
from instruments.rulings import Eligibility, Trace
from instruments.tools.static_99r.coding.case import TOOL

RULE_OF: dict[Category, str] = {
    "CSEM": "S99R-EL-CSEMONLY",
    "B": "S99R-EL-CATB",
    "peer": "S99R-EL-PEER",
    "no motive": "S99R-EL-MOTIVE",
}
NOTE_OF: dict[Category, str] = {
    "no tool": "undecided-no-tool",
    "virtual": "undecided-virtual",
    "live unknown": "undecided-live",
}
SERIOUS = VIOLENT | {"arson"}
"""What interrupts ten offence-free years. Status: recalled in its detail."""
FREE_YEARS = 10


def eligibility(case: Case) -> Eligibility:
    """All tests at once, so that every reason is told."""
    reading = case.reading
    reading.open()
    refused = [rule for test in (_accused, _sex, _age, _free_years) for rule in test(case)]
    refusing = reading.close()
    carried, open_points, offences = _offences(case)
    if not carried and not open_points:
        refused += offences.rules
        refusing.add(offences)
    if refused:
        return answered("no", refusing, [reason(TOOL, rule) for rule in dict.fromkeys(refused)])
    if not carried:
        notes = catalogue.tool(TOOL).notes
        return answered("undecided", offences, [notes[name] for name in dict.fromkeys(open_points)])
    return answered("yes", offences, [])


def _accused(case: Case) -> list[str]:
    if case.facts.question != "guilt":
        return []
    return [] if not case.reading.follows("S99R-EL-ACCUSED", "question") else ["S99R-EL-ACCUSED"]


def _sex(case: Case) -> list[str]:
    if case.facts.person.sex == "male":
        return []
    followed = case.reading.follows("S99R-EL-SEXAGE", "person/sex")
    return ["S99R-EL-SEXAGE"] if followed else []


def _age(case: Case) -> list[str]:
    """At least 18 at release; where that day is unknown the item, not the case, stays open."""
    day, path = release_day(case.facts, case.timeline)
    born = case.facts.person.born
    if day is None or years_between(born, day) >= 18:
        return []
    followed = case.reading.follows("S99R-EL-SEXAGE", "person/born", *path)
    return ["S99R-EL-SEXAGE"] if followed else []


def _free_years(case: Case) -> list[str]:
    """Arrested for something else after more than ten years at liberty without a sexual offence.

    Status: supported in substance (California Department of Justice on Static-99R), recalled in
    detail: calendar years up to the arrest or charge, where none is told to the first day of the
    conduct; time in custody does not count; a violent offence or arson in between lifts the rule.
    """
    released, path = release_day(case.facts, case.timeline)
    later = [h for h in case.timeline.at("after") if h.entries]
    if released is None or not later:
        return []
    current = later[-1]
    arrest = min(e.charged or e.offence.start or current.occasion.date for e in current.entries)
    liberty = released + timedelta(days=_days_inside(case, released, arrest))
    if arrest <= _years_after(liberty, FREE_YEARS):
        return []
    if any(
        released < e.committed < arrest and _is_serious(e) for h in later[:-1] for e in h.entries
    ):
        return []
    paths = (*path, *(f"{e.path}/title" for e in current.entries))
    return ["S99R-EL-OFFREE"] if case.reading.follows("S99R-EL-OFFREE", *paths) else []


def _years_after(day: date, years: int) -> date:
    """The same day of the year; 1 March for 29 February in common years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _is_serious(entry: Entry) -> bool:
    return entry.stands and entry.offence.title in SERIOUS


def _days_inside(case: Case, start: date, end: date) -> int:
    inside = 0
    for hearing in case.timeline.at("after"):
        if (out := hearing.sentence.released) is not None:
            inside += max(0, (min(out, end) - max(hearing.occasion.date, start)).days)
    return inside


def _offences(case: Case) -> tuple[bool, list[str], Trace]:
    """Does any offence carry the tool? What is open, and the rules by which the rest do not."""
    carrying: list[Trace] = []
    refusing: list[Trace] = []
    open_points: list[str] = []
    for hearing in case.timeline.hearings:
        for entry in hearing.entries:
            if not entry.stands:
                continue
            case.reading.open()
            case.reading.adopt(entry.trace)
            carries = entry.is_sexual and _carries(case, entry, open_points)
            trace = case.reading.close()
            if carries:
                carrying.append(trace)
            elif trace.rules or trace.paths:
                refusing.append(trace)
    total = Trace()
    for trace in carrying or refusing:
        total.add(trace)
    if not carrying and not open_points and not total.rules:
        total.rules.append("S99R-EL-CATB")
        total.paths.append("occasions")
    return bool(carrying), open_points, total


def _carries(case: Case, entry: Entry, open_points: list[str]) -> bool:
    """What was found decides, where it differs from the title."""
    kind = category(entry)
    conduct = "behaviour" if entry.offence.behaviour else "title"
    if kind == "A":
        case.reading.rests_on(f"{entry.path}/{conduct}")
        return True
    if kind in NOTE_OF:
        open_points.append(NOTE_OF[kind])
        case.reading.rests_on(f"{entry.path}/{conduct}")
        return False
    fact = {"peer": "consenting_peer", "no motive": "sexual_motive"}.get(kind, conduct)
    return not case.reading.follows(RULE_OF[kind], f"{entry.path}/{fact}")

"""Item 1: age at release from the index offence."""

from __future__ import annotations

from instruments.case import Case, ruled
from instruments.facts import Facts
from instruments.release import Day, release_day, years_between
from instruments.rulings import Ruling, SecondSheet


def item_1(case: Case) -> Ruling:
    """The band of the age in full years on the day of release. Status: verified."""
    case.reading.open()
    day, paths = _day_read(case)
    if day is None:
        case.reading.rests_on(*paths)
        return ruled(case, "i1", None, missing="no-release")
    case.reading.rests_on("person/born", *paths)
    born = case.facts.person.born
    age, by_year = years_between(born, day), day.year - born.year
    if points(age) != points(by_year) and not case.reading.follows("S99R-I1-EXACT", *paths):
        age = by_year
    if age >= 60 and not case.reading.follows("S99R-I1-60", *paths):
        return ruled(case, "i1", -2)
    return ruled(case, "i1", points(age))


def points(age: int) -> int:
    """The score for an age in full years; under 18 like the youngest band."""
    if age < 35:
        return 1
    if age < 40:
        return 0
    return -1 if age < 60 else -3


def _day_read(case: Case) -> Day:
    """The day this reader takes: the right one, that of the offence, today, or a later release."""
    hearing = case.timeline.latest_index
    day, paths = release_day(case.facts, case.timeline)
    if hearing is None or day is None:
        return day, paths
    reading = case.reading
    in_community = hearing.sentence.released is None and hearing.decided is not None
    if in_community and not reading.follows("S99R-I1-COMM", *paths):
        return case.facts.assessed, ("assessed",)
    later = {
        h.sentence.released: f"occasions/{h.sentence.id}/released"
        for h in case.timeline.at("after")
        if h.sentence.released is not None and h.sentence.released > day
    }
    if later and not reading.follows("S99R-I1-REREL", *later.values()):
        return max(later), tuple(later.values())
    if not reading.follows("S99R-I1-RELEASE", *paths):
        first = min(hearing.standing, key=lambda e: (e.committed, e.path))
        return first.offence.start or first.committed, (first.path,)
    return day, paths


def second_sheets(facts: Facts) -> tuple[SecondSheet, ...]:
    """The case with the other possible release of each custody, where the file leaves it open."""
    sheets: list[SecondSheet] = []
    for n, occasion in enumerate(facts.occasions):
        if occasion.release_alternative is None:
            continue
        other = occasion.model_copy(update={"released": occasion.release_alternative})
        occasions = (*facts.occasions[:n], other, *facts.occasions[n + 1 :])
        path = f"occasions/{occasion.id}/release_alternative"
        facts_then = facts.model_copy(update={"occasions": occasions})
        sheets.append(SecondSheet("S99R-TENTATIVE", (path,), facts_then))
    return tuple(sheets)

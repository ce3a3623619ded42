"""Step 1: age when at risk, and occasions sentenced, sexual and of any kind."""

from __future__ import annotations

from datetime import date

from instruments.case import Case, ruled
from instruments.release import at_risk_after, years_between
from instruments.rulings import Ruling
from instruments.timeline import Hearing
from instruments.tools.rm2000s.coding.record import appearances, counts_as_sexual, index_hearing

Days = dict[date, list[Hearing]]
MANY = 5


def item_1(case: Case) -> Ruling:
    """Age on the first day at risk. Points verified; a community sentence recalled."""
    reading = case.reading
    reading.open()
    hearing = index_hearing(case)
    day, paths = (None, ()) if hearing is None else at_risk_after(case.facts, hearing)
    if hearing is None or day is None:
        reading.rests_on(*paths)
        return ruled(case, "i1", None, missing="no-release")
    reading.rests_on("person/born")
    value = points_for_age(years_between(case.facts.person.born, day))
    first = min(hearing.entries, key=lambda e: (e.offence.start or e.committed, e.path))
    began = first.offence.start or first.committed
    at_offence = points_for_age(years_between(case.facts.person.born, began))
    reading.rests_on(*paths)
    if at_offence != value and not reading.follows("RM-AGE", *paths):
        value = at_offence
    return ruled(case, "i1", value)


def item_2(case: Case) -> Ruling:
    """Occasions sentenced for a sexual offence, the index among them.

    Occasions, not counts: supported by one secondary source; index included: supported, since the
    lowest level is one appearance.
    """
    reading = case.reading
    reading.open()
    days = _sexual_days(case, appearances(case))
    reading.rests_on(*_dates(days))
    counts = dict.fromkeys(days, 1)
    several = {day: _convictions(hearings) for day, hearings in days.items()}
    if _points(several) != _points(counts) and not reading.follows(
        "RM-SA-COURT", *_convicted(days)
    ):
        counts = several
    index = index_hearing(case)
    before = {d: n for d, n in counts.items() if index is None or d != index.occasion.date}
    if _points(before) != _points(counts) and not reading.follows("RM-SA-IDX", *_dates(days)):
        counts = before
    return ruled(case, "i2", _points(counts))


def item_3(case: Case) -> Ruling:
    """Occasions sentenced for anything: supported; the index among them recalled."""
    reading = case.reading
    reading.open()
    days = appearances(case)
    reading.rests_on(*_dates(days))
    value = int(len(days) >= MANY)
    others = len(days.keys() - _sexual_days(case, days).keys())
    if value and others < MANY and not reading.follows("RM-CA-IDX", *_dates(days)):
        value = 0
    return ruled(case, "i3", value)


def points_for_age(age: int) -> int:
    """Under 18 like the youngest band."""
    if age < 25:
        return 2
    return 1 if age < 35 else 0


def points_for_sexual(appearances: int) -> int:
    """One appearance is the lowest level."""
    return (appearances >= 2) + (appearances >= 3) + (appearances >= 5)


def _points(counts: dict[date, int]) -> int:
    return points_for_sexual(sum(counts.values()))


def _sexual_days(case: Case, days: Days) -> Days:
    return {
        day: hearings
        for day, hearings in days.items()
        if counts_as_sexual(case, *(e for hearing in hearings for e in hearing.sexual_guilty))
    }


def _convictions(hearings: list[Hearing]) -> int:
    return sum(max(1, e.offence.convictions) for h in hearings for e in h.sexual_guilty)


def _convicted(days: Days) -> list[str]:
    entries = [e for hearings in days.values() for h in hearings for e in h.sexual_guilty]
    return [f"{e.path}/convictions" for e in entries]


def _dates(days: Days) -> list[str]:
    return [f"{h.path}/date" for hearings in days.values() for h in hearings]

"""Item 1: age when the investigation of the index began."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from instruments.case import Case, ruled
from instruments.csem import Offences, index_offences
from instruments.release import years_between
from instruments.rulings import Ruling

OLDEST = 35

Day = tuple[date, str]
"""A day and the fact that gives it."""


def item_1(case: Case) -> Ruling:
    """1 up to and including 35. Verified; that it begins with the first police contact recalled.

    Where the file does not tell the day, it lies between the start of the conduct and the charge,
    or else the decision: the item is scored when both ends give the same score.
    """
    case.reading.open()
    index = index_offences(case)
    days = investigation(index)
    plain = _same(_is_young(case, day) for day, _ in days)
    for rule, (day, path) in _other_days(case, index):
        if _is_young(case, day) is plain:
            continue
        if not case.reading.follows(rule, *(p for _, p in days), path):
            return ruled(case, "i1", int(_as_read(case, (day, path))))
    case.reading.rests_on("person/born", *(path for _, path in days))
    answer = _same(_as_read(case, day) for day in days)
    if answer is None:
        return ruled(case, "i1", None, missing="no-investigation")
    return ruled(case, "i1", int(answer))


def investigation(index: Offences) -> tuple[Day, ...]:
    """The day the investigation began; where it is not told, the days it lies between."""
    told = [
        (h.occasion.investigated, f"{h.path}/investigated")
        for h, _ in index
        if h.occasion.investigated is not None
    ]
    if told:
        day, path = min(told)
        return ((day, path),)
    first = first_conduct(index)
    return (first, latest_start(index)) if first is not None and index else ()


def first_conduct(index: Offences) -> Day | None:
    """The first day of the conduct, where it is told."""
    starts = [(e.offence.start, f"{e.path}/start") for _, e in index if e.offence.start is not None]
    return min(starts, default=None)


def latest_start(index: Offences) -> Day:
    """The day by which the investigation had begun: charged or, failing that, decided."""
    charged = [(e.charged, f"{e.path}/charged") for _, e in index if e.charged is not None]
    return min(charged, default=None) or min((h.occasion.date, f"{h.path}/date") for h, _ in index)


def _other_days(case: Case, index: Offences) -> Iterator[tuple[str, Day]]:
    """The days that readers of each rule take instead: release or sentence, and the offence."""
    hearing = case.timeline.latest_index
    if hearing is not None:
        released = hearing.sentence.released
        at_release = (released, f"occasions/{hearing.sentence.id}/released") if released else None
        yield "CPORT-I1-INV", at_release or (hearing.occasion.date, f"{hearing.path}/date")
    first = first_conduct(index)
    if first is not None:
        yield "CPORT-I1-OFF", first


def _is_young(case: Case, day: date) -> bool:
    return years_between(case.facts.person.born, day) <= OLDEST


def _as_read(case: Case, day: Day) -> bool:
    """Whether this reader takes the age on that day for 35 or younger."""
    age = years_between(case.facts.person.born, day[0])
    if age == OLDEST:
        return case.reading.follows("CPORT-I1-35", "person/born", day[1])
    return age < OLDEST


def _same(answers: Iterator[bool]) -> bool | None:
    """The one answer; None where there is none or they differ."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None

"""Counts of sanctions, by kind of sexual offence and in all, and the ages at two of their dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from instruments import catalogue
from instruments.case import Case, ruled
from instruments.release import at_risk_after, years_between
from instruments.rulings import Ruling
from instruments.timeline import Hearing
from instruments.tools.osp.coding.record import (
    Kind,
    current_sanction,
    kind_of,
    sanctions,
    sexual_sanctions,
)

# Where one sanction holds several kinds: direct contact first, and by the second reading last.
CONTACT_FIRST: tuple[Kind, ...] = ("child", "adult", "image", "other")
CONTACT_LAST: tuple[Kind, ...] = CONTACT_FIRST[::-1]
OLD = 60
SEVERAL = 2


def _counted(case: Case, item: str, kind: Kind) -> Ruling:
    """Items 1 to 4: sanctions with offences of one kind, the current one included. Verified.

    A sanction counts once. How a mixed one is allocated is not settled: to direct contact here, by
    other readings to its last kind, or to each of its kinds.
    """
    reading = case.reading
    reading.open()
    counted = []
    for hearing in sexual_sanctions(case):
        reading.open()
        is_counted = kind in _allocated(case, hearing)
        trace = reading.close()
        if is_counted or (trace.rules and kind in ("image", "child")):
            reading.adopt(trace)
        if is_counted:
            counted.append(hearing)
            reading.rests_on(*(f"{e.path}/title" for e in hearing.sexual_guilty))
    if not counted:
        reading.rests_on(*(f"{h.path}/date" for h in sexual_sanctions(case)))
    return ruled(case, item, _with_current(case, counted, lambda count: _score(case, item, count)))


SEXUAL_COUNTS = (
    partial(_counted, item="i1", kind="image"),
    partial(_counted, item="i2", kind="child"),
    partial(_counted, item="i3", kind="adult"),
    partial(_counted, item="i4", kind="other"),
)


def item_6(case: Case) -> Ruling:
    """14 points at 18 to 20, one less for every three years, none from 60. Verified."""
    case.reading.open()
    current = current_sanction(case)
    day, paths = (None, ()) if current is None else at_risk_after(case.facts, current)
    case.reading.rests_on(*paths)
    if day is None:
        return ruled(case, "i6", None, missing="no-release")
    case.reading.rests_on("person/born")
    return ruled(case, "i6", points_for_age(years_between(case.facts.person.born, day)))


def points_for_age(age: int) -> int:
    """Under 18 like the youngest."""
    return 0 if age >= OLD else 14 - (max(age, 18) - 18) // 3


def item_7(case: Case) -> Ruling:
    """Age on the day of the latest sexual sanction: 5 at 16 or 17, 10 from 18. Verified."""
    case.reading.open()
    latest = sexual_sanctions(case)[-1]
    case.reading.rests_on("person/born", f"{latest.path}/date")
    age = years_between(case.facts.person.born, latest.occasion.date)
    return ruled(case, "i7", 5 * (age >= 16) + 5 * (age >= 18))


def item_8(case: Case) -> Ruling:
    """Two or more sanctions of any kind, the current one included. Verified."""
    case.reading.open()
    value = _with_current(case, sanctions(case), lambda n: _score(case, "i8", int(n >= SEVERAL)))
    return ruled(case, "i8", value)


def _allocated(case: Case, hearing: Hearing) -> tuple[Kind, ...]:
    """The kinds that a sanction counts for: one, except to who counts a mixed one in each."""
    reading, entries = case.reading, hearing.sexual_guilty
    kinds = {kind_of(case, entry) for entry in entries}
    order = CONTACT_FIRST
    if len(kinds) > 1:
        paths = [f"{e.path}/title" for e in entries]
        if not reading.takes("mixed-once", *paths):
            return tuple(kinds)
        order = CONTACT_FIRST if reading.takes("mixed-sanction", *paths) else CONTACT_LAST
    return (next(kind for kind in order if kind in kinds),)


def _with_current(case: Case, counted: list[Hearing], score: Callable[[int], int]) -> int:
    """The score of the number of days with these sanctions, for who counts the current one."""
    reading, current = case.reading, current_sanction(case)
    reading.rests_on(*(f"{h.path}/date" for h in counted))
    days = {h.occasion.date for h in counted}
    before = days - ({current.occasion.date} if current is not None else set())
    right, without = score(len(days)), score(len(before))
    if right == without or reading.follows("OSP-CUR", *_last(counted)):
        return right
    return without


def _last(counted: list[Hearing]) -> list[str]:
    latest: date = max(h.occasion.date for h in counted)
    return [f"{h.path}/date" for h in counted if h.occasion.date == latest]


def _score(case: Case, item: str, count: int) -> int:
    """The score of a count: the options of the item stand in the order of the counts."""
    values = catalogue.item(case.tool, item).values
    return values[min(count, len(values) - 1)]

"""Living together as a couple: the times between the times in custody, and two full years."""

from __future__ import annotations

from datetime import date

from instruments.facts import Cohabitation

YEARS = 2


def stretches(home: Cohabitation, assessed: date) -> list[tuple[date, date]]:
    """The times of living together between the times in custody."""
    start, found = home.start, []
    for gap in sorted(home.custody, key=lambda g: g.start):
        found.append((start, gap.start))
        start = max(start, gap.end)
    return [*found, (start, home.end or assessed)]


def is_long(home: Cohabitation, assessed: date) -> bool:
    """Two full years without a break, outside custody."""
    return any(reaches(start, end) for start, end in stretches(home, assessed))


def reaches(start: date, end: date) -> bool:
    """Two full years, to the day."""
    return (end.year - start.year, end.month, end.day) >= (YEARS, start.month, start.day)

"""Item 6: four or more sentencing dates before the index."""

from __future__ import annotations

from datetime import date

from instruments.case import Case, ruled
from instruments.offences import Entry
from instruments.rulings import Ruling
from instruments.timeline import Hearing

ENOUGH = 4
GUILT = ("convicted", "convicted_not_sentenced", "cautioned")


def item_6(case: Case) -> Ruling:
    """Distinct dates of sentence before the index, for any offence.

    Index, acquittals, appeals, technical violations and later dates excluded: supported (Static-99
    Coding Rules 2003, item 6). Two courts on one day are one date (recalled).
    """
    case.reading.open()
    dates: dict[date, int] = {}
    for hearing in case.timeline.at("prior"):
        count = _counted(case, hearing)
        day = hearing.occasion.date
        dates[day] = max(dates.get(day, 0), count)
    total = sum(dates.values()) + _index(case) + _after(case)
    if not dates:
        case.reading.rests_on(*(f"{h.path}/date" for h in case.timeline.at("index")))
    return ruled(case, "i6", int(total >= ENOUGH))


def _counted(case: Case, hearing: Hearing) -> int:
    """0 or 1; more only for who counts convictions, or bail, as further dates."""
    case.reading.open()
    count = int(is_date(case, hearing))
    if count:
        case.reading.rests_on(f"{hearing.path}/date")
        guilty = [e for e in hearing.entries if e.offence.outcome in GUILT]
        several = sum(max(1, e.offence.convictions) for e in guilty)
        paths = (f"{e.path}/convictions" for e in guilty)
        if several > 1 and not case.reading.follows("S99R-I6-DATES", *paths):
            count = several
        elif _on_bail(hearing.entries) and not _one_for_bail(case, hearing):
            count = 2
    case.reading.adopt(hearing.trace, case.reading.close())
    return count


def _index(case: Case) -> int:
    """Nothing, unless this reader counts the index, or the arrest before its last offence."""
    index = [h for h in case.timeline.at("index") if h.guilty]
    count = 0
    if index and not case.reading.follows("S99R-I6-IDX", *(f"{h.path}/date" for h in index)):
        count += len({h.occasion.date for h in index})
    for hearing in index:
        case.reading.adopt(hearing.trace)
        if _on_bail(hearing.entries) and not _one_for_bail(case, hearing):
            count += 1
    return count


def _after(case: Case) -> int:
    """Nothing, unless this reader counts dates after the index."""
    days = {}
    for hearing in case.timeline.at("after"):
        case.reading.open()
        if hearing.decided is not None and is_date(case, hearing):
            days[hearing.occasion.date] = f"{hearing.path}/date"
        case.reading.close()
    if days and not case.reading.follows("S99R-I6-POST", *days.values()):
        return len(days)
    return 0


def is_date(case: Case, hearing: Hearing) -> bool:
    """Whether this reader takes the occasion for a sentencing date."""
    reading, path = case.reading, hearing.path
    kind = hearing.occasion.kind
    if kind == "placement":
        return not reading.follows("S99R-I6-PLACE", f"{path}/kind")
    if kind == "removal_from_home":
        return reading.follows("S99R-I6-PLACE", f"{path}/kind")
    if kind in ("caution", "alternative_measure"):
        return reading.follows("S99R-I6-CAUTION", f"{path}/kind")
    guilty = [e for e in hearing.entries if e.offence.outcome in GUILT]
    if _is_technical(hearing, guilty):
        return not reading.follows(
            "S99R-I6-TECH", f"{path}/kind", *(f"{e.path}/title" for e in guilty)
        )
    if not _has_sentence(case, hearing, guilty):
        return False
    if kind == "youth_court":
        return reading.follows("S99R-I6-JUV", f"{path}/kind")
    return True


def _is_technical(hearing: Hearing, guilty: list[Entry]) -> bool:
    """Only breaches of conditions whose conduct would be no offence for a man under no order."""
    if not guilty:
        return hearing.occasion.kind == "technical_violation"
    return all(
        e.offence.conduct == "breach" and not e.offence.offence_without_order for e in guilty
    )


def _has_sentence(case: Case, hearing: Hearing, guilty: list[Entry]) -> bool:
    reading = case.reading
    outcomes = {e.offence.outcome: f"{e.path}/outcome" for e in hearing.entries}
    if guilty:
        if all(e.offence.outcome == "convicted_not_sentenced" for e in guilty):
            return reading.follows("S99R-I6-DROPPED", outcomes["convicted_not_sentenced"])
        return True
    if "overturned" in outcomes:
        return not reading.follows("S99R-I6-APPEAL", outcomes["overturned"])
    dropped = [path for name, path in outcomes.items() if name in ("withdrawn", "acquitted")]
    if dropped:
        return not reading.follows("S99R-I6-DROPPED", *dropped)
    return not outcomes and hearing.occasion.sentence not in (None, "none")


def _on_bail(entries: tuple[Entry, ...]) -> bool:
    """Arrested for one matter, at large, another committed, both decided on one day."""
    charged = [e.charged for e in entries if e.charged is not None]
    return bool(charged) and any(e.committed > min(charged) and e.is_guilt for e in entries)


def _one_for_bail(case: Case, hearing: Hearing) -> bool:
    paths = (f"{e.path}/charged" for e in hearing.entries if e.charged is not None)
    return case.reading.follows("S99R-I6-BAIL", *paths)

"""Item 5: prior sexual offences, counted in charges and convictions."""

from __future__ import annotations

from typing import NamedTuple

from instruments.case import Case, found_guilty, ruled
from instruments.offences import Entry
from instruments.rulings import Ruling
from instruments.timeline import Hearing


class Count(NamedTuple):
    """Charges and convictions of one occasion."""

    charges: int
    convictions: int


NONE = Count(0, 0)


def item_5(case: Case) -> Ruling:
    """The higher column of charges and convictions before the index.

    Cut-offs and the higher column supported; index excluded recalled.
    """
    case.reading.open()
    counts = [_occasion(case, hearing) for hearing in case.timeline.at("prior")]
    counts += _index(case)
    if any(max(count) > 1 for count in counts):
        paths = (f"{h.path}/date" for h in case.timeline.at("prior") if h.sexual)
        if not case.reading.follows("S99R-I5-UNITS", *paths):
            counts = [Count(min(1, c.charges), min(1, c.convictions)) for c in counts]
    return ruled(case, "i5", _column(case, counts))


def points_for_charges(charges: int) -> int:
    return (charges >= 1) + (charges >= 3) + (charges >= 6)


def points_for_convictions(convictions: int) -> int:
    return (convictions >= 1) + (convictions >= 2) + (convictions >= 4)


def _column(case: Case, counts: list[Count]) -> int:
    charges = points_for_charges(sum(c.charges for c in counts))
    convictions = points_for_convictions(sum(c.convictions for c in counts))
    higher, added = max(charges, convictions), min(3, charges + convictions)
    if added > higher and not case.reading.follows("S99R-I5-ADDCOL"):
        return added
    if charges > convictions and not case.reading.follows("S99R-I5-MAXCOL"):
        return convictions
    return higher


def _index(case: Case) -> list[Count]:
    """Nothing, unless this reader counts the index among the priors."""
    index = case.timeline.at("index")
    case.reading.adopt(*(hearing.trace for hearing in index))
    entries = [entry for hearing in index for entry in hearing.standing]
    if case.reading.follows("S99R-I5-IDX", *(f"{e.path}/outcome" for e in entries)):
        return []
    return [_sexual(case, entry) for entry in entries]


def _occasion(case: Case, hearing: Hearing) -> Count:
    """What one prior occasion adds. Rules and facts are recorded where they bear on it."""
    charges = convictions = 0
    for entry in hearing.entries:
        case.reading.open()
        count = _sexual(case, entry) if entry.is_sexual else _not_sexual(case, hearing, entry)
        trace = case.reading.close()
        if count != NONE or trace.rules or trace.paths or entry.trace.rules:
            trace.paths.append(f"{entry.path}/title")
            case.reading.adopt(hearing.trace, entry.trace, trace)
        charges += count.charges
        convictions += count.convictions
    return Count(charges, convictions)


def _sexual(case: Case, entry: Entry) -> Count:
    """A charge counts with or without a conviction; without one, if it is held credible.

    Whether credibility is needed is disputed in the sources; an official caution counts as a charge
    and a conviction (recalled, open to a second reading).
    """
    reading, path, offence = case.reading, entry.path, entry.offence
    if entry.is_csem and not reading.follows("S99R-I5-CSEM", f"{path}/title"):
        return NONE
    if offence.outcome == "cautioned":
        return Count(offence.charges, offence.charges if found_guilty(case, entry) else 0)
    if entry.is_guilt:
        reading.rests_on(f"{path}/outcome", f"{path}/charges", f"{path}/convictions")
        return Count(offence.charges, offence.convictions)
    if offence.outcome == "pending":
        reading.rests_on(f"{path}/charges")
        return Count(offence.charges, 0)
    if offence.credible is True:
        counts = reading.follows("S99R-I5-DROP", f"{path}/outcome", f"{path}/credible")
    else:
        in_doubt = reading.takes("credibility", f"{path}/outcome")
        counts = in_doubt if offence.credible is None else not in_doubt
    return Count(offence.charges, 0) if counts else NONE


def _not_sexual(case: Case, hearing: Hearing, entry: Entry) -> Count:
    """Missed registration and breaches: not sexual, except to who misreads their rules."""
    conduct = entry.offence.conduct
    if conduct == "failure_to_register":
        followed = case.reading.follows("S99R-I5-FTR", f"{entry.path}/title")
    elif conduct == "breach" and _follows_sexual(case, hearing):
        followed = case.reading.follows("S99R-I5-BREACH", f"{entry.path}/imminent_offence")
    else:
        return NONE
    return NONE if followed else Count(entry.offence.charges, entry.offence.convictions)


def _follows_sexual(case: Case, hearing: Hearing) -> bool:
    """Whether he was under an order that a sexual offence had brought."""
    return any(
        h.sexual and h.occasion.date <= hearing.occasion.date and h is not hearing
        for h in case.timeline.hearings
    )

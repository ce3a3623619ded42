"""Item 2: ever lived with a partner for two years."""

from __future__ import annotations

from datetime import date

from instruments.case import Case, ruled
from instruments.cohabitation import YEARS, is_long, reaches, stretches
from instruments.facts import Cohabitation
from instruments.rulings import Ruling


def item_2(case: Case) -> Ruling:
    """0 = yes: two years without a break, with one adult, outside custody. Status: recalled."""
    case.reading.open()
    homes = case.facts.cohabitations
    if homes is None:
        if not case.reading.follows("S99R-I2-MISS", "cohabitations"):
            return ruled(case, "i2", 1)
        return ruled(case, "i2", None, missing="no-history")
    lived = _lived(case, homes)
    if not lived:
        ends = (f"cohabitations/{h.id}/{end}" for h in homes for end in ("start", "end"))
        case.reading.rests_on(*(tuple(ends) or ("cohabitations",)))
    value = 0 if lived else 1
    if not lived and case.facts.person.little_opportunity:
        value = int(case.reading.follows("S99R-I2-YOUNG", "person/little_opportunity"))
    if not case.reading.follows("S99R-I2-DIR"):
        value = 1 - value
    return ruled(case, "i2", value)


def _lived(case: Case, homes: tuple[Cohabitation, ...]) -> bool:
    """Whether this reader finds two years; each rule is asked only where it makes a difference."""
    reading = case.reading
    long_enough = [h for h in homes if is_long(h, case.facts.assessed)]
    if long_enough:
        ends = (f"cohabitations/{h.id}/{end}" for h in long_enough for end in ("start", "end"))
        reading.rests_on(*ends)
        return True
    lived = False
    for home in homes:
        lived |= _short_home(case, home)
    total = sum(_days(home, case.facts.assessed) for home in homes)
    if len(homes) > 1 and total >= YEARS * 365.25:
        paths = (f"cohabitations/{h.id}/start" for h in homes)
        lived |= not reading.follows("S99R-I2-SAME", *paths)
    return lived


def _short_home(case: Case, home: Cohabitation) -> bool:
    """A home under two years: does custody or a wedding make this reader count it all the same?"""
    reading, path = case.reading, f"cohabitations/{home.id}"
    end = home.end or case.facts.assessed
    if home.custody and reaches(home.start, end):
        if not reading.follows("S99R-I2-JAIL", f"{path}/custody"):
            return True
        served = sum((gap.end - gap.start).days for gap in home.custody)
        if (end - home.start).days - served >= YEARS * 365.25:
            return not reading.takes("custody-breaks", f"{path}/custody")
        return False
    return home.married and not reading.follows("S99R-I2-MARR", f"{path}/married")


def _days(home: Cohabitation, assessed: date) -> int:
    return sum(max(0, (end - start).days) for start, end in stretches(home, assessed))

"""Aggravating factor: single, that is never two years of living with an adult partner."""

from __future__ import annotations

from instruments.case import Case, ruled
from instruments.cohabitation import is_long
from instruments.facts import Cohabitation
from instruments.rulings import Ruling


def item_6(case: Case) -> Ruling:
    """1 = no two years together, ever. Verified; another source reads it as never married.

    Where the two readings differ, or may differ because the file does not tell whether he ever
    married, the score is open to both.
    """
    reading, homes = case.reading, case.facts.cohabitations
    reading.open()
    if homes is None:
        reading.rests_on("cohabitations")
        return ruled(case, "i6", None, missing="no-history")
    long = [home for home in homes if is_long(home, case.facts.assessed)]
    value = int(not long)
    married = _ever_married(case, homes)
    reading.rests_on(*(_ends(long or homes) or ("cohabitations",)))
    differs = None if married is None else value != int(not married)
    if differs is not False and not reading.takes("never-married", "person/ever_married"):
        return ruled(case, "i6", 1 - value)
    return ruled(case, "i6", _as_read(case, homes, long, value))


def _as_read(
    case: Case, homes: tuple[Cohabitation, ...], long: list[Cohabitation], value: int
) -> int:
    """This reader's score, where marital status leads to another one."""
    reading = case.reading
    if not long:
        wed = [f"cohabitations/{home.id}/married" for home in homes if home.married]
        return int(reading.follows("RM-SINGLE-WED", *wed)) if wed else value
    unwed = [f"cohabitations/{home.id}/married" for home in long if not home.married]
    if len(unwed) == len(long) and not reading.follows("RM-SINGLE-WED", *unwed):
        return 1
    ended = [f"cohabitations/{home.id}/end" for home in long if home.end is not None]
    if not _has_partner(homes) and not reading.follows("RM-SINGLE", *ended):
        return 1
    return value


def _ever_married(case: Case, homes: tuple[Cohabitation, ...]) -> bool | None:
    return True if any(home.married for home in homes) else case.facts.person.ever_married


def _has_partner(homes: tuple[Cohabitation, ...]) -> bool:
    return any(home.end is None for home in homes)


def _ends(homes: list[Cohabitation] | tuple[Cohabitation, ...]) -> tuple[str, ...]:
    return tuple(f"cohabitations/{h.id}/{end}" for h in homes for end in ("start", "end"))

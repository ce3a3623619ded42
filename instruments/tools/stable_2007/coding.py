"""STABLE-2007 from facts: may it be used, which items apply, and what two facts say of item 2."""

from __future__ import annotations

from dataclasses import replace

from instruments.case import Case, open_case, ruled
from instruments.cohabitation import is_long
from instruments.composite import composites
from instruments.facts import Facts, Victim
from instruments.groups import csem_titles, only_csem_titles
from instruments.judgement import (
    all_judged,
    caution,
    coded,
    eligibility,
    has_sexual_conviction,
    is_adult,
    is_man,
    judged,
    no_second_sheets,
    risk_is_asked,
)
from instruments.offences import Entry
from instruments.release import years_between
from instruments.rulings import Caution, Coded, Reading, Ruling
from instruments.scoring import TotalResult

__all__ = ["code", "second_sheets"]

TOOL = "stable-2007"
YOUNG = 13
"""Item 3 is for victims up to this age, at the offence."""
NO_VICTIM = ("accidental_witness", "chance_finder")

second_sheets = no_second_sheets


def code(facts: Facts, reading: Reading) -> Coded:
    """What the file decides; the scores themselves are a panel's, but for item 2."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case, risk_is_asked, is_man, is_adult, has_sexual_conviction)
    found = coded(case, answer, lambda: _items(case), _cautions(case))
    if answer.answer != "yes":
        return found
    exclusive = bool(only_csem_titles(case.timeline))
    tables = composites(TOOL, TotalResult(None, None, None), {}, only_csem=exclusive)
    return replace(found, totals={**found.totals, **tables})


def _items(case: Case) -> dict[str, Ruling]:
    items = all_judged(case, tuple(f"i{n}" for n in range(1, 14)))
    return items | {"i2": item_2(case), "i3": item_3(case)}


def _cautions(case: Case) -> tuple[Caution, ...]:
    exclusive = only_csem_titles(case.timeline)
    alone = caution(case, "STB-ALONE")
    return (alone, caution(case, "STB-COMB-CSEM", *exclusive)) if exclusive else (alone,)


def item_2(case: Case) -> Ruling:
    """Two facts: ever two years with one partner, and living with one now. Status: recalled.

    Neither = 2 (verified), one = 1, both = 0. Misread: the history alone decides. Where the file
    does not tell, or he is in custody while the home stands, the item is left to judgement.
    """
    reading, homes = case.reading, case.facts.cohabitations
    reading.open()
    present = [home for home in homes or () if home.end is None]
    if homes is None or (present and case.facts.in_custody):
        reading.rests_on("cohabitations", *(("in_custody",) if homes is not None else ()))
        return judged(case, "i2")
    ends = tuple(f"cohabitations/{h.id}/{end}" for h in homes for end in ("start", "end"))
    ever = any(is_long(home, case.facts.assessed) for home in homes)
    now = bool(present)
    if now and not any(is_long(home, case.facts.assessed) for home in present):
        now = reading.takes("present-short", *(f"cohabitations/{h.id}/start" for h in present))
    right, by_history = 2 - ever - now, 0 if ever else 2
    reading.rests_on(*(ends or ("cohabitations",)))
    if right != by_history and not reading.follows("STB-2FACT", *ends):
        return ruled(case, "i2", by_history)
    return ruled(case, "i2", right)


def item_3(case: Case) -> Ruling:
    """Applies with a victim of 13 or younger at the offence, or in a CSEM case. Verified.

    Otherwise it is left out, and the total runs to 24. Where it applies it is scored by judgement.
    """
    reading = case.reading
    reading.open()
    victims = [v for v in case.facts.victims if not v.in_images_only and v.role not in NO_VICTIM]
    young = [v for v in victims if v.age is not None and v.age <= YOUNG]
    sure = [v for v in young if not _older_at_report(case, v)]
    if sure:
        reading.rests_on(*(f"victims/{v.id}/age" for v in sure))
        return judged(case, "i3")
    applies = [_by_age(case, victim) for victim in young]
    csem = csem_titles(case.timeline)
    if csem:
        applies.append(reading.follows("STB-I3-CSEM", *csem))
    if any(applies):
        return judged(case, "i3")
    unknown = tuple(f"victims/{v.id}/age" for v in victims if v.age is None)
    if unknown and not applies:
        reading.rests_on(*unknown)
        return ruled(case, "i3", None, missing="i3-age-unknown")
    return _left_out(case, victims, is_asked=not applies)


def _left_out(case: Case, victims: list[Victim], *, is_asked: bool) -> Ruling:
    """Not applicable; who misreads that enters 0 on the longer base."""
    ages = tuple(f"victims/{v.id}/age" for v in victims) or ("victims",)
    if is_asked and not case.reading.follows("STB-I3-ADULT", *ages):
        return ruled(case, "i3", 0)
    return ruled(case, "i3", None, missing="i3-not-applicable")


def _by_age(case: Case, victim: Victim) -> bool:
    """The age at the offence counts, though the child was older when it came to light."""
    days = _older_at_report(case, victim)
    return case.reading.follows("STB-I3-13", f"victims/{victim.id}/age", *days)


def _older_at_report(case: Case, victim: Victim) -> tuple[str, ...]:
    """The dates by which this child was older than 13 when the offence came to light."""
    for hearing in case.timeline.hearings:
        for entry in hearing.entries:
            begun = entry.offence.start or entry.committed
            known = entry.charged or hearing.occasion.date
            age = (victim.age or 0) + years_between(begun, known)
            if victim.id in entry.offence.victims and age > YOUNG:
                return (_known_path(hearing.path, entry),)
    return ()


def _known_path(occasion: str, entry: Entry) -> str:
    return f"{entry.path}/charged" if entry.charged else f"{occasion}/date"

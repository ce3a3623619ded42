"""Aggravating factor: any conviction for a non-contact sexual offence, with the CSEM rule."""

from __future__ import annotations

from instruments.case import Case, Judgement, any_yes, found_guilty
from instruments.offences import CSEM, NON_CONTACT, Entry
from instruments.rulings import Ruling, Trace
from instruments.tools.rm2000s.coding.record import counts_as_sexual

OTHER_NON_CONTACT = NON_CONTACT - CSEM
OFFLINE = frozenset({"contact_child", "contact_adult", "exposure", "voyeurism"})


def item_7(case: Case) -> Ruling:
    """Conviction verified; material counts only beside an offline sexual offence: verified.

    Production with a live child is left out (recalled, open to a second reading).
    """
    judgements = [_plain(case, entry) for entry in case.timeline.entries if entry.is_sexual]
    judgements += _material(case)
    return any_yes(case, "i7", judgements or [Judgement(False, Trace(paths=["occasions"]))])


def _plain(case: Case, entry: Entry) -> Judgement:
    """One sexual offence other than material."""
    reading, path = case.reading, entry.path
    reading.open()
    reading.rests_on(f"{path}/title")
    answer = entry.offence.conduct in OTHER_NON_CONTACT
    if answer and entry.offence.attempted_contact:
        answer = not reading.takes("attempt", f"{path}/attempted_contact")
    if entry.is_live_production:
        answer = not reading.takes("live-production", f"{path}/live_child")
    if answer and not counts_as_sexual(case, entry):
        answer = False
    if answer and not found_guilty(case, entry):
        answer = not reading.follows("RM-AF-CONV", f"{path}/outcome")
    return Judgement(answer, reading.close())


def _material(case: Case) -> list[Judgement]:
    """All convictions for material at once: do they count?"""
    csem = [e for e in case.timeline.entries if e.is_csem and e.is_sexual]
    paths = [f"{e.path}/title" for e in csem if found_guilty(case, e)]
    if not paths:
        return []
    reading = case.reading
    reading.open()
    offline = [e for e in case.timeline.entries if _is_offline(case, e)]
    convicted = [e for e in offline if found_guilty(case, e)]
    if convicted:
        places = (f"{e.path}/title" for e in convicted)
        answer = reading.follows("RM-NC-DUAL", *paths, *places)
    else:
        answer = not reading.follows("RM-NC-CSEM", *paths)
        alleged = [f"{e.path}/outcome" for e in offline]
        if alleged and not answer:
            answer = not reading.follows("RM-AF-CONV", *alleged)
    return [Judgement(answer, reading.close())]


def _is_offline(case: Case, entry: Entry) -> bool:
    """Against somebody in person; an arranged meeting is an attempt at it."""
    if not entry.is_sexual or entry.is_csem or not counts_as_sexual(case, entry):
        return False
    if entry.offence.attempted_contact:
        return case.reading.takes("attempt", f"{entry.path}/attempted_contact")
    return entry.offence.conduct in OFFLINE or entry.is_live_production or _by_motive(entry)


def _by_motive(entry: Entry) -> bool:
    """Sexual by its motive alone, under a name that is not sexual."""
    return entry.offence.sexual_motive is True and entry.offence.conduct not in NON_CONTACT

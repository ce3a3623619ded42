"""Item 4: any contact sexual offending, before the index or at it."""

from __future__ import annotations

from instruments.case import Case, Judgement, any_yes
from instruments.offences import CONTACT, Entry
from instruments.rulings import Ruling
from instruments.tools.cport.coding.record import undone


def item_4(case: Case) -> Ruling:
    """A charge is enough (verified); an adult victim counts, online-only does not (recalled)."""
    judgements = []
    for hearing in case.timeline.at("prior", "index"):
        for entry in hearing.entries:
            case.reading.open()
            answer = _is_contact(case, entry)
            trace = case.reading.close()
            if trace.paths:
                judgements.append(Judgement(answer, trace))
    case.reading.open()
    case.reading.rests_on(*(f"{e.path}/title" for h in case.timeline.at("index") for e in h.sexual))
    judgements.append(Judgement(False, case.reading.close()))
    return any_yes(case, "i4", judgements)


def _is_contact(case: Case, entry: Entry) -> bool:
    reading, path, offence = case.reading, entry.path, entry.offence
    names = {offence.title, offence.conduct}
    if names & CONTACT:
        return _counts(case, entry, is_child="contact_child" in names)
    if not entry.stands:
        return False
    if entry.is_live_production:
        return not reading.takes("production-is-contact", f"{path}/live_child")
    if offence.conduct != "luring":
        return False
    if offence.attempted_contact:
        return not reading.takes("attempted-contact", f"{path}/attempted_contact")
    return not reading.follows("CPORT-I4-ONLINE", f"{path}/title")


def _counts(case: Case, entry: Entry, *, is_child: bool) -> bool:
    reading, path = case.reading, entry.path
    if undone(entry):
        return not reading.takes("undone-charge", f"{path}/outcome")
    reading.rests_on(f"{path}/{'behaviour' if entry.offence.behaviour else 'title'}")
    if not entry.is_guilt and not reading.follows("CPORT-I4-CHG", f"{path}/outcome"):
        return False
    return is_child or reading.follows("CPORT-I4-ADULT", f"{path}/title")

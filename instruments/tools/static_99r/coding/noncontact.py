"""Item 7: any conviction for a non-contact sexual offence, at the index or before it."""

from __future__ import annotations

from instruments.case import Case, Judgement, any_yes, found_guilty
from instruments.offences import Entry, is_non_contact
from instruments.rulings import Ruling
from instruments.timeline import Hearing


def item_7(case: Case) -> Ruling:
    """Conviction supported; index or prior recalled; material and live production verified."""
    judgements = []
    for hearing in case.timeline.at("prior", "index"):
        for entry in hearing.entries:
            case.reading.open()
            answer = _judge(case, hearing, entry)
            trace = case.reading.close()
            if entry.is_sexual or entry.trace.rules:
                trace.paths += (f"{entry.path}/title", f"{entry.path}/outcome")
                trace.add(entry.trace)
            judgements.append(Judgement(answer, trace))
    return any_yes(case, "i7", judgements, missing="live-unknown")


def _judge(case: Case, hearing: Hearing, entry: Entry) -> bool | None:
    answer = _is_non_contact(case, entry)
    if answer is False:
        return False
    reading, path = case.reading, entry.path
    if not found_guilty(case, entry):
        return answer is True and not reading.follows("S99R-I7-CHARGE", f"{path}/outcome")
    if hearing.place == "index" and not reading.follows("S99R-I7-INDEX", f"{hearing.path}/date"):
        return False
    return answer


def _is_non_contact(case: Case, entry: Entry) -> bool | None:
    """By kind. None: production of material, and the file does not tell of a live child."""
    reading, path, offence = case.reading, entry.path, entry.offence
    if entry.is_live_production:
        guilty = entry.is_guilt
        return guilty and not reading.follows("S99R-I7-LIVE", f"{path}/live_child")
    if offence.conduct == "csem_production" and offence.live_child is None:
        reading.rests_on(f"{path}/live_child")
        return None
    if offence.conduct == "luring" and offence.attempted_contact:
        return not reading.follows("S99R-I7-ATT", f"{path}/attempted_contact")
    if entry.is_csem and entry.is_sexual:
        return reading.follows("S99R-I7-CSEM", f"{path}/title")
    return is_non_contact(entry)

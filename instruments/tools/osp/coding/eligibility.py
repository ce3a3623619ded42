"""May OSP be used on this case? Answered with reasons."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import Case, answered, reason
from instruments.offences import NO_TOOL, Entry
from instruments.rulings import Eligibility
from instruments.tools.osp.coding.record import sexual_sanctions

TOOL = "osp"


def eligibility(case: Case) -> Eligibility:
    """Men with a sanction for a sexual offence; for women it is not applicable. Verified.

    A man without a sexual sanction has four counts of zero, which the tool refuses.
    """
    reading, notes = case.reading, catalogue.tool(TOOL).notes
    reading.open()
    reasons = []
    if case.facts.person.sex != "male" and reading.follows("OSP-F", "person/sex"):
        reasons.append(reason(TOOL, "OSP-F"))
    entries = [e for hearing in sexual_sanctions(case) for e in hearing.sexual_guilty]
    if not entries:
        sexual = [f"{e.path}/outcome" for e in case.timeline.entries if e.is_sexual]
        reading.names("OSP-SUM", *(sexual or ["occasions"]))
        reasons.append(notes["no-sanction"])
    if reasons:
        return answered("no", reading.close(), reasons)
    open_points = [_open_point(entry) for entry in entries]
    if all(open_points):
        reading.rests_on(*(f"{e.path}/title" for e in entries))
        told = [notes[point] for point in dict.fromkeys(open_points) if point]
        return answered("undecided", reading.close(), told)
    reading.rests_on(*(f"{e.path}/outcome" for e in entries))
    return answered("yes", reading.close(), [])


def _open_point(entry: Entry) -> str | None:
    if entry.offence.conduct in NO_TOOL:
        return "undecided-no-tool"
    return "undecided-virtual" if entry.offence.conduct == "csem_virtual" else None

"""May OSP be used on this case? Answered with reasons."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import Case, answered, reason
from instruments.offences import NO_TOOL, Entry
from instruments.release import at_risk_after, years_between
from instruments.rulings import Eligibility
from instruments.timeline import Hearing
from instruments.tools.osp.coding.record import CAUTION, dealt_with

TOOL = "osp"
ADULT = 18


def eligibility(case: Case) -> Eligibility:
    """Men with a sanction for a sexual offence; for women it is not applicable. Verified.

    A man without a sexual sanction has four counts of zero, which the tool refuses. Guilt is not
    its question (recalled). Left undecided, because the sources read do not settle them: under 18
    when at risk, an official caution only, virtual material only, sextortion or the sharing of
    intimate images only.
    """
    reading, notes = case.reading, catalogue.tool(TOOL).notes
    reading.open()
    hearings = dealt_with(case)
    sexual = [hearing for hearing in hearings if hearing.sexual_guilty]
    reasons = [reason(TOOL, rule) for rule in _refused(case)]
    if not sexual:
        titles = [f"{e.path}/outcome" for e in case.timeline.entries if e.is_sexual]
        reading.names("OSP-SUM", *(titles or ["occasions"]))
        reasons.append(notes["no-sanction"])
    if reasons:
        return answered("no", reading.close(), reasons)
    open_points = [*_too_young(case, hearings[-1]), *_carried_by_none(case, sexual)]
    if open_points:
        return answered("undecided", reading.close(), [notes[name] for name in open_points])
    reading.rests_on(*(f"{e.path}/outcome" for h in sexual for e in h.sexual_guilty))
    return answered("yes", reading.close(), [])


def _refused(case: Case) -> list[str]:
    """The rules on the person and the question by which the tool may not be used."""
    facts, reading, refused = case.facts, case.reading, []
    if facts.question == "guilt" and reading.follows("S99R-EL-ACCUSED", "question"):
        refused.append("S99R-EL-ACCUSED")
    if facts.person.sex != "male" and reading.follows("OSP-F", "person/sex"):
        refused.append("OSP-F")
    return refused


def _too_young(case: Case, current: Hearing) -> list[str]:
    """Under 18 on the first day at risk: the points for age begin at 18."""
    day, paths = at_risk_after(case.facts, current)
    if day is None or years_between(case.facts.person.born, day) >= ADULT:
        return []
    case.reading.rests_on("person/born", *paths)
    return ["undecided-young"]


def _carried_by_none(case: Case, sexual: list[Hearing]) -> list[str]:
    """Why none of the sexual sanctions carries the tool by itself; empty where one does."""
    found: dict[str, list[str]] = {}
    for hearing in sexual:
        for entry in hearing.sexual_guilty:
            point, fact = _open_point(hearing, entry)
            if point is None:
                return []
            found.setdefault(point, []).append(fact)
    case.reading.rests_on(*(fact for facts in found.values() for fact in facts))
    return list(found)


def _open_point(hearing: Hearing, entry: Entry) -> tuple[str | None, str]:
    """The note on a sanction that carries no case by itself, and the fact that makes it so."""
    title = f"{entry.path}/title"
    if entry.offence.conduct in NO_TOOL:
        return "undecided-no-tool", title
    if entry.offence.conduct == "csem_virtual":
        return "undecided-virtual", title
    if hearing.sentence.kind == CAUTION:
        return "undecided-caution", f"{entry.path}/outcome"
    return None, title

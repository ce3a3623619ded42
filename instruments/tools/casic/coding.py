"""CASIC from facts to scores: six correlates, each one point. CPORT item 5 rests on it too."""

from __future__ import annotations

from collections.abc import Callable

from instruments import catalogue
from instruments.case import Case, Judgement, not_scored, open_case, ruled
from instruments.csem import eligibility, is_convicted, is_csem
from instruments.facts import Facts
from instruments.release import years_between
from instruments.rulings import Caution, Coded, Reading, Ruling, SecondSheet

TOOL = "casic"
Question = Callable[[Case], bool | None]
YEARS = 2
SPAN = 12 * YEARS
"""The same in months."""
NEARLY = 18
"""Months that a reader who rounds takes for two years."""


def code(facts: Facts, reading: Reading) -> Coded:
    """Scores of the six items as this reader gives them; none where the tool may not be used."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case, "CPORT-EL-CSEM")
    if answer.answer != "yes":
        return Coded(answer, not_scored(TOOL, answer))
    items = (_item(case, f"i{n}", question) for n, question in enumerate(QUESTIONS, start=1))
    return Coded(answer, {ruling.item: ruling for ruling in items}, _cautions(facts))


def second_sheets(facts: Facts) -> tuple[SecondSheet, ...]:
    """None: no item turns on a date that a file leaves open."""
    return ()


def correlates(case: Case) -> tuple[Judgement, ...]:
    """The six, in the order of the sheet. None: the file does not tell."""
    return tuple(_judged(case, question) for question in QUESTIONS)


def _item(case: Case, item: str, question: Question) -> Ruling:
    case.reading.open()
    answer = question(case)
    if answer is None:
        return ruled(case, item, None, missing="untold")
    return ruled(case, item, int(answer))


def _judged(case: Case, question: Question) -> Judgement:
    case.reading.open()
    answer = question(case)
    return Judgement(answer, case.reading.close())


def _never_married(case: Case) -> bool | None:
    """Verified; whether living together unmarried counts as married is left open."""
    facts, reading = case.facts, case.reading
    wed = [f"cohabitations/{h.id}/married" for h in facts.cohabitations or () if h.married]
    if facts.person.ever_married is None and wed:
        reading.rests_on(*wed)
        return False
    reading.rests_on("person/ever_married")
    if facts.person.ever_married is False and facts.cohabitations:
        return reading.takes("common-law", "cohabitations")
    return None if facts.person.ever_married is None else not facts.person.ever_married


def _videos(case: Case) -> bool | None:
    """Verified: videos; stills alone do not count."""
    material = case.facts.material
    if material is None or material.videos is None:
        case.reading.rests_on("material" if material is None else "material/videos")
        return None
    if not material.videos and material.stills:
        return not case.reading.follows("CASIC-VID", "material/stills", "material/videos")
    case.reading.rests_on("material/videos")
    return material.videos


def _stories(case: Case) -> bool | None:
    """Verified: text stories about children. Credit for features outside the six goes here."""
    facts = case.facts
    written = facts.material.written if facts.material else None
    case.reading.rests_on("material/written" if facts.material else "material")
    others = bool(facts.correlates and facts.correlates.other_features)
    if others and not written:
        followed = case.reading.follows("CASIC-SIX", "correlates/other_features")
        return written if followed else True
    return written


def _two_years(case: Case) -> bool | None:
    """Verified: evidence of the interest over two years or more.

    Read from the span of the collection; whether earlier CSEM convictions extend it is left open.
    """
    answer = _by_collection(case)
    if answer or not (convictions := _convictions_apart(case)):
        return answer
    return answer if case.reading.takes("earlier-conviction", *convictions) else True


def _by_collection(case: Case) -> bool | None:
    material = case.facts.material
    if material is None or material.span_months is None:
        case.reading.rests_on("material" if material is None else "material/span_months")
        return None
    if NEARLY <= material.span_months < SPAN:
        return not case.reading.follows("CASIC-2Y", "material/span_months")
    case.reading.rests_on("material/span_months")
    return material.span_months >= SPAN


def _convictions_apart(case: Case) -> tuple[str, ...]:
    """The CSEM convictions of several occasions, if they reach over two years; else none."""
    convicted = [
        [e for e in hearing.guilty if is_csem(e) and is_convicted(e)]
        for hearing in case.timeline.hearings
    ]
    convicted = [entries for entries in convicted if entries]
    if len(convicted) <= 1:
        return ()
    entries = [e for found in convicted for e in found]
    first = min(e.offence.start or e.committed for e in entries)
    last = max(e.committed for e in entries)
    return tuple(f"{e.path}/title" for e in entries) if years_between(first, last) >= YEARS else ()


def _volunteered(case: Case) -> bool | None:
    """Verified: volunteering in a role with high access to children."""
    told = case.facts.correlates
    case.reading.rests_on("correlates/volunteered" if told else "correlates")
    return told.volunteered if told else None


def _online(case: Case) -> bool | None:
    """Verified: with a minor, or with an officer who posed as one; by the file or by a charge."""
    told = case.facts.correlates
    communication = told.online_communication if told else None
    luring = [e for e in case.timeline.entries if e.offence.conduct == "luring" and e.stands]
    minors = [f"{e.path}/title" for e in luring if not e.offence.officer_posing]
    officers = [f"{e.path}/officer_posing" for e in luring if e.offence.officer_posing]
    if communication == "minor" or minors:
        case.reading.rests_on(*(minors or ["correlates/online_communication"]))
        return True
    if communication == "officer" or officers:
        paths = officers or ["correlates/online_communication"]
        return case.reading.follows("CASIC-COP", *paths)
    case.reading.rests_on("correlates/online_communication" if told else "correlates")
    return None if communication is None else False


QUESTIONS = (_never_married, _videos, _stories, _two_years, _volunteered, _online)


def _cautions(facts: Facts) -> tuple[Caution, ...]:
    """With an admission or a diagnosis CPORT item 5 does not need this scale."""
    interest = facts.interest
    if interest is None:
        return ()
    facts_told = {
        "interest/admission": interest.admission == "children",
        "interest/diagnosis": bool(interest.diagnosis),
    }
    paths = tuple(path for path, holds in facts_told.items() if holds)
    text = catalogue.tool(TOOL).notes["caution-admission"]
    return (Caution("CPORT-I5-ADM", text, paths),) if paths else ()

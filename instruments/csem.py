"""Men convicted of CSEM offences: which offences make such a case, and who its tools are for."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import Case, answered, reason
from instruments.offences import NO_TOOL, Entry
from instruments.release import years_between
from instruments.rulings import Eligibility
from instruments.timeline import Hearing

REAL_MATERIAL = frozenset(
    {"csem_possession", "csem_access", "csem_distribution", "csem_production"}
)
CONVICTED = ("convicted", "convicted_not_sentenced")
ADULT = 18

Offences = tuple[tuple[Hearing, Entry], ...]


def is_csem(entry: Entry) -> bool:
    """Any dealing with material that is not wholly virtual, production included."""
    return entry.conduct in REAL_MATERIAL


def is_convicted(entry: Entry) -> bool:
    return entry.offence.outcome in CONVICTED


def index_offences(case: Case) -> Offences:
    """The CSEM convictions of the index; without any, its other sexual offences."""
    standing = [(h, e) for h in case.timeline.at("index") for e in h.standing]
    csem = [(h, e) for h, e in standing if is_csem(e) and is_convicted(e)]
    return tuple(csem or standing)


def eligibility(case: Case, rule: str) -> Eligibility:
    """An adult man with a CSEM conviction among his index offences. Status: supported.

    Adult men with a CSEM conviction verified; other cases excluded by implication. Left undecided,
    because the sources do not settle them: a caution only, an earlier conviction only, conduct
    only before 18, virtual material only, sextortion or the sharing of intimate images only.
    """
    case.reading.open()
    against = [*_person(case), *_age(case)]
    if not against:
        found = _offences(case)
        if isinstance(found, str):
            note = catalogue.tool(case.tool).notes[found]
            return answered("undecided", case.reading.close(), [note])
        against = [] if found else [_sexual_titles(case)]
    refused = [paths for paths in against if case.reading.follows(rule, *paths)]
    trace = case.reading.close()
    if refused:
        return answered("no", trace, [reason(case.tool, rule)])
    return answered("yes", trace, [])


def _person(case: Case) -> list[tuple[str, ...]]:
    """The facts about the man and the question by which the tool may not be used."""
    against: list[tuple[str, ...]] = []
    if case.facts.question == "guilt":
        against.append(("question",))
    if case.facts.person.sex != "male":
        against.append(("person/sex",))
    return against


def _age(case: Case) -> list[tuple[str, ...]]:
    """Under 18 when the index was decided."""
    hearing = case.timeline.latest_index
    if hearing is None:
        return []
    if years_between(case.facts.person.born, hearing.occasion.date) >= ADULT:
        return []
    return [("person/born", f"{hearing.path}/date")]


def _offences(case: Case) -> bool | str:
    """Whether a conviction carries the tool; where that is open, the note that says why."""
    index = {h.path for h in case.timeline.at("index")}
    convicted = [
        (h, e) for h in case.timeline.hearings for e in h.guilty if is_csem(e) and is_convicted(e)
    ]
    current = [(h, e) for h, e in convicted if h.path in index]
    grown = [e for _, e in current if years_between(case.facts.person.born, e.committed) >= ADULT]
    case.reading.rests_on(*(f"{e.path}/title" for e in grown))
    if grown:
        return True
    if current:
        case.reading.rests_on("person/born", *(_day(e) for _, e in current))
        return "undecided-young"
    if convicted:
        case.reading.rests_on(*(f"{e.path}/title" for _, e in convicted))
        return "undecided-earlier"
    return _without_conviction(case)


def _without_conviction(case: Case) -> bool | str:
    standing = [e for h in case.timeline.hearings for e in h.standing]
    cautioned = [e for e in standing if is_csem(e) and e.offence.outcome == "cautioned"]
    if cautioned:
        case.reading.rests_on(*(f"{e.path}/outcome" for e in cautioned))
        return "undecided-caution"
    kinds = {e.conduct for e in standing}
    if not kinds or not kinds <= NO_TOOL | {"csem_virtual"}:
        return False
    case.reading.rests_on(*(f"{e.path}/title" for e in standing))
    return "undecided-virtual" if "csem_virtual" in kinds else "undecided-no-tool"


def _day(entry: Entry) -> str:
    return f"{entry.path}/{'end' if entry.offence.end else 'start'}"


def _sexual_titles(case: Case) -> tuple[str, ...]:
    titles = tuple(f"{e.path}/title" for e in case.timeline.entries if e.is_sexual)
    return titles or ("occasions",)

"""Items 3 and 4: convictions for non-sexual violence, at the index and before it."""

from __future__ import annotations

from instruments.case import Case, Judgement, any_yes, found_guilty
from instruments.offences import VIOLENT, Entry
from instruments.rulings import Ruling
from instruments.timeline import Hearing


def item_3(case: Case) -> Ruling:
    """Any conviction with a violent name dealt with together with the index. Status: supported.

    Another event or the same victim are both enough (same occasion recalled).
    """
    sexual = [e for h in case.timeline.at("index") for e in h.standing]
    judgements = [
        _judged(case, hearing, entry, _at_index(case, entry, sexual))
        for hearing in case.timeline.at("index")
        for entry in hearing.entries
        if _opened(case)
    ]
    return any_yes(case, "i3", judgements)


def item_4(case: Case) -> Ruling:
    """Any conviction with a violent name before the index, adult or juvenile. Status: supported."""
    judgements = [
        _judged(case, hearing, entry, _before_index(case, hearing, entry))
        for hearing in case.timeline.at("prior")
        for entry in hearing.entries
        if _opened(case)
    ]
    judgements.append(_index_as_prior(case))
    return any_yes(case, "i4", judgements)


def _opened(case: Case) -> bool:
    """Begin the trace of the next judgement."""
    case.reading.open()
    return True


def _judged(case: Case, hearing: Hearing, entry: Entry, answer: bool) -> Judgement:
    trace = case.reading.close()
    trace.paths += (f"{entry.path}/title", f"{entry.path}/outcome")
    trace.add(hearing.trace)
    if answer:
        trace.add(entry.trace)
    return Judgement(answer, trace)


def _at_index(case: Case, entry: Entry, sexual: list[Entry]) -> bool:
    reading, path = case.reading, entry.path
    guilty = found_guilty(case, entry)
    if entry.is_violent_by_name and not guilty:
        return not reading.follows("S99R-I3-CONV", f"{path}/outcome")
    if entry.is_violent_by_name:
        if entry.is_sexual:
            return reading.follows("S99R-I45-PLEA", f"{path}/title")
        rule = "S99R-I3-NAMED" if _shares_victim(entry, sexual) else "S99R-I3-SAMEOCC"
        return reading.follows(rule, f"{path}/title")
    if entry.is_sexual and entry.offence.force:
        return not reading.follows("S99R-I3-CONV", f"{path}/force")
    return guilty and _violent_facts(case, entry)


def _index_as_prior(case: Case) -> Judgement:
    """No, unless this reader enters the violence of the index a second time."""
    index = case.timeline.at("index")
    case.reading.open()
    case.reading.rests_on(*(f"{hearing.path}/date" for hearing in index))
    entries = [e for h in index for e in h.entries if e.is_violent_by_name and e.is_guilt]
    titles = (f"{e.path}/title" for e in entries)
    answer = bool(entries) and not case.reading.follows("S99R-I4-IDX", *titles)
    trace = case.reading.close()
    for hearing in index:
        trace.add(hearing.trace)
    return Judgement(answer, trace)


def _before_index(case: Case, hearing: Hearing, entry: Entry) -> bool:
    reading, path = case.reading, entry.path
    if not found_guilty(case, entry):
        return False
    if entry.offence.title == "resisting_arrest":
        return not reading.follows("S99R-I4-RESIST", f"{path}/title")
    if not entry.is_violent_by_name:
        return _violent_facts(case, entry)
    if entry.is_sexual and not reading.follows("S99R-I45-PLEA", f"{path}/title"):
        return False
    if hearing.occasion.kind == "youth_court":
        return reading.follows("S99R-I4-JUV", f"{hearing.path}/kind")
    return True


def _violent_facts(case: Case, entry: Entry) -> bool:
    """Violence in the facts behind a name without any: not scored, except by who misreads it."""
    if not (entry.offence.force or entry.offence.conduct in VIOLENT):
        return False
    fact = "force" if entry.offence.force else "behaviour"
    return not case.reading.follows("S99R-I34-NAME", f"{entry.path}/{fact}")


def _shares_victim(entry: Entry, sexual: list[Entry]) -> bool:
    victims = set(entry.offence.victims)
    return any(victims & set(e.offence.victims) for e in sexual)

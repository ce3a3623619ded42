"""Items 2 and 3: any criminal history before the index, and any failure on conditional release."""

from __future__ import annotations

from datetime import date

from instruments.case import Case, Judgement, any_yes
from instruments.csem import index_offences
from instruments.facts import ReleaseFailure
from instruments.offences import Entry
from instruments.rulings import Ruling
from instruments.timeline import Hearing
from instruments.tools.cport.coding.age import investigation, latest_start

FAILURES = ("breach", "failure_to_appear")
LENIENT = ("youth_court", "caution", "alternative_measure", "removal_from_home")
"""Dealings of which the sources do not clearly say that they are criminal history."""
INTERNAL = ("technical_violation", "placement")
"""Dealings that decide no charge."""


def item_2(case: Case) -> Ruling:
    """Anything charged or decided before the index investigation. Item verified, scope recalled."""
    limit = _investigated_by(case)
    judgements = []
    for hearing in case.timeline.hearings:
        if hearing.place == "index" or limit is None or not _before(hearing, limit):
            continue
        case.reading.open()
        case.reading.rests_on(f"{hearing.path}/date")
        answer = _is_history(case, hearing)
        judgements.append(Judgement(answer, case.reading.close()))
    judgements.append(_index_as_prior(case))
    return any_yes(case, "i2", judgements)


def item_3(case: Case) -> Ruling:
    """Any failure, ever or charged at the index. Verified; what follows the index is left open."""
    judgements = [_failure(case, failure) for failure in case.facts.release_failures or ()]
    for hearing in case.timeline.hearings:
        for entry in hearing.entries:
            if entry.offence.conduct in FAILURES:
                judgements.append(_charged_failure(case, hearing, entry))
        if hearing.occasion.kind == "technical_violation" and not hearing.entries:
            judgements.append(_dated_failure(case, hearing.occasion.date, f"{hearing.path}/kind"))
    case.reading.open()
    told = case.facts.release_failures is not None
    index = (f"{h.path}/date" for h in case.timeline.at("index"))
    case.reading.rests_on(*(("release_failures",) if told else index))
    judgements.append(Judgement(False, case.reading.close()))
    return any_yes(case, "i3", judgements)


def undone(entry: Entry) -> bool:
    """Charged, and the charge did not hold: acquitted, overturned, or not credible."""
    return not entry.stands


def _investigated_by(case: Case) -> date | None:
    """The day the index investigation began, or the first day by which it had; None: no index."""
    index = index_offences(case)
    if not index:
        return None
    days = investigation(index)
    return days[0][0] if len(days) == 1 else latest_start(index)[0]


def _before(hearing: Hearing, limit: date) -> bool:
    days = [e.charged or hearing.occasion.date for e in hearing.entries]
    return min([*days, hearing.occasion.date]) < limit


def _is_history(case: Case, hearing: Hearing) -> bool:
    """A finding of guilt; by the product's reading also a charge, a youth finding or a caution."""
    reading, kind = case.reading, hearing.occasion.kind
    if kind in INTERNAL:
        reading.rests_on(f"{hearing.path}/kind")
        return False
    outcomes = tuple(f"{e.path}/outcome" for e in hearing.entries)
    if all(undone(e) for e in hearing.entries) and hearing.entries:
        return not reading.takes("undone-charge", *outcomes)
    if kind in LENIENT:
        return reading.takes("youth-and-cautions", f"{hearing.path}/kind")
    if hearing.entries and not any(e.is_guilt for e in hearing.entries):
        return reading.takes("charge-is-history", *outcomes)
    return True


def _index_as_prior(case: Case) -> Judgement:
    """No, unless this reader takes the index itself for history."""
    index = case.timeline.at("index")
    case.reading.open()
    paths = tuple(f"{h.path}/date" for h in index)
    answer = bool(paths) and not case.reading.follows("CPORT-I2-IDX", *paths)
    return Judgement(answer, case.reading.close())


def _failure(case: Case, failure: ReleaseFailure) -> Judgement:
    path = f"release_failures/{failure.id}"
    if not failure.charged_at_index:
        return _dated_failure(case, failure.day, f"{path}/{'day' if failure.day else 'on'}")
    case.reading.open()
    answer = case.reading.follows("CPORT-I3-IDX", f"{path}/charged_at_index")
    return Judgement(answer, case.reading.close())


def _charged_failure(case: Case, hearing: Hearing, entry: Entry) -> Judgement:
    if not undone(entry) and hearing.place != "index":
        return _dated_failure(case, hearing.occasion.date, f"{entry.path}/title")
    case.reading.open()
    if undone(entry):
        answer = not case.reading.takes("undone-charge", f"{entry.path}/outcome")
    else:
        answer = case.reading.follows("CPORT-I3-IDX", f"{entry.path}/title")
    return Judgement(answer, case.reading.close())


def _dated_failure(case: Case, day: date | None, path: str) -> Judgement:
    """A failure up to the decision on the index counts; whether a later one does is left open."""
    case.reading.open()
    decided = [h.occasion.date for h in case.timeline.at("index")]
    if day is not None and decided and day > max(decided):
        answer = not case.reading.takes("failure-after-index", path)
    else:
        case.reading.rests_on(path)
        answer = True
    return Judgement(answer, case.reading.close())

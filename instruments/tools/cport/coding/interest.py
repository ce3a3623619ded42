"""Item 5: an indication of pedophilic or hebephilic interest, by admission, diagnosis or CASIC."""

from __future__ import annotations

from instruments.case import Case, Judgement, ruled
from instruments.csem import index_offences
from instruments.rulings import Ruling, Trace
from instruments.tools.casic.coding import correlates

ENOUGH = 3
TOO_FEW = 2
"""The CASIC total at which a reader of the rule on the threshold already scores."""


def item_5(case: Case) -> Ruling:
    """An admission or diagnosis suffices; without either CASIC decides, at 3 or more. Verified."""
    reading = case.reading
    reading.open()
    admission = _admission(case)
    casic = _by_casic(case)
    if admission:
        low = casic.answer is False
        if not low:
            reading.names("CPORT-I5-ADM", *admission)
        elif not reading.follows("CPORT-I5-ADM", *admission):
            reading.adopt(casic.trace)
            return ruled(case, "i5", 0)
        return ruled(case, "i5", 1)
    reading.rests_on("interest")
    reading.adopt(casic.trace)
    if casic.answer is not True and _possession_counts(case):
        return ruled(case, "i5", 1)
    if casic.answer is None:
        return ruled(case, "i5", None, missing="no-casic")
    return ruled(case, "i5", int(casic.answer))


def _admission(case: Case) -> tuple[str, ...]:
    """The facts that are an admission or a diagnosis to this reader; none where there is none.

    That an admission limited to the material counts is disputed: shown, and left open.
    """
    interest, path = case.facts.interest, "interest/admission"
    if interest is None:
        return ()
    told = ("interest/diagnosis",) if interest.diagnosis else ()
    if interest.admission == "children":
        return (path, *told)
    if interest.admission != "material_only" or told:
        return told
    is_one = case.reading.follows("CPORT-I5-MAT", path)
    return (path,) if is_one and case.reading.takes("material-admission", path) else ()


def _by_casic(case: Case) -> Judgement:
    """Whether CASIC reaches its threshold; unscored items leave it open only where they matter."""
    found = correlates(case)
    low = sum(j.answer is True for j in found)
    high = low + sum(j.answer is None for j in found)
    answer, lenient = _reached(low, high, ENOUGH), _reached(low, high, TOO_FEW)
    trace = Trace()
    for judgement in found:
        if judgement.answer is answer:
            trace.add(judgement.trace)
    if answer is not lenient:
        case.reading.open()
        if not case.reading.follows("CPORT-I5-CAS3", *trace.paths):
            answer = lenient
        trace.add(case.reading.close())
    return Judgement(answer, trace)


def _reached(low: int, high: int, threshold: int) -> bool | None:
    if low >= threshold:
        return True
    return None if high >= threshold else False


def _possession_counts(case: Case) -> bool:
    """Only to a reader for whom the offence itself shows the interest."""
    titles = tuple(f"{e.path}/title" for _, e in index_offences(case))
    return bool(titles) and not case.reading.follows("CPORT-I5-POSS", *titles)

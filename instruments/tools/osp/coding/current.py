"""The stranger victim of the current offence, and five clear years in the community."""

from __future__ import annotations

from dataclasses import replace

from instruments import catalogue
from instruments.acquaintance import ONE_SIDED, is_stranger, known_by
from instruments.case import Case, Judgement, any_yes, ruled
from instruments.facts import Victim
from instruments.offences import Entry
from instruments.release import at_risk_after, years_between
from instruments.rulings import Ruling
from instruments.timeline import Hearing
from instruments.tools.osp.coding.record import current_sanction, is_direct

YEARS = 5


def item_5(case: Case) -> Ruling:
    """Direct contact with a stranger at the current offence: 4 points. Verified.

    Who counts as a stranger was not read for this tool: the 24 hours of the others are taken
    (recalled); known from one side only is a stranger (recalled, open to a second reading).
    """
    current = current_sanction(case)
    entries = current.sexual_guilty if current is not None else ()
    judgements = [_judged(case, entries, victim) for victim in case.facts.victims]
    found = [judgement for judgement in judgements if judgement is not None]
    found += _images(case, entries)
    if not found:
        case.reading.open()
        case.reading.rests_on(*([f"{e.path}/title" for e in entries] or ["occasions"]))
        found = [Judgement(False, case.reading.close())]
    ruling = any_yes(case, "i5", found, missing="i5-unknown")
    return _in_points(case, ruling)


def item_9(case: Case) -> Ruling:
    """Five full years in the community without offending, since he was last at risk. Verified.

    Time in custody is not time in the community. A new charge without a finding of guilt ends the
    clear years (recalled, open to a second reading).
    """
    reading, current = case.reading, current_sanction(case)
    reading.open()
    day, paths = (None, ()) if current is None else at_risk_after(case.facts, current)
    if current is None or (day is None and not case.facts.in_custody):
        reading.rests_on(*paths)
        return ruled(case, "i9", None, missing="no-release")
    reading.rests_on(*paths)
    inside = case.facts.in_custody is True or day is None or day > case.facts.assessed
    since = current.occasion.date if day is None or inside else day
    long_enough = years_between(since, case.facts.assessed) >= YEARS
    reading.rests_on("assessed")
    if not long_enough or _offended(case, current):
        return ruled(case, "i9", 0)
    if inside:
        told = "in_custody" if case.facts.in_custody else paths[0]
        return ruled(case, "i9", int(not reading.follows("OSP-5Y", told)))
    return ruled(case, "i9", int(reading.follows("OSP-5Y", *paths)))


def _judged(case: Case, entries: tuple[Entry, ...], victim: Victim) -> Judgement | None:
    """One victim of the current sexual offences; None for anybody else."""
    links = [e for e in entries if victim.id in e.offence.victims]
    if not links or (victim.in_images_only and not any(e.is_live_production for e in links)):
        return None
    reading = case.reading
    reading.open()
    answer = is_stranger(victim)
    reading.rests_on(known_by(victim))
    if victim.knew_24h in ONE_SIDED and not victim.online:
        answer = reading.takes("one-sided", known_by(victim))
    if answer is not False and not any(is_direct(case, e) for e in links):
        paths = (f"{e.path}/title" for e in links)
        answer = bool(answer) and not reading.follows("OSP-STR-DC", *paths)
    return Judgement(answer, reading.close())


def _images(case: Case, entries: tuple[Entry, ...]) -> list[Judgement]:
    """Children in material are no strangers: the question is about direct contact only."""
    paths = [f"{e.path}/title" for e in entries if e.is_csem]
    if not paths:
        return []
    case.reading.open()
    followed = case.reading.follows("OSP-STR-DC", *paths)
    return [Judgement(not followed, case.reading.close())]


def _in_points(case: Case, ruling: Ruling) -> Ruling:
    if ruling.value is None:
        return ruling
    values = catalogue.tool(case.tool).item(ruling.item).values
    return replace(ruling, value=values[ruling.value])


def _offended(case: Case, current: Hearing) -> bool:
    """Did he do something after the current sanction, by a charge that stands?"""
    later = [
        e
        for h in case.timeline.hearings
        for e in h.entries
        if e.stands and e.committed > current.occasion.date and h is not current
    ]
    paths = [f"{e.path}/outcome" for e in later]
    if any(e.is_guilt for e in later):
        case.reading.rests_on(*paths)
        return True
    return bool(later) and case.reading.takes("charge-ends-years", *paths)

"""Sanctions: every conviction or caution on record, the current one among them."""

from __future__ import annotations

from typing import Literal

from instruments.case import Case
from instruments.offences import CSEM, VIOLENT, Entry
from instruments.timeline import Hearing

Kind = Literal["image", "child", "adult", "other"]
ADULT = 16
CAUTION = "caution"
SANCTIONING = ("court", "youth_court", CAUTION)


def dealt_with(case: Case) -> list[Hearing]:
    """Occasions that ended in a conviction or a caution, earliest first.

    A matter that went from diversion to a court ended in what the court decided; a diversion alone
    is no sanction (recalled).
    """
    return [
        hearing
        for hearing in case.timeline.hearings
        if hearing.guilty and hearing.sentence.kind in SANCTIONING
    ]


def sanctions(case: Case) -> list[Hearing]:
    """What counts as a sanction. An official caution does (recalled, open to a second reading)."""
    return [hearing for hearing in dealt_with(case) if _is_sanction(case, hearing)]


def _is_sanction(case: Case, hearing: Hearing) -> bool:
    if hearing.sentence.kind != CAUTION:
        return True
    return case.reading.takes("caution-sanction", f"occasions/{hearing.sentence.id}/kind")


def sexual_sanctions(case: Case) -> list[Hearing]:
    return [hearing for hearing in sanctions(case) if hearing.sexual_guilty]


def current_sanction(case: Case) -> Hearing | None:
    """The latest sanction of any kind: what is now being dealt with."""
    found = sanctions(case)
    return found[-1] if found else None


def kind_of(case: Case, entry: Entry) -> Kind:
    """Which of the four counts an offence belongs to.

    Images and indirect contact with a child together, direct contact apart: verified. An arranged
    meeting counts as an attempt at direct contact, and so does production with a live child
    (both recalled, open to a second reading). An offence that is sexual by its motive alone goes by
    the age of the victim (recalled).
    """
    reading, path, offence = case.reading, entry.path, entry.offence
    conduct = offence.conduct
    if conduct == "contact_child":
        return "child"
    if conduct == "contact_adult":
        return "adult"
    if conduct == "luring":
        return _of_luring(case, entry)
    if entry.is_live_production:
        return "child" if reading.takes("live-production", f"{path}/live_child") else "image"
    if conduct in CSEM or conduct == "csem_production":
        return "image"
    if conduct in VIOLENT:
        return "child" if _has_child(case, entry) else "adult"
    return "other"


def is_direct(case: Case, entry: Entry) -> bool:
    """Actual or attempted direct contact with the victim."""
    return kind_of(case, entry) in ("child", "adult")


def _of_luring(case: Case, entry: Entry) -> Kind:
    path = f"{entry.path}/attempted_contact"
    if entry.offence.attempted_contact:
        return "child" if case.reading.takes("attempt", path) else "image"
    return "image" if case.reading.follows("OSP-146", f"{entry.path}/title") else "child"


def _has_child(case: Case, entry: Entry) -> bool:
    victims = {v.id: v for v in case.facts.victims}
    ages = [victims[v].age for v in entry.offence.victims]
    return any(age is not None and age < ADULT for age in ages)

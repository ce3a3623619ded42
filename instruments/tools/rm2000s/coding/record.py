"""Convictions and sentencing occasions, as Risk Matrix 2000 / Sex counts them."""

from __future__ import annotations

from datetime import date

from instruments.case import Case
from instruments.offences import CATEGORY_B, Entry
from instruments.timeline import Hearing

COURTS = ("court", "youth_court")


def sexual_convictions(case: Case) -> list[Entry]:
    """Sexual offences with a conviction, or a caution where it stands for one. Never undone."""
    return [e for hearing in case.timeline.hearings for e in hearing.sexual_guilty]


def is_open_kind(entry: Entry) -> bool:
    """Without a sexual motive, between consenting peers, or of category B: may not be sexual."""
    offence = entry.offence
    unclear = offence.consenting_peer or offence.sexual_motive is False
    return unclear or entry.conduct in CATEGORY_B


def counts_as_sexual(case: Case, *entries: Entry) -> bool:
    """Does one of these sexual offences count in the items? Here all do.

    Of an open kind: not settled in the sources read, open to a second reading.
    """
    if not all(is_open_kind(entry) for entry in entries):
        return True
    return bool(entries) and case.reading.takes("open-kind", *(_fact(e) for e in entries))


def _fact(entry: Entry) -> str:
    offence = entry.offence
    names = {
        "consenting_peer": offence.consenting_peer,
        "sexual_motive": offence.sexual_motive is False,
        "behaviour": offence.behaviour is not None,
    }
    return f"{entry.path}/{next((name for name, holds in names.items() if holds), 'title')}"


def latest_conviction(case: Case) -> Hearing | None:
    """The latest occasion with a sexual conviction of whatever kind."""
    convicted = [hearing for hearing in case.timeline.hearings if hearing.sexual_guilty]
    return convicted[-1] if convicted else None


def index_hearing(case: Case) -> Hearing | None:
    """The latest occasion with a sexual conviction: he is at risk again after its sentence."""
    for hearing in reversed(case.timeline.hearings):
        if counts_as_sexual(case, *hearing.sexual_guilty):
            return hearing
    return None


def appearances(case: Case) -> dict[date, list[Hearing]]:
    """The days on which he was sentenced for anything, with what was decided on each.

    A conviction that still waits for its sentence counts at the index only. Occasions sentenced,
    of any kind: supported. What was sentenced after the index counts, and youth courts count
    (recalled, open to a second reading); so do official cautions in England and Wales. A removal
    from home does not (likewise).
    """
    index = index_hearing(case)
    days: dict[date, list[Hearing]] = {}
    for hearing in case.timeline.hearings:
        if _is_sentenced(hearing, is_index=hearing is index) and _counts(case, hearing, index):
            days.setdefault(hearing.occasion.date, []).append(hearing)
    return days


def _is_sentenced(hearing: Hearing, *, is_index: bool) -> bool:
    outcomes = [e.offence.outcome for e in hearing.entries]
    if "convicted" in outcomes or "cautioned" in outcomes:
        return True
    if is_index:
        return "convicted_not_sentenced" in outcomes
    return not outcomes and hearing.sentence.sentence not in (None, "none")


def _counts(case: Case, hearing: Hearing, index: Hearing | None) -> bool:
    """By the court that dealt with it in the end, where a diversion came first."""
    reading, path = case.reading, f"occasions/{hearing.sentence.id}/kind"
    kind = hearing.sentence.kind
    if kind == "caution":
        in_england = case.facts.jurisdiction == "england_wales"
        return in_england is reading.takes("caution-appearance", path)
    if kind == "removal_from_home":
        return not reading.takes("removal-appearance", path)
    if kind not in COURTS:
        return False
    if kind == "youth_court" and not reading.takes("youth-appearance", path):
        return False
    if index is not None and hearing.occasion.date > index.occasion.date:
        return reading.takes("later-appearance", f"{hearing.path}/date")
    return True

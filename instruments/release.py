"""When he was or will be at risk again after the index, and ages in full years."""

from __future__ import annotations

from datetime import date

from instruments.facts import Facts
from instruments.timeline import Hearing, Timeline

Day = tuple[date | None, tuple[str, ...]]
"""A day, None where the file does not tell, and the facts that give it."""


def years_between(born: date, day: date) -> int:
    """Full years on that day. A birthday on 29 February is kept on 1 March in common years."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had_birthday)


def release_day(facts: Facts, timeline: Timeline) -> Day:
    """First day at risk after the index."""
    hearing = timeline.latest_index
    return (None, ()) if hearing is None else at_risk_after(facts, hearing)


def at_risk_after(facts: Facts, hearing: Hearing) -> Day:
    """First day at risk after an occasion: release from custody, or the start in the community.

    Community sentence: the first day at risk, else the sentence date (recalled).
    Charges still pending: release if the file tells it, else the assessment (recalled).
    """
    occasion = hearing.sentence
    path = f"occasions/{occasion.id}"
    if occasion.released is not None:
        return occasion.released, (f"{path}/released",)
    if occasion.sentence == "custody":
        return None, (f"{path}/sentence",)
    if occasion.at_risk is not None:
        return occasion.at_risk, (f"{path}/at_risk",)
    if hearing.decided is None:
        return facts.assessed, ("assessed",)
    return occasion.date, (f"{path}/date",)

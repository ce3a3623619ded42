"""The kinds of men that the literature speaks of: CSEM-exclusive, and with another offence too."""

from __future__ import annotations

from instruments.facts import Facts
from instruments.offences import Entry, category
from instruments.rulings import Reading
from instruments.timeline import Timeline, read_timeline


def standing(timeline: Timeline) -> tuple[Entry, ...]:
    """The sexual offences charged or convicted, and not undone."""
    return tuple(e for h in timeline.hearings for e in h.standing)


def csem_titles(timeline: Timeline) -> tuple[str, ...]:
    """The facts that make it a CSEM case: offences with material that is not wholly virtual."""
    return tuple(
        f"{e.path}/title"
        for e in standing(timeline)
        if e.conduct == "csem_production" or (e.is_csem and e.conduct != "csem_virtual")
    )


def only_csem_titles(timeline: Timeline) -> tuple[str, ...]:
    """The CSEM offences of a man who has no other sexual offence; empty for everybody else."""
    entries = standing(timeline)
    if not all(entry.is_csem for entry in entries):
        return ()
    return csem_titles(timeline)


def dual_titles(timeline: Timeline) -> tuple[str, ...]:
    """The offences of a man with CSEM and with a direct victim as well; empty for others."""
    csem = csem_titles(timeline)
    direct = tuple(f"{e.path}/title" for e in standing(timeline) if category(e) == "A")
    material = set(csem) - set(direct)
    return (*csem, *direct) if material and direct else ()


def is_only_csem(facts: Facts) -> bool:
    """Are all his sexual offences CSEM offences, by the rules read right?"""
    return bool(only_csem_titles(read_timeline(facts, Reading())))

"""Who plays in the agency under monitoring: everyone is invented, every coding is simulated."""

from __future__ import annotations

from typing import NamedTuple

from agencies.models import Role
from config.demo.people import Player

MONTHS = 12
"""Months of check cases behind this agency."""


class Change(NamedTuple):
    """What becomes different in somebody's scoring, from which of the months on."""

    since: int
    misread: tuple[str, ...] = ()
    muddled: int = 0
    """So many items of a case one step too high, and as many one step too low."""
    leans: bool = False
    """Wherever age would lower a total by much, it is not lowered."""


class Watched(NamedTuple):
    """An assessor with a certificate: reads every rule right and rarely slips, until it changes."""

    name: str
    change: Change | None = None


NAME = "Western Assessment Service (demonstration)"
SLUG = "west"
SUPPORT = "Duty psychologist of the Western Assessment Service, extension 300, working days"
PROGRAMME = "Static-99R, certified assessors"
COHORT = "Certified last year"
SLIP_RATE = 0.015

STAFF = (
    Player("Greta", Role.COORDINATOR),
    Player("Hanna", Role.EXPERT),
    Player("Ivo", Role.EXPERT),
    Player("Karl", Role.EXPERT),
    Player("Lena", Role.EXPERT),
    Player("Judith", Role.ADJUDICATOR),
)
FALLS, LEANS, MISREADS = "Bruno", "Edith", "Jules"
"""Whose scoring changes: fewer items right; totals too high; one rule read otherwise."""
DRIFTING = (FALLS, LEANS, MISREADS)
MISREAD = "S99R-I2-DIR"
ASSESSORS = (
    Watched("Adele"),
    Watched(FALLS, Change(since=8, muddled=2)),
    Watched("Celia"),
    Watched("Dario"),
    Watched(LEANS, Change(since=2, leans=True)),
    Watched("Felix"),
    Watched("Gilda"),
    Watched("Hector"),
    Watched("Irene"),
    Watched(MISREADS, Change(since=8, misread=(MISREAD,))),
)
WRONG_ITEM = "i6"
"""The item of one case whose gold the agency's own panel has changed, wrongly."""

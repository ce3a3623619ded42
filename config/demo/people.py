"""Who plays in the demonstration: everyone is invented, the misreadings are simulated."""

from __future__ import annotations

from typing import NamedTuple

from agencies.models import Role


class Player(NamedTuple):
    """One person of the demonstration and the role they play."""

    name: str
    role: Role


class SimulatedAssessor(NamedTuple):
    """An assessor whose codings are computed: sound, but for these rules and a few slips."""

    name: str
    misread: tuple[str, ...]
    slip_rate: float = 0.03


class DemoAgency(NamedTuple):
    name: str
    slug: str
    support_contact: str
    staff: tuple[Player, ...]
    newcomer: str
    assessors: tuple[SimulatedAssessor, ...]
    has_panels: bool = False
    """Whether panels and a contest wait in its queue."""
    has_programme: bool = False
    has_study: bool = False
    """Whether it has a finished study of what its assessors scored."""
    graduate: SimulatedAssessor | None = None
    """Who has been through the programme and holds a certificate."""


NORTH = DemoAgency(
    name="Northern Probation (demonstration)",
    slug="north",
    support_contact="Staff support line of Northern Probation, extension 100, day and night",
    staff=(
        Player("Tom", Role.COORDINATOR),
        Player("Ana", Role.ANALYST),
        Player("Eva", Role.EXPERT),
        Player("Eli", Role.EXPERT),
        Player("Ida", Role.ADJUDICATOR),
        Player("Ned", Role.AGENCY_ADMIN),
    ),
    newcomer="Asha",
    assessors=(
        SimulatedAssessor("Ben", ("S99R-I9-IMG",)),
        SimulatedAssessor("Chloe", ("S99R-I9-IMG", "S99R-I8-IMG")),
        SimulatedAssessor("Dan", ("S99R-I9-IMG", "S99R-I5-IDX")),
        SimulatedAssessor("Elise", ("S99R-I6-IDX",)),
        SimulatedAssessor("Farid", ("S99R-I1-RELEASE",)),
        SimulatedAssessor("Gwen", ("S99R-I10-MIXED", "S99R-I10-IMG")),
        SimulatedAssessor("Hugo", ("S99R-I7-CHARGE",)),
        SimulatedAssessor("Imani", ("S99R-EL-CSEMONLY",)),
        SimulatedAssessor("Jonas", ()),
        SimulatedAssessor("Kira", ()),
        SimulatedAssessor("Leon", ("S99R-I8-STEP",)),
        SimulatedAssessor("Maude", (), 0.12),
    ),
    has_panels=True,
    has_programme=True,
    has_study=True,
    graduate=SimulatedAssessor("Noor", ()),
)

SOUTH = DemoAgency(
    name="Southern Corrections (demonstration)",
    slug="south",
    support_contact="Peer support of Southern Corrections, extension 200, working days",
    staff=(
        Player("Sara", Role.COORDINATOR),
        Player("Otto", Role.ANALYST),
        Player("Vera", Role.EXPERT),
        Player("Wim", Role.EXPERT),
    ),
    newcomer="Cara",
    assessors=(
        SimulatedAssessor("Nadia", ("S99R-I9-IMG",)),
        SimulatedAssessor("Olaf", ("S99R-I5-CLUSTER", "S99R-I5-PSEUDO")),
        SimulatedAssessor("Petra", ("S99R-I6-TECH",)),
        SimulatedAssessor("Quentin", ("S99R-I4-JUV", "S99R-I6-JUV")),
        SimulatedAssessor("Rosa", ("S99R-I7-CSEM",)),
        SimulatedAssessor("Samir", ()),
        SimulatedAssessor("Tessa", ("S99R-I2-MARR",)),
        SimulatedAssessor("Ulrich", ("S99R-I9-NET", "S99R-I7-ATT")),
    ),
)

AGENCIES = (NORTH, SOUTH)


def address(name: str, slug: str) -> str:
    """The e-mail address of somebody of the agency with this slug."""
    return f"{name.lower()}@{slug}.example"

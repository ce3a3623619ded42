"""Cases and simulated assessors for the tests of the diagnosis."""

from functools import cache
from pathlib import Path

from bench.cases import made_case
from instruments.diagnosis import Coded
from instruments.facts import read_facts
from instruments.simulation import simulate
from tests.instruments.casebook import TOOL

LIBRARY = Path(__file__).parents[3] / "vignettes" / "library"


@cache
def case_files():
    """The cases that ship and forty made by seed."""
    shipped = [read_facts(p.read_bytes(), p.parent.name) for p in LIBRARY.glob("*/facts.json")]
    return (*sorted(shipped, key=lambda f: f.case), *(made_case(n) for n in range(40)))


def coded(facts, *misread, slips=0.0, seed=1, tool=TOOL):
    scores = simulate(tool, facts, frozenset(misread), slips, f"{seed} {facts.case}")
    return Coded(facts.case, tool, facts, scores)


def codings(*misread, slips=0.0, seed=1, cases=None):
    return [coded(f, *misread, slips=slips, seed=seed) for f in cases or case_files()]

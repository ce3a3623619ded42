"""PCRA from facts: may it be used. The five domain totals are typed in by a trained user."""

from __future__ import annotations

from instruments.case import open_case
from instruments.facts import Facts
from instruments.judgement import (
    all_judged,
    caution,
    coded,
    eligibility,
    is_adult,
    is_convicted,
    made_for,
    no_second_sheets,
    risk_is_asked,
)
from instruments.rulings import Coded, Reading

__all__ = ["code", "second_sheets"]

TOOL = "pcra"
ITEMS = tuple(f"i{n}" for n in range(1, 6))
TESTS = (risk_is_asked, is_adult, is_convicted, made_for("united_states"))

second_sheets = no_second_sheets


def code(facts: Facts, reading: Reading) -> Coded:
    """Whether the tool may be used; the totals are typed in."""
    case = open_case(TOOL, facts, reading)
    cautions = (caution(case, "GEN-PCRA"),)
    return coded(case, eligibility(case, *TESTS), lambda: all_judged(case, ITEMS), cautions)

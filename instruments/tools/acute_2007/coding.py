"""ACUTE-2007 from facts: may it be used. All seven items are scored by judgement."""

from __future__ import annotations

from instruments.case import Case, open_case
from instruments.facts import Facts
from instruments.groups import only_csem_titles
from instruments.judgement import (
    Reasons,
    all_judged,
    caution,
    coded,
    eligibility,
    has_sexual_conviction,
    is_adult,
    is_man,
    no_second_sheets,
    risk_is_asked,
)
from instruments.rulings import Answer, Caution, Coded, Reading

__all__ = ["code", "second_sheets"]

TOOL = "acute-2007"
ITEMS = tuple(f"i{n}" for n in range(1, 8))
TESTS = (risk_is_asked, is_man, is_adult, has_sexual_conviction)

second_sheets = no_second_sheets


def code(facts: Facts, reading: Reading) -> Coded:
    """Whether the tool may be used; the scores are a panel's."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case, *TESTS, _in_community, _only_csem)
    return coded(case, answer, lambda: all_judged(case, ITEMS), _cautions(case))


def _in_community(case: Case) -> tuple[Answer, Reasons]:
    """For men under supervision in the community; where the file is silent, that is assumed."""
    if not case.facts.in_custody:
        return "yes", []
    case.reading.rests_on("in_custody")
    return "no", ["not-in-custody"]


def _only_csem(case: Case) -> tuple[Answer, Reasons]:
    """Men whose only sexual offences are CSEM offences are not left out. Status: verified."""
    exclusive = only_csem_titles(case.timeline)
    if not exclusive or case.reading.follows("ACU-CSEM", *exclusive):
        return "yes", []
    return "no", ["misread-only-csem"]


def _cautions(case: Case) -> tuple[Caution, ...]:
    return (
        caution(case, "ACU-CSEM", *only_csem_titles(case.timeline)),
        caution(case, "ACU-NOW", "assessed"),
    )

"""CPORT from facts to scores: eligibility first, then the seven items."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import Case, not_scored, open_case, scored
from instruments.csem import eligibility
from instruments.facts import Facts
from instruments.offences import NON_CONTACT
from instruments.rulings import Caution, Coded, Reading, SecondSheet
from instruments.tools.cport.coding.age import item_1
from instruments.tools.cport.coding.contact import item_4
from instruments.tools.cport.coding.interest import item_5
from instruments.tools.cport.coding.material import item_6, item_7
from instruments.tools.cport.coding.record import item_2, item_3

__all__ = ["code", "second_sheets"]

TOOL = "cport"
ITEMS = (item_1, item_2, item_3, item_4, item_5, item_6, item_7)


def code(facts: Facts, reading: Reading) -> Coded:
    """Scores of every item as this reader gives them; none where the tool may not be used."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case, "CPORT-EL-CSEM")
    if answer.answer != "yes":
        return Coded(answer, not_scored(TOOL, answer))
    return Coded(answer, scored(case, ITEMS), _cautions(case))


def second_sheets(facts: Facts) -> tuple[SecondSheet, ...]:
    """None: the tool does not look at the release, the one date that a file may leave open."""
    return ()


def _cautions(case: Case) -> tuple[Caution, ...]:
    """Use with CSEM-exclusive men in the United States is contested."""
    facts = case.facts
    sexual = [e for h in case.timeline.hearings for e in h.standing]
    if facts.jurisdiction != "united_states":
        return ()
    if any(e.offence.conduct not in NON_CONTACT | {"csem_production"} for e in sexual):
        return ()
    text = catalogue.tool(TOOL).notes["caution-united-states"]
    return (Caution("CPORT-EL-CSEM", text, ("jurisdiction",)),)

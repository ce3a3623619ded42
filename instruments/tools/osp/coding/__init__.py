"""OSP/IIC and OSP/DC from facts to scores: eligibility, counts of sanctions, dates."""

from __future__ import annotations

from instruments.case import not_scored, open_case, scored
from instruments.facts import Facts
from instruments.rulings import Coded, Reading, SecondSheet
from instruments.tools.osp.coding.current import item_5, item_9
from instruments.tools.osp.coding.eligibility import eligibility
from instruments.tools.osp.coding.sanctions import SEXUAL_COUNTS, item_6, item_7, item_8

__all__ = ["code", "second_sheets"]

TOOL = "osp"
ITEMS = (*SEXUAL_COUNTS, item_5, item_6, item_7, item_8, item_9)


def code(facts: Facts, reading: Reading) -> Coded:
    """Scores of every item as this reader gives them; none where the tool may not be used."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case)
    if answer.answer != "yes":
        return Coded(answer, not_scored(TOOL, answer))
    return Coded(answer, scored(case, ITEMS))


def second_sheets(facts: Facts) -> tuple[SecondSheet, ...]:
    """None: no rule of this tool asks for a second sheet."""
    return ()

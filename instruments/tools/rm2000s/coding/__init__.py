"""Risk Matrix 2000 / Sex from facts to scores: eligibility, step 1, then the factors."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import not_scored, open_case, scored
from instruments.facts import Facts
from instruments.rulings import Caution, Coded, Reading, SecondSheet
from instruments.tools.rm2000s.coding.eligibility import eligibility
from instruments.tools.rm2000s.coding.noncontact import item_7
from instruments.tools.rm2000s.coding.single import item_6
from instruments.tools.rm2000s.coding.step_1 import item_1, item_2, item_3
from instruments.tools.rm2000s.coding.victims import item_4, item_5

__all__ = ["code", "second_sheets"]

TOOL = "rm2000s"
ITEMS = (item_1, item_2, item_3, item_4, item_5, item_6, item_7)


def code(facts: Facts, reading: Reading) -> Coded:
    """Scores of every item as this reader gives them; none where the tool may not be used."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case)
    if answer.answer != "yes":
        return Coded(answer, not_scored(TOOL, answer))
    return Coded(answer, scored(case, ITEMS), (_guide(),))


def second_sheets(facts: Facts) -> tuple[SecondSheet, ...]:
    """None: no rule of this tool asks for a second sheet."""
    return ()


def _guide() -> Caution:
    """Every result names the guide that it was scored by."""
    return Caution("RM-VERSION", catalogue.tool(TOOL).notes["guide"], ("jurisdiction",))

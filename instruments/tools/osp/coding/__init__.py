"""OSP/IIC and OSP/DC from facts to scores: eligibility, counts of sanctions, dates."""

from __future__ import annotations

from instruments.case import not_scored, open_case
from instruments.facts import Facts
from instruments.rulings import Coded, Reading, SecondSheet
from instruments.tools.osp.coding.current import item_5, item_9
from instruments.tools.osp.coding.eligibility import eligibility
from instruments.tools.osp.coding.sanctions import item_6, item_7, item_8, sexual_counts

__all__ = ["code", "second_sheets"]

TOOL = "osp"


def code(facts: Facts, reading: Reading) -> Coded:
    """Scores of every item as this reader gives them; none where the tool may not be used."""
    case = open_case(TOOL, facts, reading)
    answer = eligibility(case)
    if answer.answer != "yes":
        return Coded(answer, not_scored(TOOL, answer))
    rulings = [*sexual_counts(case)]
    rulings += [score(case) for score in (item_5, item_6, item_7, item_8, item_9)]
    return Coded(answer, {ruling.item: ruling for ruling in rulings})


def second_sheets(facts: Facts) -> tuple[SecondSheet, ...]:
    """None: no rule of this tool asks for a second sheet."""
    return ()

"""Static-99R from facts to scores: eligibility first, then the ten items."""

from __future__ import annotations

from instruments import catalogue
from instruments.case import Case, not_scored, scored
from instruments.facts import Facts
from instruments.rulings import Caution, Coded, Reading
from instruments.tools.static_99r.coding.age import item_1, second_sheets
from instruments.tools.static_99r.coding.case import TOOL, open_case
from instruments.tools.static_99r.coding.dates import item_6
from instruments.tools.static_99r.coding.eligibility import eligibility
from instruments.tools.static_99r.coding.noncontact import item_7
from instruments.tools.static_99r.coding.partner import item_2
from instruments.tools.static_99r.coding.priors import item_5
from instruments.tools.static_99r.coding.victims import item_8, item_9, item_10
from instruments.tools.static_99r.coding.violence import item_3, item_4

__all__ = ["code", "second_sheets"]

ITEMS = (item_1, item_2, item_3, item_4, item_5, item_6, item_7, item_8, item_9, item_10)


def code(facts: Facts, reading: Reading) -> Coded:
    """Scores of every item as this reader gives them; none where the tool may not be used."""
    case = open_case(facts, reading)
    answer = eligibility(case)
    if answer.answer != "yes":
        return Coded(answer, not_scored(TOOL, answer))
    return Coded(answer, scored(case, ITEMS), _cautions(case))


def _cautions(case: Case) -> tuple[Caution, ...]:
    """The norms run low for men with CSEM offences: said beside every total of theirs."""
    csem = tuple(f"{e.path}/title" for e in case.timeline.entries if e.is_sexual and e.is_csem)
    paths = csem or (("material",) if case.facts.material is not None else ())
    if not paths:
        return ()
    text = catalogue.tool(TOOL).notes["caution-csem"]
    return (Caution("S99R-NORM-CSEM", text, paths),)

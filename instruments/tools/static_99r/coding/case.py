"""How Static-99R reads the record: its own rules on sexual behaviour, index and diversion."""

from __future__ import annotations

from instruments import case
from instruments.case import Case
from instruments.facts import Facts
from instruments.rulings import Reading
from instruments.timeline import RecordRules

TOOL = "static-99r"
RULES = RecordRules(
    behaviour="S99R-SEX-BEHAV",
    cluster="S99R-I5-CLUSTER",
    late="S99R-I5-PSEUDO",
    diversion="S99R-I6-ALTSAME",
    charge_doubt="charge-separates",
)


def open_case(facts: Facts, reading: Reading) -> Case:
    return case.open_case(TOOL, facts, reading, RULES)

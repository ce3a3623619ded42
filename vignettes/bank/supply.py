"""How many exam attempts, and how many months of check cases, a bank sustains for each tool.

Only cases count that may be drawn and scored whole: the tool may be used, and every item has a
score. The cases of a tool are split once: what is practised and checked with never comes up in an
exam. A case and its variants are one.
"""

from dataclasses import dataclass

PRACTICE_SHARE = 0.4
"""Of the cases: those for practice and checks. The others wait for exams."""
PRACTISED = 8
"""Cases practised with full feedback before an exam."""
EXAM = 10
"""Cases in one exam attempt, none of them seen before by the same person."""
CHECKS_A_MONTH = 2
COMES_BACK = 12
"""Months after which a check case may be given to the same person again."""


@dataclass(frozen=True)
class Supply:
    """What one assessor can be given. `months` is None where check cases never run out."""

    tool: str
    cases: int
    """Cases on which the tool may be used and every item has a score; kin count once."""
    attempts: int
    months: int | None


def supply(tool_id: str, cases: int, *, decides: bool) -> Supply:
    """Whole exams from the exam side; months of unseen check cases from what is left of the other.

    Gold that decides no certificate (`decides` false) sustains practice and check cases only.
    """
    to_practise = round(cases * PRACTICE_SHARE)
    months = max(0, to_practise - PRACTISED) // CHECKS_A_MONTH
    return Supply(
        tool=tool_id,
        cases=cases,
        attempts=(cases - to_practise) // EXAM if decides else 0,
        months=None if months >= COMES_BACK else months,
    )

"""How many exam attempts, and how many months of check cases, a bank sustains for each tool."""

from dataclasses import dataclass

PRACTISED = 8
"""Cases practised with full feedback before an exam; they are never exam cases."""
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
    """Cases with a right answer for this tool: it may be used, or must not be."""
    attempts: int
    months: int | None


def supply(tool_id: str, cases: int, *, decides: bool) -> Supply:
    """After practice: whole exams; after practice and one exam: months of unseen check cases.

    Gold that decides no certificate (`decides` false) sustains practice and check cases only.
    """
    unseen = max(0, cases - PRACTISED)
    left = max(0, unseen - EXAM) if decides else unseen
    months = left // CHECKS_A_MONTH
    return Supply(
        tool=tool_id,
        cases=cases,
        attempts=unseen // EXAM if decides else 0,
        months=None if months >= COMES_BACK else months,
    )

"""Which coding of a file is the first and which the second, and which must not be there at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from reliability.studies.checking_findings import Findings

BETWEEN, BACK_READING, WITHIN = "between", "back-reading", "within"
KINDS = (BETWEEN, BACK_READING, WITHIN)
FIRST = 1


@dataclass(slots=True)
class Draft:
    """A coding before it is numbered. `occasion` is 0 where the table does not tell."""

    row: int
    target: str
    rater: str
    occasion: int
    part: str
    coded_on: date | None
    scores: dict[str, int]
    total: int | None
    band: str
    flags: dict[str, bool]


def put_in_order(drafts: Sequence[Draft], kind: str, findings: Findings) -> None:
    """Gives every draft its occasion, and reports those that a study of this kind cannot have."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind}")
    if kind == BETWEEN:
        _refuse_second(drafts, findings)
        return
    by_person = kind == WITHIN

    def together(draft: Draft) -> Hashable:
        return (draft.part, draft.target, draft.rater if by_person else "")

    for group in _groups(drafts, together):
        _number(group, findings)
        if not by_person:
            _refuse_own_back_reading(group, findings)
        _refuse_same_occasion(group, findings)


def _groups(drafts: Sequence[Draft], key: Callable[[Draft], Hashable]) -> list[list[Draft]]:
    groups: dict[Hashable, list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[key(draft)].append(draft)
    return list(groups.values())


def _refuse_second(drafts: Sequence[Draft], findings: Findings) -> None:
    """Between assessors, each person scores a file once; the first row stands."""
    seen: dict[Hashable, int] = {}
    for draft in drafts:
        draft.occasion = FIRST
        key = (draft.part, draft.target, draft.rater)
        if key not in seen:
            seen[key] = draft.row
        elif seen[key] == draft.row:
            findings.add(draft.row, -1, "same-person")
        else:
            findings.add(draft.row, -1, "same-coding-twice", other=seen[key])


def _number(group: list[Draft], findings: Findings) -> None:
    """By the occasion told, else by the dates where all differ, else by the order of the rows."""
    if all(draft.occasion for draft in group):
        return
    dates = {draft.coded_on for draft in group}
    if len(dates) == len(group) and None not in dates:
        ordered = sorted(group, key=lambda draft: draft.coded_on or date.min)
    else:
        ordered = group
        if len(group) > 1:
            findings.add_once("order-of-rows")
    for place, draft in enumerate(ordered, FIRST):
        draft.occasion = place


def _refuse_own_back_reading(group: list[Draft], findings: Findings) -> None:
    """A second reading by whoever scored first tells nothing about agreement between persons."""
    first: dict[str, Draft] = {}
    for draft in sorted(group, key=lambda draft: draft.occasion):
        earlier = first.setdefault(draft.rater, draft)
        if earlier.occasion < draft.occasion:
            if earlier.row == draft.row:
                findings.add(draft.row, -1, "same-person")
            else:
                findings.add(draft.row, -1, "same-back-reader", other=earlier.row)


def _refuse_same_occasion(group: list[Draft], findings: Findings) -> None:
    seen: dict[Hashable, int] = {}
    for draft in group:
        other = seen.setdefault((draft.rater, draft.occasion), draft.row)
        if other != draft.row:
            findings.add(draft.row, -1, "same-occasion-twice", other=other)

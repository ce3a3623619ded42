"""When a misread rule comes back: after 1, 3 and 7 further cases, until it was read right twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

AFTER = (1, 3, 7)
"""Further cases before a rule comes back: the first time, the second, and every later time."""
ENOUGH = 2
"""Times in a row that a rule must be read right before it stops coming back."""


class Sighting(Protocol):
    """What one practised case says about rules."""

    @property
    def misread(self) -> frozenset[str]: ...

    @property
    def tested(self) -> frozenset[str]: ...

    @property
    def read_right(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Return:
    """A misread rule that comes back in a later case."""

    rule: str
    misread_times: int
    right_since: int
    """Times in a row that it was read right since it was last misread."""
    overdue: int
    """How many cases ago it was due; below 0: in so many cases."""

    @property
    def is_due(self) -> bool:
        return self.overdue >= 0

    @property
    def cases_to_go(self) -> int:
        """How many cases come before it."""
        return max(0, -self.overdue)


def returns(cases: Sequence[Sighting]) -> tuple[Return, ...]:
    """The rules that come back, the most overdue first. `cases`: what was practised, oldest first.

    `overdue` is counted for the case to be given next.
    """
    rules = dict.fromkeys(rule for case in cases for rule in sorted(case.misread))
    found = filter(None, (_return(rule, cases) for rule in rules))
    return tuple(sorted(found, key=lambda one: (-one.overdue, -one.misread_times, one.rule)))


def due(cases: Sequence[Sighting]) -> tuple[str, ...]:
    """The rules that the next case should bring back."""
    return tuple(one.rule for one in returns(cases) if one.is_due)


def _return(rule: str, cases: Sequence[Sighting]) -> Return | None:
    met = [place for place, case in enumerate(cases) if rule in case.tested | case.misread]
    last = max(place for place in met if rule in cases[place].misread)
    since = [place for place in met if place > last]
    right = _in_a_row(rule in cases[place].read_right for place in since)
    if right >= ENOUGH:
        return None
    # Counted from when the rule was last met, so that a rule met by chance need not come at once.
    begin = since[-1] if since else last
    further = len(cases) - 1 - begin
    return Return(
        rule=rule,
        misread_times=sum(rule in case.misread for case in cases),
        right_since=right,
        overdue=further - AFTER[min(len(since), len(AFTER) - 1)],
    )


def _in_a_row(values: Iterable[bool]) -> int:
    count = 0
    for value in values:
        count = count + 1 if value else 0
    return count

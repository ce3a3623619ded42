"""One rule newly misread after sound cases: after how many cases that exercise it is it named?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bench.drift.made import WARM
from bench.drift.readers import Result, bank, results, rules_exercised
from reliability.monitoring import Limits, Point, Watch, baseline, watch

ENOUGH = 4
"""Cases of the bank that exercise a rule, below which it is left out here."""
EXERCISES = 12
"""Cases that exercise it, after which a trial ends."""
ONE_IN = 3
"""After the change about one case in so many is drawn from those that exercise the rule."""
FIRST_DAY = date(2024, 1, 1)


@dataclass(frozen=True)
class Trial:
    """One assessor who misreads one rule from case WARM on."""

    rule: str
    named: int | None
    """Cases that exercise it until an alarm names it; None: none of EXERCISES did."""
    seen: int | None
    """The same until any alarm."""
    wrongly: int
    """Alarms that name other rules only."""
    names: int
    """Rules that the right alarm names."""


def named_rules(tool: str) -> tuple[str, ...]:
    """The rules that enough cases of the bank exercise."""
    return tuple(rule for rule, places in rules_exercised(tool).items() if len(places) >= ENOUGH)


def trials(
    tool: str, rule: str, number: int, found: Limits, *, sound: float, seed: str
) -> list[Trial]:
    """So many assessors; those with an alarm before the change are left out."""
    told = (told_at([found], tool, rule, sound, f"{seed} {n}")[0] for n in range(number))
    return [one for one in told if one is not None]


def told_at(
    found: Sequence[Limits], tool: str, rule: str, sound: float, seed: str
) -> list[Trial | None]:
    """One assessor, watched under each of these limits; None: an alarm before the change."""
    dice = Random(f"{seed} {tool} {rule} {sound}")  # noqa: S311 - reproducible on purpose
    cases, exercising = bank(tool), rules_exercised(tool)[rule]
    before = [dice.randrange(len(cases)) for _ in range(WARM)]
    after = _after(exercising, len(cases), dice)
    points = []
    for n, place in enumerate((*before, *after)):
        misread = [rule] if n >= WARM else []
        (one,) = results(tool, cases[place], 1, dice, misread, sound)
        points.append(point(cases[place].case, n, one))
    exercises = [place in exercising for place in after]
    return [_told(rule, watch(points, baseline(None), held), exercises) for held in found]


def _after(exercising: Sequence[int], cases: int, dice: Random) -> list[int]:
    drawn: list[int] = []
    while sum(place in exercising for place in drawn) < EXERCISES:
        often = dice.random() < 1 / ONE_IN
        drawn.append(dice.choice(exercising) if often else dice.randrange(cases))
    return drawn


def point(case: str, number: int, one: Result) -> Point:
    """A coding as a point, one a day."""
    at = FIRST_DAY + timedelta(days=number)
    return Point(case, at, one.items, one.hits, (), one.deviation, one.signs)


def _day(at: date) -> int:
    return (at - FIRST_DAY).days


def _told(rule: str, seen: Watch, exercises: Sequence[bool]) -> Trial | None:
    if any(_day(alarm.at) < WARM for alarm in seen.alarms):
        return None

    def cases(at: date) -> int:
        return sum(exercises[: _day(at) - WARM + 1])

    rules = [alarm for alarm in seen.alarms if alarm.kind == "rule"]
    right = next((alarm for alarm in rules if rule in alarm.rules), None)
    return Trial(
        rule=rule,
        named=cases(right.at) if right else None,
        seen=cases(seen.alarms[0].at) if seen.alarms else None,
        wrongly=sum(rule not in alarm.rules for alarm in rules),
        names=len(right.rules) if right else 0,
    )

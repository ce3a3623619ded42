"""How a simulated assessor's scoring becomes worse: what no misread rule explains."""

from __future__ import annotations

from random import Random

from config.demo.watched import Change
from instruments import catalogue
from instruments.scores import Scores

TOOL = "static-99r"
AGE, MUCH = "i1", 2
"""The item that moves a total most. Somebody who leans scores it as high as it can be, where that
is so much higher."""


def changed(coding: Scores, change: Change, dice: Random) -> Scores:
    """The same coding with what this change does to it."""
    items = dict(coding.items)
    if change.leans:
        _lean(items)
    for step in (1, -1):
        for item in _some(_movable(items, coding, step), change.muddled, dice):
            items[item] = _moved(item, items[item], step)
    return Scores(items=items, eligible=coding.eligible)


def _lean(items: dict[str, int | None]) -> None:
    age, highest = items[AGE], _values(AGE)[-1]
    if age is not None and highest - age >= MUCH:
        items[AGE] = highest


def _movable(items: dict[str, int | None], coding: Scores, step: int) -> list[str]:
    """Items as they were computed that can go a step up, or down."""
    return [
        item
        for item, score in items.items()
        if score is not None
        and score == coding.items[item]
        and score != _values(item)[-1 if step > 0 else 0]
    ]


def _some(offered: list[str], n: int, dice: Random) -> list[str]:
    return dice.sample(offered, min(n, len(offered)))


def _moved(item: str, score: int | None, step: int) -> int | None:
    values = _values(item)
    return None if score is None else values[values.index(score) + step]


def _values(item: str) -> list[int]:
    """The scores that the sheet offers, the lowest first."""
    (found,) = (one for one in catalogue.tool(TOOL).items if one.id == item)
    return sorted(found.values)

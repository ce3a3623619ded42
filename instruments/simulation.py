"""Assessors made of named misreadings and a slip rate: for the demonstration and the tests."""

from __future__ import annotations

from random import Random

from instruments import catalogue
from instruments.facts import Facts
from instruments.rulings import rulings
from instruments.scores import Scores
from instruments.sheet import Item


def simulate(
    tool_id: str, facts: Facts, misread: frozenset[str], slip_rate: float, seed: int | str
) -> Scores:
    """The coding of one case by an assessor who misreads these rules and slips now and then.

    A slip is one of the other permitted scores, chosen evenly; each scored item slips with
    probability `slip_rate`. A misreading may lead to a score that the sheet does not offer: the
    nearest one is taken, the lower of two. The same seed gives the same coding. Where this assessor
    holds the tool not usable, no item is scored. Raises ValueError for a rate outside 0 to 1.
    """
    if not 0 <= slip_rate <= 1:
        raise ValueError(f"the slip rate must lie between 0 and 1, got {slip_rate}")
    dice = Random(f"{seed}")  # noqa: S311 - reproducible on purpose, nothing secret
    seen = rulings(tool_id, facts, misread)
    items = {
        item.id: _slipped(item, offered(item, seen.values[item.id]), slip_rate, dice)
        for item in catalogue.tool(tool_id).items
    }
    return Scores(items=items, eligible=seen.eligibility.answer)


def offered(item: Item, score: int | None) -> int | None:
    """The score that the sheet lets this reader enter: the nearest permitted, the lower of two."""
    if score is None or score in item.values:
        return score
    return min(item.values, key=lambda value: (abs(value - score), value))


def _slipped(item: Item, score: int | None, slip_rate: float, dice: Random) -> int | None:
    slips = dice.random() < slip_rate
    other = dice.choice([value for value in item.values if value != score])
    return other if slips and score is not None else score

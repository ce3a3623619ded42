"""Tools, their items and totals, and their coding rules."""

from __future__ import annotations

from typing import Literal

from instruments.sheet import Kind, Status
from reliability.api.shapes.parts import Page, Query, Shape


class ToolLine(Shape):
    """One tool in a list."""

    tool: str
    version: str
    name: str
    purpose: str
    items: int
    """How many items it has."""
    rules: dict[str, int]
    """How many rules of each kind."""


class ToolList(Page[ToolLine]):
    """Every tool, in the order in which people meet them; always one page."""


class OptionTold(Shape):
    """One permitted score, and what it means."""

    value: int
    anchor: str


class ItemTold(Shape):
    """One item of a tool."""

    item: str
    name: str
    question: str
    options: list[OptionTold]
    may_be_missing: bool
    status: Status
    source: str


class BandTold(Shape):
    """A named range of a total, both ends included."""

    band: str
    name: str
    low: int
    high: int
    status: Status
    source: str


class TotalSheet(Shape):
    """A total, and the bands that name its ranges."""

    total: str
    name: str
    items: list[str]
    low: int
    high: int
    bands: list[BandTold]


class ToolTold(Shape):
    """One tool, whole."""

    tool: str
    version: str
    name: str
    purpose: str
    licence: str
    scored_by: Literal["rules", "judgement"]
    """Judgement: no facts give the scores."""
    items: list[ItemTold]
    totals: list[TotalSheet]
    sources: list[str]


class RuleTold(Shape):
    """One coding rule, in our own words."""

    id: str
    kind: Kind
    items: list[str]
    same_as: str | None
    """The rule with the same effect that stands for this one in explanations."""
    status: Status
    """How well it is founded; recalled and disputed rules decide no certificate."""
    confirmed: bool
    """An expert of your agency has vouched for it as it is written now."""
    source: str
    version: int
    title: str
    statement: str
    use_when: str
    do_not_use_when: str
    misread: str
    """What an assessor who misreads it does."""


class RuleList(Page[RuleTold]):
    """The rules of one tool, in the order of its sheet; always one page."""


class RulesAsked(Query):
    """Which rules of a tool."""

    kind: Kind | None = None
    status: Status | None = None

"""Where in a row each thing stands that makes up a coding."""

from __future__ import annotations

from dataclasses import dataclass

from instruments import catalogue
from reliability.studies.columns_kinds import Mapping, Role


@dataclass(frozen=True)
class ItemPlace:
    """One item's column and its permitted scores as they are written."""

    item: str
    place: int
    permitted: dict[str, int]

    @property
    def number(self) -> str:
        return self.item.removeprefix("i")

    @property
    def listed(self) -> str:
        """The permitted scores in order: 0, 1, 2; a long run as 0 to 18."""
        values = sorted(self.permitted.values())
        if len(values) > 6 and values == list(range(values[0], values[-1] + 1)):
            return f"{values[0]}-{values[-1]}"
        return ", ".join(map(str, values))


@dataclass(frozen=True)
class Plan:
    """The columns of one coding in a row; -1 where there is none.

    `coder` is 1 or 2 in pairs, else 0. In a table of scores `items` holds no column: an entry for
    each item of the tool, all of them read from `score`.
    """

    coder: int
    target: int
    rater: int
    occasion: int
    coded_on: int
    part: int
    total: int
    band: int
    item_name: int
    score: int
    items: tuple[ItemPlace, ...]
    flags: tuple[tuple[str, int], ...]


def plans(mapping: Mapping, tool_id: str) -> tuple[Plan, ...]:
    """One plan, or one for each of two assessors. Raises ValueError for a mapping with problems."""
    coders = (1, 2) if mapping.layout == "pairs" else (0,)
    if not mapping.places("target"):
        raise ValueError("the mapping has problems: no column for the target")
    return tuple(_plan(mapping, tool_id, coder) for coder in coders)


def _plan(mapping: Mapping, tool_id: str, coder: int) -> Plan:
    def place(role: Role, of: int | None = None) -> int:
        found = mapping.places(role, coder if of is None else of)
        return found[0] if found else -1

    def own_or_shared(role: Role) -> int:
        return place(role) if place(role) >= 0 else place(role, 0)

    return Plan(
        coder=coder,
        target=place("target", 0),
        rater=own_or_shared("rater"),
        occasion=place("occasion", 0),
        coded_on=own_or_shared("coded_on"),
        part=place("part", 0),
        total=place("total"),
        band=place("band"),
        item_name=place("item_name", 0),
        score=place("score", 0),
        items=_items(mapping, tool_id, coder),
        flags=tuple(
            (column.of, n) for n, column in enumerate(mapping.columns) if column.role == "flag"
        ),
    )


def _items(mapping: Mapping, tool_id: str, coder: int) -> tuple[ItemPlace, ...]:
    places = {mapping.columns[n].of: n for n in mapping.places("item", coder)}
    score = mapping.places("score")
    return tuple(
        ItemPlace(item.id, place, {str(value): value for value in item.values})
        for item in catalogue.tool(tool_id).items
        if (place := score[0] if score and not places else places.get(item.id, -1)) >= 0
    )

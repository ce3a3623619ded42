"""What an assessor entered for one case, and how a file of it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from instruments import catalogue
from instruments.facts.reading import FactsError, read_object
from instruments.rulings import Answer
from instruments.sheet import Instrument, Item

ANSWERS = ("yes", "no", "undecided")
FIELDS = ("items", "total", "band", "eligible", "override")


class ScoresError(FactsError):
    """The scores cannot be used. `problems` holds one sentence each."""


@dataclass(frozen=True)
class Scores:
    """One coding of one case. None = the item was not scored; an absent item has no rating."""

    items: Mapping[str, int | None]
    total: int | None = None
    """The total as written down, where one was."""
    band: str | None = None
    """The level as named, where one was."""
    eligible: Answer | None = None
    """The answer to the question whether the tool may be used; None = not asked."""
    override: bool = False
    """The total was adjusted by judgement."""


def read_scores(text: str | bytes, tool_id: str, name: str) -> Scores:
    """The scores in `text` (JSON: items, total, band, eligible, override). Raises ScoresError.

    A total that is not the sum is read: the checks say so. Values outside the options are refused.
    """
    instrument = catalogue.tool(tool_id)
    try:
        document = read_object(text, name)
    except FactsError as error:
        raise ScoresError(error.name, error.problems) from None
    problems = [*_fields(document), *_items(document.get("items"), instrument)]
    if problems:
        raise ScoresError(name, tuple(problems))
    return Scores(
        items=dict(document["items"]),
        total=document.get("total"),
        band=document.get("band"),
        eligible=cast("Answer | None", document.get("eligible")),
        override=document.get("override", False),
    )


def _fields(document: dict[str, Any]) -> list[str]:
    problems = [
        f"{field}: found a field that is not known here; expected {', '.join(FIELDS)}."
        for field in document
        if field not in FIELDS
    ]
    total, band = document.get("total"), document.get("band")
    if total is not None and not _is_whole(total):
        problems.append(f"total: found {total!r}, expected a whole number; or leave it out.")
    if band is not None and not isinstance(band, str):
        problems.append(f"band: found {band!r}, expected the name of a level; or leave it out.")
    if document.get("eligible") not in (*ANSWERS, None):
        found = document["eligible"]
        problems.append(f"eligible: found {found!r}, expected {', '.join(ANSWERS)}.")
    if not isinstance(document.get("override", False), bool):
        problems.append(f"override: found {document['override']!r}, expected true or false.")
    return problems


def _items(items: Any, instrument: Instrument) -> list[str]:
    if not isinstance(items, dict):
        return ['items: found none, expected an object such as {"i1": 0, "i2": null}.']
    known = {item.id: item for item in instrument.items}
    problems = []
    for item_id, score in items.items():
        if item_id not in known:
            listed = ", ".join(known)
            problems.append(f"items/{item_id}: found no such item, expected one of {listed}.")
        elif score is not None and (not _is_whole(score) or score not in known[item_id].values):
            listed = ", ".join(str(value) for value in sorted(known[item_id].values))
            problems.append(
                f"items/{item_id}: found {score!r}, expected one of {listed}, or null if it was "
                f"not scored.{_belongs_elsewhere(instrument, known[item_id], score)}"
            )
    return problems


def _belongs_elsewhere(instrument: Instrument, item: Item, score: Any) -> str:
    """A score known from another tool has a rule that says so."""
    for other in item.elsewhere:
        if other.value == score:
            return f" {instrument.rule(other.rule).statement.en}"
    return ""


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

"""What an assessor entered for one case, and how a file of it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from instruments import catalogue
from instruments.facts.reading import FactsError, read_object
from instruments.rulings import Answer
from instruments.sheet import Instrument, Item, Total

ANSWERS = ("yes", "no", "undecided")
BASES = ("interview", "file", "self_report")
OUTCOMES = ("sexual", "violent", "general")


class ScoresError(FactsError):
    """The scores cannot be used. `problems` holds one sentence each."""


@dataclass(frozen=True)
class Report:
    """How the coding was made, and what the report names beside it. None = it does not say."""

    basis: Literal["interview", "file", "self_report"] | None = None
    """Interview and file, the file alone, or the man's own ratings."""
    days_old: int | None = None
    """Days between the rating and its use."""
    outcome: Literal["sexual", "violent", "general"] | None = None
    """The kind of reoffending that the score is said to be about."""
    composite_with: str | None = None
    """The other tool of a level read from a table of two tools: static-99r, rm2000s or another."""
    composite_level: str | None = None


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
    casic: int | None = None
    """The CASIC total that stood in for an item of another tool, where it did."""
    override: bool = False
    """The total was adjusted by judgement."""
    totals: Mapping[str, int] = field(default_factory=dict)
    """Of a tool with several totals: each one as written down, by its id."""
    bands: Mapping[str, str] = field(default_factory=dict)
    """Of a tool with several totals: the level named for each, by the total's id."""
    report: Report = Report()

    def total_of(self, wanted: Total, instrument: Instrument) -> int | None:
        """The total as written down; `total` stands for the tool's first one."""
        first = self.total if wanted.id == instrument.totals[0].id else None
        return self.totals.get(wanted.id, first)

    def band_of(self, wanted: Total, instrument: Instrument) -> str | None:
        """The level as named; `band` stands for the tool's level."""
        first = self.band if wanted.id == instrument.level_total.id else None
        return self.bands.get(wanted.id, first)


def read_scores(text: str | bytes, tool_id: str, name: str) -> Scores:
    """The scores in `text` (JSON, fields as in `Scores`; only `items` is needed).

    A total that is not the sum is read: the checks say so. Values outside the options are refused.
    Raises ScoresError.
    """
    instrument = catalogue.tool(tool_id)
    try:
        document = read_object(text, name)
    except FactsError as error:
        raise ScoresError(error.name, error.problems) from None
    report = document.get("report")
    problems = [
        *_fields(document, FIELDS),
        *_by_total(document, instrument),
        *_items(document.get("items"), instrument),
        *(_fields(report, REPORT_FIELDS, "report/") if isinstance(report, dict) else ()),
    ]
    if problems:
        raise ScoresError(name, tuple(problems))
    return Scores(
        items=dict(document["items"]),
        total=document.get("total"),
        band=document.get("band"),
        eligible=cast("Answer | None", document.get("eligible")),
        casic=document.get("casic"),
        override=document.get("override", False),
        totals=dict(document.get("totals") or {}),
        bands=dict(document.get("bands") or {}),
        report=Report(**(report or {})),
    )


Field = tuple[Callable[[Any], bool], str]


def _fields(document: dict[str, Any], fields: dict[str, Field], where: str = "") -> list[str]:
    problems = []
    for name, value in document.items():
        if name not in fields:
            known = ", ".join(fields)
            problems.append(
                f"{where}{name}: found a field that is not known here; expected {known}."
            )
        elif not fields[name][0](value):
            problems.append(f"{where}{name}: found {value!r}, expected {fields[name][1]}.")
    return problems


def _by_total(document: dict[str, Any], instrument: Instrument) -> list[str]:
    """Totals and levels by the id of a total that the tool has."""
    known = ", ".join(total.id for total in instrument.totals)
    return [
        f"{name}/{total_id}: found no such total, expected one of {known}."
        for name in ("totals", "bands")
        if isinstance(document.get(name), dict)
        for total_id in document[name]
        if total_id not in [total.id for total in instrument.totals]
    ]


def _items(items: Any, instrument: Instrument) -> list[str]:
    if not isinstance(items, dict):
        return ['items: found none, expected an object such as {"i1": 0, "i2": null}.']
    known = {item.id: item for item in instrument.items}
    problems = []
    for item_id, score in items.items():
        if item_id not in known:
            listed = ", ".join(known)
            problems.append(
                f"items/{item_id}: found no such item, expected one of {listed}."
                f"{_other_form(instrument)}"
            )
        elif score is not None and (not _is_whole(score) or score not in known[item_id].values):
            problems.append(
                f"items/{item_id}: found {score!r}, expected {_permitted(known[item_id])}, or null "
                f"if it was not scored.{_belongs_elsewhere(instrument, known[item_id], score)}"
            )
    return problems


def _permitted(item: Item) -> str:
    if item.range is not None:
        return f"a whole number from {item.range.low} to {item.range.high}"
    return f"one of {', '.join(str(value) for value in sorted(item.values))}"


def _belongs_elsewhere(instrument: Instrument, item: Item, score: Any) -> str:
    """A score known from another tool has a rule that says so."""
    for other in item.elsewhere:
        if other.value == score:
            return f" {instrument.rule(other.rule).statement.en}"
    return _other_form(instrument) if item.range is not None else ""


def _other_form(instrument: Instrument) -> str:
    """What a tool says of the forms it is taken for."""
    for rule in instrument.rules:
        if rule.check is not None and rule.check.name == "other_form":
            return f" {rule.statement.en}"
    return ""


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_days(value: Any) -> bool:
    return value is None or (_is_whole(value) and value >= 0)


def _is_numbers(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and all(map(_is_whole, value.values())))


def _is_names(value: Any) -> bool:
    return value is None or (
        isinstance(value, dict) and all(isinstance(name, str) for name in value.values())
    )


FIELDS: dict[str, Field] = {
    "items": (lambda v: True, "an object"),
    "total": (lambda v: v is None or _is_whole(v), "a whole number; or leave it out"),
    "band": (_is_text, "the name of a level; or leave it out"),
    "eligible": (lambda v: v is None or v in ANSWERS, ", ".join(ANSWERS)),
    "casic": (lambda v: v is None or (_is_whole(v) and 0 <= v <= 6), "a whole number from 0 to 6"),
    "override": (lambda v: isinstance(v, bool), "true or false"),
    "totals": (_is_numbers, "a whole number for each total; or leave it out"),
    "bands": (_is_names, "the name of a level for each total; or leave it out"),
    "report": (lambda v: v is None or isinstance(v, dict), "an object; or leave it out"),
}
"""What each field of the file must be, and how that is said. `items` has sentences of its own."""

REPORT_FIELDS: dict[str, Field] = {
    "basis": (lambda v: v is None or v in BASES, ", ".join(BASES)),
    "days_old": (_is_days, "a whole number of days, 0 or more"),
    "outcome": (lambda v: v is None or v in OUTCOMES, ", ".join(OUTCOMES)),
    "composite_with": (_is_text, "the id of a tool, such as static-99r"),
    "composite_level": (_is_text, "the name of a level"),
}

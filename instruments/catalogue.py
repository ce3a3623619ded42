"""The tools that ship: read from their folders, validated, and handed out."""

from __future__ import annotations

import difflib
import importlib
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from pydantic import ValidationError

from instruments.sheet import Instrument, Item

if TYPE_CHECKING:
    from instruments.facts import Facts
    from instruments.rulings import Coded, Reading, SecondSheet

TOOLS = Path(__file__).parent / "tools"
ORDER = (
    "static_99r",
    "cport",
    "casic",
    "rm2000s",
    "stable_2007",
    "acute_2007",
    "osp",
    "pcra",
    "lsi_or",
)
"""The folders in the order in which people meet the tools; any other comes after these."""


class UnknownTool(ValueError):  # noqa: N818 - reads as a sentence where it is caught
    """No tool has this id. The message lists the tools there are."""


class UnknownRule(ValueError):  # noqa: N818
    """The tool has no rule with this id. The message gives the nearest."""


class BadSheet(ValueError):  # noqa: N818
    """A tool's own files contradict each other: a mistake of whoever edited them."""


class Coding(Protocol):
    """What a tool's `coding` module offers: from facts to scores."""

    def code(self, facts: Facts, reading: Reading) -> Coded: ...

    def second_sheets(self, facts: Facts) -> tuple[SecondSheet, ...]: ...


@cache
def tools() -> tuple[Instrument, ...]:
    """Every tool, in the order in which people meet them."""
    return tuple(_read_once(folder) for folder in _folders())


def _folders() -> list[Path]:
    return sorted((path.parent for path in TOOLS.glob("*/sheet.toml")), key=_place)


def _place(folder: Path) -> tuple[int, str]:
    return (ORDER.index(folder.name) if folder.name in ORDER else len(ORDER), folder.name)


@cache
def tool(tool_id: str) -> Instrument:
    """The tool with this id; only its own folder is read. Raises UnknownTool."""
    for folder in _folders():
        if folder.name.replace("_", "-") == tool_id:
            return _read_once(folder)
    raise UnknownTool(_not_found("tool", tool_id, [t.id for t in tools()]))


@cache
def item(tool_id: str, item_id: str) -> Item:
    """One item of a tool. Raises UnknownTool, and KeyError for an item the tool does not have."""
    return tool(tool_id).item(item_id)


@cache
def coding(tool_id: str) -> Coding:
    """The module that computes this tool's scores from facts."""
    folder = tool(tool_id).id.replace("-", "_")
    return cast(Coding, importlib.import_module(f"instruments.tools.{folder}.coding"))


def check_rules(tool_id: str, rule_ids: frozenset[str]) -> frozenset[str]:
    """The head rules of these rules. Raises UnknownRule for one the tool does not have."""
    instrument = tool(tool_id)
    known = [rule.id for rule in instrument.rules]
    for rule_id in sorted(rule_ids):
        if rule_id not in known:
            raise UnknownRule(_not_found("rule", rule_id, known))
    return frozenset(instrument.head(rule_id).id for rule_id in rule_ids)


def _not_found(what: str, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), [k.lower() for k in known], n=1, cutoff=0.4)
    meant = next((k for k in known if near and k.lower() == near[0]), None)
    listed = ", ".join(known) if len(known) <= 12 else f"{len(known)} {what}s, see the list"
    hint = f" Did you mean {meant}?" if meant else ""
    return f"found no {what} {name}; expected one of: {listed}.{hint}"


@cache
def _read_once(folder: Path) -> Instrument:
    return read_tool(folder)


def read_tool(folder: Path) -> Instrument:
    """One tool from its folder. Raises BadSheet."""
    sheet = _toml(folder / "sheet.toml")
    try:
        instrument = Instrument.model_validate({**sheet, **_rules(folder)})
    except ValidationError as error:
        raise BadSheet(f"{folder.name}: {error}") from error
    problems = sheet_problems(instrument)
    if problems:
        raise BadSheet(f"{folder.name}: {'; '.join(problems)}")
    return instrument


def _rules(folder: Path) -> dict[str, Any]:
    """The tool's own rules, then those that it shares with another tool."""
    own = dict(_toml(folder / "rules.toml"))
    shared = [_shared_rule(folder, one) for one in own.pop("shared", [])]
    return {**own, "rules": [*own["rules"], *shared]}


def _shared_rule(folder: Path, shared: dict[str, Any]) -> dict[str, Any]:
    """A rule written down in another tool's folder (`tool`), with what differs here."""
    differs = dict(shared)
    home, wanted = differs.pop("tool", ""), differs.get("id")
    path = TOOLS / str(home) / "rules.toml"
    rules = _toml(path)["rules"] if path.is_file() else []
    for rule in rules:
        if rule["id"] == wanted:
            return {**rule, **differs}
    raise BadSheet(f"{folder.name}: found no rule {wanted} in the folder {home}, to share it")


@cache
def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sheet_problems(instrument: Instrument) -> list[str]:
    """What in a tool's sheet and rules does not fit together, one sentence each."""
    problems = [
        f"{what} {name} stands twice"
        for what, names in (
            ("item", [item.id for item in instrument.items]),
            ("rule", [rule.id for rule in instrument.rules]),
            ("total", [total.id for total in instrument.totals]),
        )
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    return [*problems, *_names_unknown(instrument), *_band_gaps(instrument)]


def _names_unknown(instrument: Instrument) -> list[str]:
    items = {item.id for item in instrument.items}
    heads = {rule.id for rule in instrument.rules if rule.same_as is None}
    problems = [
        f"item {item.id} rests on the unknown rule {item.base_rule}"
        for item in instrument.items
        if item.base_rule not in heads
    ]
    for rule in instrument.rules:
        problems += [
            f"rule {rule.id} names the unknown item {i}" for i in rule.items if i not in items
        ]
        if rule.same_as is not None and rule.same_as not in heads:
            problems.append(f"rule {rule.id} is the same as {rule.same_as}, which is no head rule")
        needed = {"eligibility": rule.reason, "check": rule.check, "product": rule.promise}
        if rule.kind in needed and needed[rule.kind] is None:
            problems.append(f"rule {rule.id} of kind {rule.kind} does not say its {rule.kind} part")
    for total in instrument.totals:
        problems += [f"{total.id} sums the unknown item {i}" for i in total.items if i not in items]
    return problems


def _band_gaps(instrument: Instrument) -> list[str]:
    problems = []
    for total in instrument.totals:
        expected = total.low
        for band in total.bands:
            if band.low != expected:
                problems.append(f"band {band.id} begins at {band.low}, expected {expected}")
            expected = band.high + 1
        if total.bands and expected != total.high + 1:
            problems.append(f"the bands of {total.id} end at {expected - 1}, expected {total.high}")
    return problems

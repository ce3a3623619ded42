"""The rules of a tool that the scripts hold against every coding, and the names of its levels."""

from __future__ import annotations

from collections.abc import Iterator

from instruments.sheet import Band, Check, Instrument, Rule

RULES_HEAD = (
    "rule",
    "evidence",
    "check",
    "total",
    "level",
    "item",
    "value",
    "other_item",
    "other_value",
)
_OF_LEVELS = ("band_label", "band_of_total", "band_or_label")
_OF_ITEMS = ("implies", "required_items", "level_alone", "one_total")
_OF_TOTALS = ("total_is_sum", "total_in_reach", "most_missing")
Cells = tuple[str, ...]


def band_names(band: Band) -> list[str]:
    """Every way to write the level down, in small letters, as the checks read it."""
    names = (band.id, f"Level {band.id}", f"Niveau {band.id}", band.name.en, band.name.fr)
    return list(dict.fromkeys(name.casefold() for name in names))


def rules_rows(tool: Instrument) -> Iterator[Cells]:
    """Checks that need the table alone. `total` and `level` name the totals whose value and whose
    level were written down; of those a coding holds one each."""
    yield _row("permitted-values", "permitted")
    for rule in tool.rules:
        if rule.kind == "eligibility" and rule.id.endswith("-CSEMONLY"):
            yield _row(rule.id, "csem_only", evidence="flag")
        if rule.check is not None:
            yield from _of_check(tool, rule, rule.check)
    yield from _recomputed(tool)


def _of_check(tool: Instrument, rule: Rule, check: Check) -> Iterator[Cells]:
    first, level = tool.totals[0].id, tool.level_total.id
    if check.name in _OF_TOTALS and check.total in (None, first):
        yield _row(rule.id, check.name, total=first)
    elif check.name in _OF_LEVELS and check.total in (None, level):
        yield _row(rule.id, check.name, level=level)
    elif check.name in _OF_ITEMS:
        told = (check.item, check.value, check.other_item, check.other_value)
        yield _row(rule.id, check.name, told=told)


def _recomputed(tool: Instrument) -> Iterator[Cells]:
    """The total and the level that no rule of the tool checks."""
    first, level = tool.totals[0].id, tool.level_total.id
    checks = [rule.check for rule in tool.rules if rule.check is not None]
    sums = {check.total or first for check in checks if check.name == "total_is_sum"}
    levels = {check.total or level for check in checks if check.name.startswith("band_o")}
    total = "" if first in sums else first
    left = "" if level in levels else level
    if total or left:
        yield _row("recomputed", "recomputed", total=total, level=left)


def _row(
    rule: str,
    check: str,
    *,
    evidence: str = "check",
    total: str = "",
    level: str = "",
    told: tuple[str | int | None, ...] = (None,) * 4,
) -> Cells:
    last = ("" if value is None else str(value) for value in told)
    return (rule, evidence, check, total, level, *last)

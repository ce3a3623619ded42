"""Totals that are not plain sums: a tool that has such totals computes them in its own module."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

from instruments.sheet import Band, Instrument, Text, Total


@dataclass(frozen=True)
class Computed:
    """A total as the tool's own module gives it."""

    value: int
    band: Band | None
    notes: tuple[Text, ...] = ()
    probability: float | None = None
    """Between 0 and 1, where the tool publishes one for each total."""


class Totals(Protocol):
    """What a tool's `totals` module offers. Required items are scored; others may be absent."""

    def total(
        self, instrument: Instrument, wanted: Total, scored: Mapping[str, int]
    ) -> Computed: ...

    def misread_band(
        self, instrument: Instrument, wanted: Total, scored: Mapping[str, int], rule: str
    ) -> Band | None:
        """The level that somebody names who misreads this rule on the way from items to level."""


@cache
def totals_of(tool_id: str) -> Totals:
    """The module that computes this tool's totals."""
    folder = tool_id.replace("-", "_")
    return cast(Totals, importlib.import_module(f"instruments.tools.{folder}.totals"))


def scored_only(items: Mapping[str, int | None]) -> dict[str, int]:
    """The items that were scored."""
    return {item: score for item, score in items.items() if score is not None}

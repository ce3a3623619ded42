"""Published figures of agreement, and the study's own figure that stands beside each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from instruments import catalogue
from instruments.sheet import Text
from reliability.stats import Estimate
from reliability.studies.ranges import PUBLISHED, Again, Span, blank, hidden_spans
from reliability.studies.results import Beside, Section, Settings
from reliability.studies.suppression import emptied

Kind = Literal["icc", "differ", "same-at-6", "same-to-2", "two-or-more-high", "words"]
Caution = Literal["case-mix", "related-tool", "training"]
DIFFER = "Share of pairs with different totals"
_FILE = Path(__file__).with_name("published.toml")
_RANGES: Mapping[str, tuple[str, Span]] = {
    "same-at-6": ("same", PUBLISHED[0]),
    "same-to-2": ("same", PUBLISHED[1]),
    "two-or-more-high": ("two_or_more", PUBLISHED[2]),
}


class Published(BaseModel):
    """One figure of another study. Frozen; a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    tools: tuple[str, ...]
    kind: Kind
    figure: Text
    source: Text
    status: Literal["verified", "recalled"]
    caution: Caution
    value: float | None = None
    n: int | None = None


@cache
def figures() -> tuple[Published, ...]:
    """All of them, in the order of the file."""
    read: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(Published.model_validate({"id": name, **one}) for name, one in read.items())


def published(figure_id: str) -> Published:
    """One of them. Raises KeyError for an id that nobody gave."""
    for one in figures():
        if one.id == figure_id:
            return one
    raise KeyError(f"no published figure is called {figure_id}")


def beside(
    tool: str, correlation: Estimate, total: Section, found: Again, settings: Settings
) -> tuple[Beside, ...]:
    """Our figure for each published one on this tool; what is hidden elsewhere is hidden here."""
    hidden = hidden_spans(found, catalogue.tool(tool).totals[0], settings)
    rows = []
    for one in figures():
        if tool in one.tools:
            ours = _ours(one.kind, correlation, total, found, settings)
            is_small = ours.value is not None and ours.n_used < settings.smallest_cell
            if one.kind in _RANGES and _RANGES[one.kind][1] in hidden:
                ours = blank(ours)
            rows.append(Beside(one.id, emptied(ours) if is_small else ours))
    return tuple(rows)


def _ours(
    kind: Kind, correlation: Estimate, total: Section, found: Again, settings: Settings
) -> Estimate:
    if kind in _RANGES:
        which, span = _RANGES[kind]
        return found.share(which, *span, settings.confidence)
    if kind == "differ":
        return _differ(total.figure("pa.identity").estimate)
    return correlation


def _differ(same: Estimate) -> Estimate:
    """One minus the share of pairs with the same total, with its interval turned round."""
    return Estimate(
        value=None if same.value is None else 1 - same.value,
        form=DIFFER,
        n_used=same.n_used,
        n_given=same.n_given,
        low=None if same.high is None else 1 - same.high,
        high=None if same.low is None else 1 - same.low,
        se=same.se,
        confidence=same.confidence,
        method=same.method,
        note=same.note,
    )

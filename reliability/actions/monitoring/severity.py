"""How far an assessor's scores lie above or below gold's, in logits with a standard error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reliability.models import MonitorPoint
from reliability.stats.paired_severity import beside_gold
from vignettes.models import GoldCoding

LEAST_CASES = 8
"""Fewer cases say too little of the items for a figure to mean anything."""


def severity_of(
    points: Sequence[MonitorPoint], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The assessor beside gold as two raters of the same cases, by the many-facet model.

    `value` is above 0 where the assessor scores higher than gold; with `se`, both in logits; or
    None with the reason in `note`: "few" cases, or "same" scores throughout. "open" says that the
    fit had not settled. `known`: what was found before, given back while no point has changed.
    """
    of = [[point.coding_id, point.gold_id] for point in points if point.findings.get("given")]
    if known is not None and known.get("of") == of:
        return dict(known)
    found: dict[str, Any] = {"value": None, "se": None, "cases": len(of), "note": "", "of": of}
    if len(of) < LEAST_CASES:
        return found | {"note": "few"}
    estimate = beside_gold(*_columns(points))
    if estimate.value is None:
        return found | {"note": "same"}
    error = estimate.detail["se"]
    return found | {
        "value": round(estimate.value, 3),
        "se": round(error, 3) if isinstance(error, float) else None,
        "note": "open" if estimate.note else "",
    }


def _columns(points: Sequence[MonitorPoint]) -> tuple[list[str], list[str], list[int], list[int]]:
    """Case, item, own score and gold's of every item that both scored."""
    gold = GoldCoding.objects.in_bulk({point.gold_id for point in points})
    rows = [
        (str(point.coding_id), item, given, right)
        for point in points
        for item, given in point.findings.get("given", {}).items()
        if given is not None and (right := gold[point.gold_id].scores.get(item)) is not None
    ]
    cases, items, own, golds = zip(*rows, strict=True) if rows else ((), (), (), ())
    return list(cases), list(items), list(own), list(golds)

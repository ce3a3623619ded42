"""How far an assessor's scores lie above or below gold's, in logits with a standard error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from reliability.models import MonitorPoint
from reliability.stats.severity import many_facets
from vignettes.models import GoldCoding

LEAST_CASES = 20
"""The standard errors of the model need more cases than it has items and steps."""
GOLD, OWN = "gold", "own"


def severity_of(
    points: Sequence[MonitorPoint], known: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The assessor beside gold as two raters of the same cases, by the many-facet model.

    `value` is above 0 where the assessor scores higher than gold; with `se`, both in logits; or
    None with the reason in `note`: "few" cases, "same" scores throughout, or "open", where the fit
    did not settle. `known`: what was found before, given back while no point has changed.
    """
    of = [[point.coding_id, point.gold_id] for point in points if point.findings.get("given")]
    if known is not None and known.get("of") == of:
        return dict(known)
    found: dict[str, Any] = {"value": None, "se": None, "cases": len(of), "note": "", "of": of}
    if len(of) < LEAST_CASES:
        return found | {"note": "few"}
    estimate = many_facets(*_columns(points))
    raters = {one["label"]: one for one in _rows(estimate.detail.get("raters"))}
    if OWN not in raters:
        return found | {"note": "same"}
    if estimate.note:
        return found | {"note": "open"}
    # The severities of two raters add to 0, and a severe rater gives lower scores.
    own = raters[OWN]
    return found | {"value": round(-2 * own["est"], 3), "se": round(2 * own["se"], 3)}


def _rows(told: object) -> list[dict[str, Any]]:
    return told if isinstance(told, list) else []


def _columns(points: Sequence[MonitorPoint]) -> tuple[list[str], list[str], list[str], list[int]]:
    """Case, item, rater and score of every item that both scored, and that not all score alike."""
    gold = GoldCoding.objects.in_bulk({point.gold_id for point in points})
    rows = [
        (str(point.coding_id), item, rater, score)
        for point in points
        for item, given in point.findings.get("given", {}).items()
        if given is not None and (right := gold[point.gold_id].scores.get(item)) is not None
        for rater, score in ((OWN, given), (GOLD, right))
    ]
    values: dict[str, set[int]] = defaultdict(set)
    for _, item, _, score in rows:
        values[item].add(score)
    rows = [row for row in rows if len(values[row[1]]) > 1]
    cases, items, raters, scores = zip(*rows, strict=True) if rows else ((), (), (), ())
    return list(cases), list(items), list(raters), list(scores)

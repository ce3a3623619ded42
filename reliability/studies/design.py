"""Who scored what in a study, and which intraclass correlation follows from it.

Looked at before any figure: how many raters a target has, whether raters and targets can be told
apart, what is missing, and how much the targets differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypedDict

import numpy as np

from instruments import catalogue
from reliability.stats import Estimate, power
from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.one_way import icc_one_way
from reliability.studies.frame import Codings
from reliability.studies.overlap import Overlap, overlap_of
from reliability.studies.results import Blank, Design, Layout, Settings
from reliability.studies.suppression import emptied
from reliability.studies.totals import Computed, computed
from reliability.studies.units import WITHIN, Units, units_of

HALF_WIDTHS = (0.05, 0.10)
_NARROW = 0.1
_FLOOR = 0.5
_REML, _ONE_WAY, _TWO_WAY = "icc2.reml", "icc1", "icc2"


def design_of(
    codings: Codings,
    settings: Settings,
    *,
    units: Units | None = None,
    found: Computed | None = None,
) -> Design:
    """The design of a study; `units` and `found` where they are known already.

    The sample sizes rest on the one-way correlation, which any design allows; the report puts
    those of its own correlation in their place (`planned`).
    """
    units = units or units_of(codings)
    totals = first_total(codings, found or computed(codings))
    overlap = overlap_of(units)
    layout = layout_of(units, overlap)
    form, why = icc_form(codings.kind, layout, units, totals)
    table = units.table(totals[units.kept], scale_of(totals))
    correlation = icc_one_way(table, settings.confidence)
    spread = None if units.n < settings.smallest_cell else _spread(units, totals)
    days = sorted(day for day in codings.coded_on if day is not None)
    return Design(
        layout=layout,
        targets=_distinct(codings.part_of, codings.target_of),
        raters=len(np.unique(codings.rater_of)),
        codings=len(codings),
        ratings=codings.n_ratings,
        raters_per_target=_tally(units.sizes),
        targets_per_rater=_targets_per_rater(codings),
        single_rated=int((units.sizes == 1).sum()),
        pairs_of_raters=overlap.pairs,
        overlap_islands=overlap.islands,
        blanks=_blanks(codings),
        spread=spread,
        spread_note=_spread_note(codings.tool, totals, spread),
        icc_form=form,
        why=why,
        **planned(correlation, units, settings),
        first_coded=days[0].isoformat() if days else None,
        last_coded=days[-1].isoformat() if days else None,
    )


def first_total(codings: Codings, found: Computed) -> FloatArray:
    """The tool's first total of every coding."""
    return found.totals[catalogue.tool(codings.tool).totals[0].id]


def scale_of(values: FloatArray) -> FloatArray:
    """The distinct values that occur, in order."""
    return np.unique(values[~np.isnan(values)])


def icc_form(kind: str, layout: Layout, units: Units, totals: FloatArray) -> tuple[str, str]:
    """The name of the figure that follows from the design, and the key of the reason."""
    if layout == "single":
        return "", "single"
    if kind == WITHIN:
        return _ONE_WAY, "within"
    if len(units.sharing) == 2:
        return _TWO_WAY, "two-raters"
    if layout == "nested":
        return _ONE_WAY, "nested"
    if layout == "partial":
        return _REML, "partial"
    shared = units.is_shared[units.unit_of]
    if np.isnan(totals[units.kept][shared]).any():
        return _REML, "blanks"
    return _TWO_WAY, "crossed"


class Planned(TypedDict):
    """Sample sizes that a correlation gives."""

    needed: Mapping[str, int | None]
    half_width: float | None


def planned(correlation: Estimate, units: Units, settings: Settings) -> Planned:
    """Files needed, and half the interval's width: nothing where the correlation is hidden."""
    if correlation.n_used < settings.smallest_cell:
        correlation = emptied(correlation)
    return Planned(needed=needed(correlation, units), half_width=half_width(correlation))


def needed(correlation: Estimate, units: Units) -> Mapping[str, int | None]:
    """Targets for each half-width at the correlation found; None where there is none to plan by.

    Source: Bonett (2002), Statistics in Medicine 21(9), 1331-1335.
    """
    shared = units.sizes[units.is_shared]
    k = max(2, round(float(np.median(shared)))) if len(shared) else 2
    rho = correlation.value
    plans: dict[str, int | None] = {}
    for half in HALF_WIDTHS:
        name = f"{half:.2f}"
        plans[name] = None
        if rho is not None and 0 < rho < 1:
            plans[name] = power.icc_width(rho=rho, k=k, w=2 * half).n_used
    return plans


def half_width(correlation: Estimate) -> float | None:
    """Half the width of the interval."""
    if correlation.low is None or correlation.high is None:
        return None
    return (correlation.high - correlation.low) / 2


def layout_of(units: Units, overlap: Overlap | None = None) -> Layout:
    """Judged by the units that were scored twice or more."""
    overlap = overlap or overlap_of(units)
    if not overlap.targets:
        return "single"
    if overlap.is_full:
        return "crossed"
    return "nested" if overlap.islands > 1 and overlap.is_full_inside else "partial"


def _distinct(parts: IntArray, targets: IntArray) -> int:
    return len(np.unique(parts * (int(targets.max(initial=0)) + 1) + targets))


def _tally(sizes: IntArray) -> dict[int, int]:
    values, uses = np.unique(sizes, return_counts=True)
    return dict(zip(values.tolist(), uses.tolist(), strict=True))


def _targets_per_rater(codings: Codings) -> tuple[int, int, int]:
    """Fewest, median, most; a target coded twice by one rater counts once."""
    if not len(codings):
        return 0, 0, 0
    width = int(codings.target_of.max()) + 1
    target = codings.part_of * width + codings.target_of
    raters = codings.rater_of
    pairs = np.unique(target * (int(raters.max()) + 1) + raters) % (int(raters.max()) + 1)
    uses = np.bincount(pairs)
    uses = np.sort(uses[uses > 0])
    return int(uses[0]), int(uses[(len(uses) - 1) // 2]), int(uses[-1])


def _blanks(codings: Codings) -> tuple[Blank, ...]:
    missing = np.isnan(codings.scores).sum(axis=0).tolist()
    return tuple(
        Blank(item, int(count), len(codings))
        for item, count in zip(codings.items, missing, strict=True)
        if count
    )


def _spread(units: Units, totals: FloatArray) -> float | None:
    """Standard deviation of the units' mean totals."""
    values = totals[units.kept]
    given = ~np.isnan(values)
    uses = np.bincount(units.unit_of[given], minlength=units.n)
    sums = np.bincount(units.unit_of[given], values[given], minlength=units.n)
    means = sums[uses > 0] / uses[uses > 0]
    return float(means.std(ddof=1)) if len(means) > 1 else None


def _spread_note(tool: str, totals: FloatArray, spread: float | None) -> str:
    """ "floor" where half the totals or more are the lowest possible, "narrow" where the targets
    differ by less than a tenth of the scale."""
    wanted = catalogue.tool(tool).totals[0]
    given = totals[~np.isnan(totals)]
    if len(given) and float((given == wanted.low).mean()) >= _FLOOR:
        return "floor"
    is_narrow = spread is not None and spread < _NARROW * (wanted.high - wanted.low)
    return "narrow" if is_narrow and not math.isclose(wanted.high, wanted.low) else ""

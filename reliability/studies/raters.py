"""How each rater leans beside the others on the same units, in points of the first total."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from reliability.stats import Estimate
from reliability.stats.agreement import exact_interval
from reliability.stats.arrays import BoolArray, FloatArray, IntArray
from reliability.stats.distributions import t_quantile
from reliability.stats.estimate import undefined
from reliability.studies.overlap import islands_of
from reliability.studies.ranges import METHOD
from reliability.studies.results import RaterRow, Settings
from reliability.studies.suppression import SMALL, emptied, protected
from reliability.studies.units import Units

LEAN = "Mean difference from the other raters of the same targets"
SAME = "Share of other raters with the same total"
_ALONE = "no target with a total was scored by another rater too"


@dataclass(frozen=True, eq=False)
class _Beside:
    """One entry per coding that another rater's coding stands beside."""

    row: IntArray
    rater: IntArray
    away: FloatArray
    same: FloatArray


def rater_rows(
    units: Units, totals: FloatArray, whole: Estimate | None, settings: Settings
) -> tuple[RaterRow, ...]:
    """In the order of the raters' names, never of their leans.

    `whole` is the REML fit, where the design has one: a rater's predicted effect, shrunken for few
    targets, then stands in the lean's detail as `blup`, with its standard error.
    """
    beside = _beside(units, totals)
    codings = np.bincount(units.column_of, minlength=len(units.columns))
    order = np.argsort(beside.rater, kind="stable")
    ends = np.searchsorted(beside.rater[order], np.arange(len(units.columns) + 1))
    hidden = _hidden(units, beside, np.diff(ends), settings)
    rows = []
    for place, name in enumerate(units.columns):
        own = order[ends[place] : ends[place + 1]]
        lean = _lean(beside.away[own], units.n, settings.confidence, _blup(whole, place))
        same = _same(beside.same[own], units.n, settings.confidence)
        is_small = bool(hidden[place])
        rows.append(
            RaterRow(
                rater=name,
                codings=int(codings[place]),
                lean=emptied(lean) if is_small else lean,
                same=emptied(same) if is_small else same,
                hidden=SMALL if is_small else "",
            )
        )
    return tuple(rows)


def _hidden(units: Units, beside: _Beside, shared: IntArray, settings: Settings) -> BoolArray:
    """Raters with few shared codings, and who would tell of one: the leans of all raters whom
    shared targets connect add up to nothing.
    """
    island = islands_of(beside.row, beside.rater, len(units.columns))
    sums = (np.arange(int(island.max(initial=0)) + 1)[:, np.newaxis] == island).astype(np.float64)
    few = shared < settings.smallest_cell
    told = protected(shared.astype(np.float64), few & (shared > 0), sums * (shared > 0))
    return np.asarray(few | told, dtype=np.bool_)


def _beside(units: Units, totals: FloatArray) -> _Beside:
    given = ~np.isnan(totals)
    rows, columns, values = units.unit_of[given], units.column_of[given], totals[given]
    sizes = np.bincount(rows, minlength=units.n)
    shared = sizes[rows] >= 2
    rows, columns, values = rows[shared], columns[shared], values[shared]
    others = (sizes[rows] - 1).astype(np.float64)
    sums = np.bincount(rows, values, minlength=units.n)
    scale, codes = np.unique(values, return_inverse=True)
    cells = rows * max(len(scale), 1) + codes.reshape(-1)
    alike = np.bincount(cells)[cells] - 1 if len(cells) else np.zeros(0)
    return _Beside(rows, columns, values - (sums[rows] - values) / others, alike / others)


def _lean(away: FloatArray, n_given: int, confidence: float, blup: dict[str, object]) -> Estimate:
    n = len(away)
    if not n:
        return undefined(LEAN, _ALONE, n_used=0, n_given=n_given)
    value = float(away.mean())
    if n < 2:
        return Estimate(value=value, form=LEAN, n_used=n, n_given=n_given, detail=blup)
    se = float(away.std(ddof=1)) / math.sqrt(n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * se
    return Estimate(
        value=value,
        form=LEAN,
        n_used=n,
        n_given=n_given,
        low=value - half,
        high=value + half,
        se=se,
        confidence=confidence,
        method=f"t interval with {n - 1} degrees of freedom",
        detail=blup,
    )


def _blup(whole: Estimate | None, place: int) -> dict[str, object]:
    if whole is None or whole.value is None:
        return {}
    effects, errors = whole.detail["rater_blup"], whole.detail["rater_blup_se"]
    if not isinstance(effects, dict) or not isinstance(errors, list):
        raise TypeError("a fit without effects of raters")
    return {"blup": effects[str(place + 1)], "blup_se": errors[place]}


def _same(shares: FloatArray, n_given: int, confidence: float) -> Estimate:
    n = len(shares)
    if not n:
        return undefined(SAME, _ALONE, n_used=0, n_given=n_given)
    hits = round(float(shares.sum()), 9)
    low, high = exact_interval(hits, n, confidence)
    return Estimate(
        value=hits / n,
        form=SAME,
        n_used=n,
        n_given=n_given,
        low=low,
        high=high,
        confidence=confidence,
        method=METHOD,
    )

"""Which correlation the design of a total asks for, and its figures."""

from __future__ import annotations

import math

import numpy as np

from .correlations import (
    Z95,
    bland_altman,
    error_of_measurement,
    icc1,
    icc2,
    icc2k,
    icc3,
    icc_of_incomplete,
    limits_of_pairs,
    one_way,
    two_way,
)
from .figure import NAN, Figure, no_figure
from .models import Fit, fitted, model_figures
from .ratings import Array, Ratings, Study, complete_table, of_sharing
from .tables import islands_of

ORDERED = ("back-reading", "within")


def form_of(study: Study, totals: Ratings) -> str:
    """icc2: complete or two raters. icc1: nested or within. icc2.reml: anything between."""
    shared = study.shared_codings
    if not shared:
        return ""
    if study.settings["kind"] == "within":
        return "icc1"
    if len(study.sharing) == 2:
        return "icc2"
    units = {row["unit"] for row in shared}
    if len(shared) < len(units) * len(study.sharing):
        return "icc1" if _is_nested(study) else "icc2.reml"
    blanks = len(shared) > len(totals.only(np.isin(totals.unit, [int(u) for u in units])).unit)
    return "icc2.reml" if blanks else "icc2"


def _is_nested(study: Study) -> bool:
    """Several islands, and inside each of them every rater scored every unit."""
    islands = islands_of(study)
    if len(set(islands.values())) < 2:
        return False
    codings: dict[str, int] = {}
    units: dict[str, set[str]] = {}
    raters: dict[str, set[str]] = {}
    for row in study.shared_codings:
        island = islands[row["column"]]
        codings[island] = codings.get(island, 0) + 1
        units.setdefault(island, set()).add(row["unit"])
        raters.setdefault(island, set()).add(row["column"])
    return all(n == len(units[one]) * len(raters[one]) for one, n in codings.items())


def correlation_figures(
    study: Study, totals: Ratings, form: str, confidence: float
) -> tuple[dict[str, Figure], Fit | None]:
    """Every correlation and error of measurement of a total, and the fit where there is one."""
    m = one_way(totals)
    found = {"icc1": icc1(m, confidence), "icc1k": icc1(m, confidence, of_mean=True)}
    if m.n >= 2:
        found["sem_agreement.oneway"] = Figure(math.sqrt(m.within), used=m.n)
        found["mdc95_agreement.oneway"] = Figure(Z95 * math.sqrt(2 * m.within), used=m.n)
    found["limits.pairs"] = limits_of_pairs(m, confidence)
    found["bland_altman"] = bland_altman(*_differing(study, totals), confidence)
    complete = complete_table(of_sharing(study, totals))
    if min(complete.shape) >= 2:
        found |= _of_complete(complete, form, confidence)
    found["iccNA"] = icc_of_incomplete(totals, confidence)
    fit = None
    wanted = form == "icc2.reml" or (form == "icc1" and study.settings["kind"] not in ORDERED)
    if wanted and _can_be_fitted(totals):
        fit = fitted(totals)
        found |= model_figures(fit, confidence)
    return found, fit


def _can_be_fitted(totals: Ratings) -> bool:
    """Two units and two columns at least, and more totals than either."""
    units, columns = len(np.unique(totals.unit)), len(np.unique(totals.column))
    return min(units, columns) >= 2 and len(totals.score) > max(units, columns)


def main_figure(found: dict[str, Figure], form: str) -> Figure:
    return found.get(form or "icc1", no_figure(0))


def _of_complete(wide: Array, form: str, confidence: float) -> dict[str, Figure]:
    m = two_way(wide)
    error = error_of_measurement(m)
    found = {
        "icc2": icc2(m, confidence),
        "icc2k": icc2k(m, confidence),
        "icc3": icc3(m, confidence),
        "sem_agreement": Figure(error, NAN, NAN, NAN, m.n),
        "mdc95_agreement": Figure(Z95 * math.sqrt(2) * error, NAN, NAN, NAN, m.n),
    }
    if form == "icc2":
        unit = np.repeat(np.arange(m.n), m.k)
        place = np.tile(np.arange(m.k), m.n)
        found["icc1"] = icc1(one_way(Ratings(unit, place, wide.ravel(), place, m.n)), confidence)
    return found


def _differing(study: Study, totals: Ratings) -> tuple[Array, Array]:
    """The two scores of each unit that are compared: first and second coding, or two raters."""
    if study.settings["kind"] in ORDERED:
        pairs = totals.only(totals.place < 2)
        pairs = Ratings(pairs.unit, pairs.place, pairs.score, pairs.place, pairs.units)
    else:
        pairs = of_sharing(study, totals)
    wide = complete_table(pairs)
    return (wide[:, 0], wide[:, 1]) if wide.shape[1] == 2 else (np.zeros(0), np.zeros(0))

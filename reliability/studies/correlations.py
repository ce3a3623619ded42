"""Agreement on a total: the correlation that the design asks for, and errors in points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reliability.stats import Estimate, Ratings, components, gwet, icc, precision, two_raters
from reliability.stats.arrays import FloatArray
from reliability.stats.distributions import normal_quantile
from reliability.stats.estimate import undefined
from reliability.stats.icc import stepped_up
from reliability.stats.incomplete import icc_of_incomplete
from reliability.stats.matrix import from_cells
from reliability.stats.one_way import icc_one_way, limits_of_pairs, standard_error_one_way
from reliability.studies.design import scale_of
from reliability.studies.resamples import Alpha, alpha_of
from reliability.studies.results import Settings
from reliability.studies.sections import Prepared, within_one
from reliability.studies.units import Units

_Z95 = normal_quantile(0.975)
NO_VARIANCE = "the variance of raters is estimated at 0, so that the interval is the one-way one"
_MDC = "Minimal detectable change at 95 %, {kind}"
Figures = list[tuple[str, Estimate | None]]


@dataclass(frozen=True, eq=False)
class Total:
    """One total of the codings used: `values` in the units' order, NaN = none."""

    about: str
    units: Units
    values: FloatArray
    form: str
    """The correlation that follows from the design: icc1, icc2, icc2.reml, or "" for none."""
    is_ordered: bool
    """The second coding of a unit answers the first: back-reading, and within raters."""

    @cached_property
    def table(self) -> Ratings:
        """All units by all columns."""
        return self.units.table(self.values, scale_of(self.values))


@dataclass(frozen=True, eq=False)
class Models:
    """What REML found, by name; empty where the design asks for none."""

    figures: Mapping[str, Estimate]

    @property
    def whole(self) -> Estimate | None:
        return self.figures.get("reml")


def models_of(total: Total, settings: Settings) -> Models:
    """The variance components, where the design rests on them: the one slow part of a total."""
    if total.form not in ("icc2.reml", "icc1") or len(total.units.columns) < 2:
        return Models({})
    if total.form == "icc1" and total.is_ordered:
        return Models({})
    found = components.reml_figures(total.table, settings.confidence)
    if found["reml"].value is None or found["reml"].detail["var_rater"] != 0:
        return Models(found)
    return Models(_without_raters(found, total.table, settings.confidence))


def _without_raters(
    found: Mapping[str, Estimate], table: Ratings, confidence: float
) -> dict[str, Estimate]:
    """With a variance of raters of 0 the model is the one-way one, and so is its interval."""
    alone = components.reml_one_way(table, confidence)
    if alone.low is None:
        return dict(found)
    single = {
        name: replace(
            found[name],
            low=alone.low,
            high=alone.high,
            confidence=confidence,
            method=alone.method,
            note=NO_VARIANCE,
        )
        for name in ("icc2.reml", "icc3.reml")
    }
    return {**found, **single}


def total_section(total: Total, models: Models, settings: Settings) -> Prepared:
    """Every figure of a total; the correlation that follows from the design comes first."""
    table, confidence = total.table, settings.confidence
    figures: Figures = [
        ("pa.identity", gwet.percent_agreement(table, "identity", confidence)),
        ("pa.within_1", within_one(table, confidence)),
        *_of_design(total, table, models, confidence),
        _limits(total, table, confidence),
        ("kripp.interval", None),
    ]
    waiting: Alpha = alpha_of(table, "interval")
    return Prepared(total.about, table, tuple(figures), waiting)


def main_correlation(total: Total, models: Models, settings: Settings) -> Estimate:
    """The one correlation that follows from the design."""
    return _of_design(total, total.table, models, settings.confidence)[0][1]


def _of_design(
    total: Total, table: Ratings, models: Models, confidence: float
) -> list[tuple[str, Estimate]]:
    if total.form == "icc2":
        return _crossed(total, confidence)
    if total.form == "icc2.reml":
        return _incomplete(total, table, models, confidence)
    if total.form == "icc1":
        return _one_way(total, table, models, confidence)
    return [("icc1", icc_one_way(table, confidence))]


def _crossed(total: Total, confidence: float) -> list[tuple[str, Estimate]]:
    """From the units that every sharing rater gave a total."""
    shared = total.units.shared_table(total.values, scale_of(total.values))
    found = icc.iccs(shared, confidence)
    figures = [(name, found[name]) for name in ("icc2", "icc3", "icc1", "icc2k")]
    figures += [
        ("sem_agreement", precision.standard_error(shared)),
        ("mdc95_agreement", precision.minimal_detectable_change(shared)),
    ]
    return [(name, replace(one, n_given=total.units.n)) for name, one in figures]


def _incomplete(
    total: Total, table: Ratings, models: Models, confidence: float
) -> list[tuple[str, Estimate]]:
    whole = models.figures["reml"]
    agreement = models.figures["icc2.reml"]
    figures = [
        ("icc2.reml", _with_parts(agreement, whole)),
        ("icc3.reml", models.figures["icc3.reml"]),
        *([("iccNA", icc_of_incomplete(table, confidence))] if _is_crossed(total.units) else []),
        ("icc1", icc_one_way(table, confidence)),
        ("icc2kh.reml", _mean_of_raters(agreement, whole)),
    ]
    error = _error_by_components(whole)
    return [*figures, ("sem_agreement.reml", error), ("mdc95_agreement.reml", _mdc(error, "REML"))]


def _is_crossed(units: Units) -> bool:
    """Whether every sharing rater scored every shared unit, though some totals may be missing.

    The analysis of variance takes out the raters' raw means: with a few gaps that is harmless,
    but where each unit has a few of many raters the means are those of other units, and the
    correlation comes out too low (.87 for .93 with two of thirty raters a unit).
    """
    sizes = units.sizes[units.is_shared]
    return bool(len(sizes)) and int(sizes.min()) == len(units.sharing)


def _one_way(
    total: Total, table: Ratings, models: Models, confidence: float
) -> list[tuple[str, Estimate]]:
    figures = [
        ("icc1", icc_one_way(table, confidence)),
        ("icc1k", icc_one_way(table, confidence, of_mean=True)),
    ]
    if "reml" in models.figures:
        two_way = _with_parts(models.figures["icc2.reml"], models.figures["reml"])
        figures.append(("icc2.reml", two_way))
    elif total.is_ordered:
        shared = total.units.shared_table(total.values, scale_of(total.values))
        figures.append(
            ("icc3", replace(icc.icc(shared, "icc3", confidence), n_given=table.n_targets))
        )
    error = standard_error_one_way(table)
    figures += [("sem_agreement.oneway", error), ("mdc95_agreement.oneway", _mdc(error, "one-way"))]
    return figures


def _with_parts(figure: Estimate, whole: Estimate) -> Estimate:
    """The components beside the correlation that rests on them."""
    if whole.value is None:
        return figure
    names = ("var_subject", "var_rater", "var_residual", "grand_mean", "logLik_reml")
    return replace(figure, detail={name: float(str(whole.detail[name])) for name in names})


def _mean_of_raters(single: Estimate, whole: Estimate) -> Estimate:
    """Of the mean of as many raters as a unit has on average: the harmonic mean."""
    form = "ICC(2,k) by REML, mean of as many raters as a target has"
    if single.value is None or whole.value is None:
        return undefined(form, single.note or "", n_used=single.n_used, n_given=single.n_given)
    k = float(str(whole.detail["k_harmonic"]))
    return replace(
        single,
        form=form,
        value=float(str(whole.detail["icc_agreement_kh"])),
        low=None if single.low is None else stepped_up(single.low, k),
        high=None if single.high is None else stepped_up(single.high, k),
        detail={"k_harmonic": k},
    )


def _error_by_components(whole: Estimate) -> Estimate:
    form = "Standard error of measurement, agreement, by REML"
    if whole.value is None:
        return undefined(form, whole.note or "", n_used=whole.n_used, n_given=whole.n_given)
    parts = (float(str(whole.detail[name])) for name in ("var_rater", "var_residual"))
    return Estimate(
        value=math.sqrt(sum(parts)), form=form, n_used=whole.n_used, n_given=whole.n_given
    )


def _mdc(error: Estimate, kind: str) -> Estimate:
    form = _MDC.format(kind=kind)
    if error.value is None:
        return undefined(form, error.note or "", n_used=error.n_used, n_given=error.n_given)
    return replace(error, form=form, value=_Z95 * math.sqrt(2) * error.value)


def _limits(total: Total, table: Ratings, confidence: float) -> tuple[str, Estimate]:
    """Two raters, or a first and a second coding: their differences. Otherwise any two raters."""
    if total.is_ordered or len(total.units.sharing) == 2:
        pairs = _first_and_second(total) if total.is_ordered else _two_columns(total)
        found = two_raters.bland_altman(pairs, confidence)
        if total.is_ordered:
            found = replace(
                found, form="Bland-Altman limits of agreement, first coding minus second"
            )
        return "bland_altman", replace(found, n_given=total.units.n)
    return "limits.pairs", limits_of_pairs(table, confidence)


def _two_columns(total: Total) -> Ratings:
    return total.units.shared_table(total.values, scale_of(total.values))


def _first_and_second(total: Total) -> Ratings:
    units = total.units
    used = (units.place < 2) & units.is_shared[units.unit_of] & ~np.isnan(total.values)
    rows = (np.cumsum(units.is_shared) - 1)[units.unit_of[used]]
    return from_cells(
        rows,
        units.place[used],
        total.values[used],
        n_targets=int(units.is_shared.sum()),
        n_raters=2,
        categories=scale_of(total.values).tolist(),
    )

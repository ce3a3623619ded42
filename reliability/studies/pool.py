"""The studies of a pool one by one, each as if it stood alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reliability.stats import gwet
from reliability.stats.arrays import BoolArray
from reliability.studies.correlations import Total, main_correlation, models_of
from reliability.studies.design import first_total, icc_form, layout_of
from reliability.studies.frame import Codings
from reliability.studies.results import PartRow, Settings
from reliability.studies.suppression import SMALL, emptied, protected
from reliability.studies.totals import computed
from reliability.studies.units import units_of


def part_rows(codings: Codings, settings: Settings) -> tuple[PartRow, ...]:
    """One row for each part in the order of their names; none where there is one part alone."""
    present = sorted(set(codings.part_of.tolist()), key=lambda place: codings.parts[place])
    if len(present) < 2:
        return ()
    rows = [
        _row(codings.parts[place], only(codings, codings.part_of == place), settings)
        for place in present
    ]
    shared = np.array([row.same.n_used for row in rows], dtype=np.float64)
    few = (shared > 0) & (shared < settings.smallest_cell)
    # agreement over the whole pool less that of the other parts would tell
    hidden = protected(shared, few, np.ones((1, len(rows))))
    return tuple(_blank(row) if hide else row for row, hide in zip(rows, hidden, strict=True))


def _blank(row: PartRow) -> PartRow:
    return replace(row, icc=emptied(row.icc), same=emptied(row.same), hidden=SMALL)


def only(codings: Codings, chosen: BoolArray) -> Codings:
    """Some of the codings; targets, raters and parts keep their positions."""
    kept = np.flatnonzero(chosen)
    places = kept.tolist()
    return replace(
        codings,
        numbers=codings.numbers[kept],
        target_of=codings.target_of[kept],
        rater_of=codings.rater_of[kept],
        part_of=codings.part_of[kept],
        occasion=codings.occasion[kept],
        scores=codings.scores[kept],
        total_given=codings.total_given[kept],
        band_given=tuple(codings.band_given[place] for place in places),
        coded_on=tuple(codings.coded_on[place] for place in places),
        flags={name: values[kept] for name, values in codings.flags.items()},
    )


def _row(part: str, codings: Codings, settings: Settings) -> PartRow:
    units = units_of(codings)
    totals = first_total(codings, computed(codings))
    form, _ = icc_form(codings.kind, layout_of(units), units, totals)
    total = Total("total", units, totals[units.kept], form, is_ordered=False)
    correlation = main_correlation(total, models_of(total, settings), settings)
    same = gwet.percent_agreement(total.table, "identity", settings.confidence)
    is_small = int(units.is_shared.sum()) < settings.smallest_cell
    return PartRow(
        part=part,
        targets=units.n,
        raters=len(np.unique(codings.rater_of)),
        icc=emptied(correlation) if is_small else correlation,
        same=emptied(same) if is_small else same,
        hidden=SMALL if is_small else "",
    )

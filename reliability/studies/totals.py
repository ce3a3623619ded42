"""Totals and bands of every coding, computed again from its item scores by the tool's sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from instruments import catalogue, scoring
from instruments.sheet import Instrument
from reliability.stats.arrays import FloatArray, IntArray
from reliability.studies.frame import Codings

_MOST_KEYS = 2**62


@dataclass(frozen=True, eq=False)
class Computed:
    """One entry per coding, by the id of the total: NaN where the sheet gives none.

    `bands` are positions in the sheet's list of bands, from 0; only of totals that have bands.
    """

    totals: Mapping[str, FloatArray]
    bands: Mapping[str, FloatArray]


def computed(codings: Codings) -> Computed:
    """Each distinct set of scores is summed once, however many codings have it."""
    instrument = catalogue.tool(codings.tool)
    first, which = distinct(codings.scores)
    found = [
        scoring.totals(codings.tool, as_items(codings.items, row)) for row in codings.scores[first]
    ]
    totals, bands = {}, {}
    for wanted in instrument.totals:
        results = [one[wanted.id] for one in found]
        values = [np.nan if one.value is None else float(one.value) for one in results]
        totals[wanted.id] = np.array(values, dtype=np.float64)[which]
        places = {band.id: float(place) for place, band in enumerate(wanted.bands)}
        if places:
            levels = [np.nan if one.band is None else places[one.band.id] for one in results]
            bands[wanted.id] = np.array(levels, dtype=np.float64)[which]
    return Computed(totals, bands)


def as_items(items: tuple[str, ...], row: FloatArray) -> dict[str, int | None]:
    """One coding's scores by item; None = not scored."""
    return {
        item: None if score != score else int(score)
        for item, score in zip(items, row.tolist(), strict=True)
    }


def distinct(rows: FloatArray) -> tuple[IntArray, IntArray]:
    """Where each distinct row first stands, and which of them each row is; NaN equals NaN."""
    if not len(rows):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    keys = np.zeros(len(rows), dtype=np.int64)
    size = 1
    for column in rows.T:
        values, code = np.unique(column, return_inverse=True)
        size *= len(values)
        if size > _MOST_KEYS:
            keys = np.unique(keys, return_inverse=True)[1].reshape(-1)
            size = (int(keys.max()) + 1) * len(values)
        keys = keys * len(values) + code.reshape(-1)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


def section_name(kind: str, total_id: str, instrument: Instrument) -> str:
    """ "total" or "band" for the tool's first total, "total:<id>" for the others."""
    return kind if total_id == instrument.totals[0].id else f"{kind}:{total_id}"

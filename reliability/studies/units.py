"""What is compared with what: the units of a study and the columns that score them.

Between raters a unit is a target (of one part of a pool) and a column is a rater. If a rater
scored a unit more than once, the first coding counts. Within raters a unit is what one rater made
of one target, and the columns are that rater's first coding of it, the second, and so on.

First means: the lowest occasion, then the earliest date (none comes last), then the first rater by
code points: a hash, so that where neither occasion nor date tells, chance does, and the same data
have the same first codings in whatever order a file held them.

Units stand in the order of part, target and, within raters, rater, by code points; the resamples
of the bootstrap count draws of the units in this order. All units of the study are there, also
those that were scored once, or not at all on the item in question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from reliability.stats import Ratings, from_cells
from reliability.stats.arrays import BoolArray, FloatArray, IntArray
from reliability.studies.frame import Codings

WITHIN = "within"
_NO_DATE = date.max.toordinal()


@dataclass(frozen=True, eq=False)
class Units:
    """One entry per coding used, sorted by unit and, inside a unit, the first coding first.

    `kept` are places in the codings; `unit_of` and `column_of` say where each belongs; `place` is
    its rank inside the unit, from 0. `names` of the units are (part, target) or (part, target,
    rater); `columns` are raters, or "1", "2", ... within raters.
    """

    n: int
    names: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    kept: IntArray
    unit_of: IntArray
    column_of: IntArray
    place: IntArray

    @property
    def sizes(self) -> IntArray:
        """Codings of each unit."""
        return np.bincount(self.unit_of, minlength=self.n)

    @property
    def is_shared(self) -> BoolArray:
        """Whether a unit was scored at least twice."""
        return self.sizes >= 2

    @property
    def sharing(self) -> IntArray:
        """The columns that scored a unit which another column scored too."""
        return np.unique(self.column_of[self.is_shared[self.unit_of]])

    def table(self, values: FloatArray, scale: FloatArray) -> Ratings:
        """One value for each coding used as a table of all units; NaN = none. One bincount."""
        given = ~np.isnan(values)
        rows, codes, q = self.unit_of[given], np.searchsorted(scale, values[given]), len(scale)
        counts = np.bincount(rows * q + codes, minlength=self.n * q).reshape(self.n, q)
        return Ratings(
            self.n,
            len(self.columns),
            scale,
            tuple(scale.tolist()),
            True,
            cells=(rows, self.column_of[given], codes),
            known_counts=counts.astype(np.float64),
        )

    def shared_table(self, values: FloatArray, scale: FloatArray) -> Ratings:
        """The same of the units that were scored twice or more, and the columns that did it."""
        used = self.is_shared[self.unit_of] & ~np.isnan(values)
        rows = (np.cumsum(self.is_shared) - 1)[self.unit_of[used]]
        columns = np.searchsorted(self.sharing, self.column_of[used])
        return from_cells(
            rows,
            columns,
            values[used],
            n_targets=int(self.is_shared.sum()),
            n_raters=len(self.sharing),
            categories=scale.tolist(),
        )


def units_of(codings: Codings) -> Units:
    """The units of a study; the same whatever the order of its codings."""
    within = codings.kind == WITHIN
    key = _rank(codings.parts)[codings.part_of] * max(len(codings.targets), 1)
    key = key + _rank(codings.targets)[codings.target_of]
    rater = _rank(codings.raters)[codings.rater_of]
    if within:
        key = key * max(len(codings.raters), 1) + rater
    days = np.array(
        [_NO_DATE if day is None else day.toordinal() for day in codings.coded_on], dtype=np.intp
    )
    order = np.lexsort((rater, days, codings.occasion, key))
    if not within:
        order = order[_first_of_each(key[order], rater[order])]
    unit_of = np.unique(key[order], return_inverse=True)[1].reshape(-1)
    place = _place_inside(unit_of)
    columns: tuple[str, ...] = tuple(sorted(codings.raters))
    if within:
        columns = tuple(str(rank + 1) for rank in range(int(place.max(initial=-1)) + 1))
    firsts = order[place == 0]
    return Units(
        len(firsts),
        _names(codings, firsts, within),
        columns,
        order,
        unit_of,
        place if within else rater[order],
        place,
    )


def _rank(names: tuple[str, ...]) -> IntArray:
    """The position of each name among the sorted ones; a name that comes twice has one position."""
    position = {name: place for place, name in enumerate(sorted(set(names)))}
    return np.array([position[name] for name in names], dtype=np.intp)


def _first_of_each(key: IntArray, rater: IntArray) -> BoolArray:
    """Which codings are a rater's first of a unit, where the codings of a unit stand in order."""
    pair = key * (int(rater.max(initial=0)) + 1) + rater
    first = np.zeros(len(pair), dtype=np.bool_)
    first[np.unique(pair, return_index=True)[1]] = True
    return first


def _place_inside(unit_of: IntArray) -> IntArray:
    starts = np.searchsorted(unit_of, np.arange(int(unit_of.max(initial=-1)) + 1))
    return np.asarray(np.arange(len(unit_of)) - starts[unit_of], dtype=np.intp)


def _names(codings: Codings, firsts: IntArray, within: bool) -> tuple[tuple[str, ...], ...]:
    parts, targets = codings.part_of[firsts].tolist(), codings.target_of[firsts].tolist()
    raters = codings.rater_of[firsts].tolist()
    return tuple(
        (codings.parts[p], codings.targets[t], *((codings.raters[r],) if within else ()))
        for p, t, r in zip(parts, targets, raters, strict=True)
    )

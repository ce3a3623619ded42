"""Agreement by score: what a later coding of a unit says, by what the first one said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from instruments.sheet import Total
from reliability.stats import Estimate
from reliability.stats.agreement import exact_interval
from reliability.stats.arrays import BoolArray, FloatArray
from reliability.stats.estimate import undefined
from reliability.studies.results import RangeRow, Settings
from reliability.studies.suppression import SMALL, emptied, protected
from reliability.studies.units import Units

METHOD = "Clopper and Pearson's exact binomial interval, each target counted once"
FORMS = {
    "same": "Share of later codings with the same total as the first",
    "within_one": "Share of later codings within one point of the first",
    "two_or_more": "Share of later codings two or more points from the first",
}
PUBLISHED = ((6, 6), (float("-inf"), 2), (6, float("inf")))
"""First totals for which others have published a figure."""
Span = tuple[float, float]
_NOBODY = "no target with a first total in this range was scored again"


@dataclass(frozen=True, eq=False)
class Again:
    """The units with a first total and later ones: how far the later ones lie from it.

    `first` has the first total of each unit; the shares are those of its later codings.
    """

    first: FloatArray
    later: FloatArray
    same: FloatArray
    within_one: FloatArray
    n: int

    def share(self, which: str, low: float, high: float, confidence: float) -> Estimate:
        """The mean of the units' shares among first totals from `low` to `high`."""
        inside = self._inside(low, high)
        n, form = int(inside.sum()), FORMS[which]
        if not n:
            return undefined(form, _NOBODY, n_used=0, n_given=self.n)
        shares = 1 - self.within_one if which == "two_or_more" else getattr(self, which)
        hits = round(float(shares[inside].sum()), 9)
        lower, upper = exact_interval(hits, n, confidence)
        return Estimate(
            value=hits / n,
            form=form,
            n_used=n,
            n_given=self.n,
            low=lower,
            high=upper,
            confidence=confidence,
            method=METHOD,
        )

    def pairs(self, low: float, high: float) -> int:
        """Later codings compared with a first one in the range."""
        return int(self.later[self._inside(low, high)].sum())

    def targets(self, low: float, high: float) -> int:
        """Targets with a first total in the range that were scored again."""
        return int(self._inside(low, high).sum())

    def _inside(self, low: float, high: float) -> BoolArray:
        return np.asarray((self.first >= low) & (self.first <= high), dtype=np.bool_)


def again(units: Units, totals: FloatArray) -> Again:
    """Of one total of the codings used, NaN = none."""
    first = np.full(units.n, np.nan)
    opening = units.place == 0
    first[units.unit_of[opening]] = totals[opening]
    away = np.abs(totals - first[units.unit_of])
    compared = ~opening & ~np.isnan(away)
    rows, distance = units.unit_of[compared], away[compared]
    later = np.bincount(rows, minlength=units.n).astype(np.float64)
    with_any = later > 0

    def shares(near: BoolArray) -> FloatArray:
        hits = np.bincount(rows, near.astype(np.float64), minlength=units.n)
        return np.asarray(hits[with_any] / later[with_any])

    return Again(
        first[with_any], later[with_any], shares(distance == 0), shares(distance <= 1), units.n
    )


def range_rows(
    found: Again, wanted: Total, names: tuple[str, str], settings: Settings
) -> list[RangeRow]:
    """The ranges of the bands, under the band's name, then every first score that occurs."""
    band_name, total_name = names
    hidden = hidden_spans(found, wanted, settings)

    def row(about: str, low: int, high: int) -> RangeRow:
        return _row(found, about, (low, high), settings, is_small=(low, high) in hidden)

    rows = [row(band_name, band.low, band.high) for band in wanted.bands]
    scores = np.unique(found.first).tolist()
    return rows + [row(total_name, int(score), int(score)) for score in scores]


def hidden_spans(found: Again, wanted: Total, settings: Settings) -> frozenset[Span]:
    """The ranges of first totals with too few targets, and those that would tell of them: a band
    less its other scores, all targets less the other bands, a published range less its scores.
    """
    scores = [(score, score) for score in np.unique(found.first).tolist()]
    bands = [(float(band.low), float(band.high)) for band in wanted.bands]
    wider = [span for span in dict.fromkeys((*bands, *PUBLISHED)) if span not in scores]
    spans: list[Span] = [*scores, *wider]
    sizes = np.array([found.targets(*span) for span in spans], dtype=np.float64)
    sums = np.zeros((len(wider) + 1, len(spans)))
    for place, (low, high) in enumerate(wider):
        sums[place, len(scores) + place] = -1
        sums[place, : len(scores)] = [low <= score <= high for score, _ in scores]
    sums[-1, : len(scores)] = 1
    hidden = protected(sizes, (sizes > 0) & (sizes < settings.smallest_cell), sums)
    return frozenset(span for span, is_hidden in zip(spans, hidden, strict=True) if is_hidden)


def _row(
    found: Again, about: str, span: tuple[int, int], settings: Settings, *, is_small: bool
) -> RangeRow:
    estimates = {name: found.share(name, *span, settings.confidence) for name in FORMS}
    if is_small:
        estimates = {name: blank(one) for name, one in estimates.items()}
    return RangeRow(
        about=about,
        low=span[0],
        high=span[1],
        pairs=0 if is_small else found.pairs(*span),
        hidden=SMALL if is_small else "",
        **estimates,
    )


def blank(estimate: Estimate) -> Estimate:
    """The figure without its numbers: nor on how many targets it rests."""
    one = emptied(estimate)
    return undefined(one.form, "", n_used=0, n_given=one.n_given)

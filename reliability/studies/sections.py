"""Agreement on one item or on the band of a total: counts once, every figure from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reliability.stats import Estimate, Ratings, gwet, kappa
from reliability.stats.arrays import FloatArray
from reliability.stats.estimate import undefined
from reliability.studies import suppression
from reliability.studies.resamples import Alpha, alpha_of
from reliability.studies.results import Section, Settings
from reliability.studies.units import Units

WITHIN_ONE = "Percent agreement of pairs, within 1"
ALWAYS_WITHIN = "the scores span one point, so that any two are within one point"


@dataclass(frozen=True, eq=False)
class Prepared:
    """A section whose alpha waits for its resamples; `name` is the alpha's."""

    about: str
    table: Ratings
    figures: tuple[tuple[str, Estimate | None], ...]
    alpha: Alpha

    def finished(self, alpha: Estimate, settings: Settings) -> Section:
        """With alpha in its place, and what is too few hidden."""
        smallest = settings.smallest_cell
        figures = (
            suppression.figure(name, alpha if one is None else one, smallest)
            for name, one in self.figures
        )
        uses = self.table.counts.sum(axis=0)
        return Section(
            about=self.about,
            figures=tuple(figures),
            categories=tuple(self.table.categories.tolist()),
            shares=suppression.shares(uses, smallest),
            crosstab=suppression.cells(pairs_table(self.table), smallest),
        )


def item_section(
    item: str, units: Units, scores: FloatArray, scale: Sequence[int], settings: Settings
) -> Prepared:
    """Agreement on an item: `scores` of the codings used, NaN = not scored."""
    table = units.table(scores, declared(scores, scale))
    confidence = settings.confidence
    figures: list[tuple[str, Estimate | None]] = [
        ("pa.identity", gwet.percent_agreement(table, "identity", confidence)),
        ("pa.within_1", within_one(table, confidence)),
        ("kripp.ordinal", None),
        ("fleiss.quadratic", gwet.fleiss(table, "quadratic", confidence)),
    ]
    if len(units.sharing) == 2:
        figures.append(("cohen.quadratic", _cohen(units, scores, table, confidence)))
    figures.append(("ac.quadratic", gwet.ac(table, "quadratic", confidence)))
    return Prepared(item, table, tuple(figures), alpha_of(table, "ordinal"))


def band_section(
    about: str, units: Units, bands: FloatArray, n_bands: int, settings: Settings
) -> Prepared:
    """Agreement on the band of a total: `bands` are positions in the sheet's order."""
    table = units.table(bands, np.arange(n_bands, dtype=np.float64))
    confidence = settings.confidence
    figures: tuple[tuple[str, Estimate | None], ...] = (
        ("pa.identity", gwet.percent_agreement(table, "identity", confidence)),
        ("kripp.ordinal", None),
        ("fleiss.linear", gwet.fleiss(table, "linear", confidence)),
        ("ac.linear", gwet.ac(table, "linear", confidence)),
    )
    return Prepared(about, table, figures, alpha_of(table, "ordinal"))


def declared(scores: FloatArray, scale: Sequence[int]) -> FloatArray:
    """The permitted scores in order, and any other that was given all the same."""
    return np.union1d(np.array(scale, dtype=np.float64), scores[~np.isnan(scores)])


def within_one(table: Ratings, confidence: float) -> Estimate:
    """The share of pairs of ratings of one unit that lie at most one point apart."""
    scale = table.categories
    if len(scale) and float(scale[-1] - scale[0]) <= 1:
        n = int((table.per_target >= 2).sum())
        return undefined(WITHIN_ONE, ALWAYS_WITHIN, n_used=n, n_given=table.n_targets)
    near = (np.abs(scale[:, np.newaxis] - scale) <= 1).astype(np.float64)
    return replace(gwet.percent_agreement(table, near, confidence), form=WITHIN_ONE)


def pairs_table(table: Ratings) -> FloatArray:
    """Ordered pairs of two ratings of one unit, category by category."""
    counts = table.counts[table.per_target >= 2]
    return np.asarray(counts.T @ counts - np.diag(counts.sum(axis=0)))


def _cohen(units: Units, scores: FloatArray, table: Ratings, confidence: float) -> Estimate:
    found = kappa.cohen(units.shared_table(scores, table.categories), "quadratic", confidence)
    return replace(found, n_given=units.n)

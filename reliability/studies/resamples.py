"""Krippendorff's alpha of every item, total and band, all from one set of resamples.

The units are drawn with replacement; row b of the counts says how often each unit is in resample
b. One matrix product of the counts with everything that the figures sum over units gives all
resamples of all figures. The counts are `resampling.multiplicities(n_units, replicates, seed)`,
in the order of the units (reliability.studies.units).

The interval is the percentile interval of the resamples that are defined, sorted as x[1..R]: with
rank = (R + 1) p and k its whole part, the quantile is x[1] where k < 1, x[R] where k >= R, and
otherwise x[k] + w (x[k+1] - x[k]) with
w = (z(p) - z(k / (R+1))) / (z((k+1) / (R+1)) - z(k / (R+1))), z the normal quantile: the rule of
boot.ci in R. A resample is undefined where its pairable scores are all the same. With fewer than
half of them defined there is no interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reliability.stats import Estimate, Ratings, alpha, resampling
from reliability.stats.arrays import FloatArray
from reliability.stats.cautions import rarity_note
from reliability.stats.estimate import undefined
from reliability.stats.resampling import Replicates, Summed
from reliability.studies.results import Settings

Progress = Callable[[str, int, int], None]
_FORM = "Krippendorff's alpha, {metric} metric"
_METHOD = "bootstrap percentile, {replicates} replicates, seed {seed}"
_NO_INTERVAL = "no interval: most resamples have no variation"


@dataclass(frozen=True, eq=False)
class Alpha:
    """An alpha that waits for its resamples, or why it has no value."""

    table: Ratings
    metric: str
    figure: Summed | str


def alpha_of(table: Ratings, metric: str) -> Alpha:
    """Alpha of the ordinal or of the interval metric as sums over all units."""
    reason = alpha.why_undefined(table, metric)
    if reason:
        return Alpha(table, metric, reason)
    if metric == "interval":
        return Alpha(table, metric, _interval_sums(table))
    return Alpha(table, metric, alpha.sums(table, metric, of_all=True))


def _interval_sums(table: Ratings) -> Summed:
    """Squared differences inside units, and the moments that give those between any two scores."""
    rows, _, codes = table.triplets
    pairable = table.per_target >= 2
    sizes = np.where(pairable, table.per_target, 0.0)
    # whole numbers about a whole number: sums of equal scores cancel exactly
    x = table.categories[codes] - round(float(np.median(table.categories)))
    first = np.bincount(rows, x, minlength=table.n_targets) * pairable
    second = np.bincount(rows, x * x, minlength=table.n_targets) * pairable
    observed = 2 * (sizes * second - first**2) / np.maximum(sizes - 1, 1)

    def value(sums: FloatArray) -> FloatArray:
        size, expected = sums[:, 1], 2 * (sums[:, 1] * sums[:, 3] - sums[:, 2] ** 2)
        ratio = np.full_like(expected, np.nan)
        np.divide(sums[:, 0] * (size - 1), expected, out=ratio, where=expected > 0)
        return 1 - ratio

    return Summed(np.column_stack([observed, sizes, first, second]), value)


def estimated(
    waiting: Mapping[str, Alpha], n: int, settings: Settings, progress: Progress | None = None
) -> dict[str, Estimate]:
    """Every alpha with its interval, by the same keys."""
    made = {key: one.figure for key, one in waiting.items() if isinstance(one.figure, Summed)}
    values = _drawn(list(made.values()), n, settings, progress) if made else []
    drawn = dict(zip(made, values, strict=True))
    return {key: _estimate(one, drawn.get(key), settings) for key, one in waiting.items()}


def _drawn(
    figures: Sequence[Summed], n: int, settings: Settings, progress: Progress | None
) -> list[FloatArray]:
    """The replicates of each figure."""
    together = np.hstack([figure.addends for figure in figures])
    ends = np.cumsum([figure.addends.shape[1] for figure in figures])[:-1]
    found: list[list[FloatArray]] = [[np.zeros(0)] for _ in figures]
    done = 0
    for counts in resampling.multiplicities(n, settings.replicates, settings.seed):
        sums = np.split(counts @ together, ends, axis=1)
        for kept, figure, part in zip(found, figures, sums, strict=True):
            kept.append(figure.value(part))
        done += len(counts)
        if progress is not None:
            progress("resamples", done, settings.replicates)
    return [np.concatenate(kept) for kept in found]


def _estimate(one: Alpha, values: FloatArray | None, settings: Settings) -> Estimate:
    form, table = _FORM.format(metric=one.metric), one.table
    n_used = int((table.per_target >= 2).sum())
    if isinstance(one.figure, str) or values is None:
        return undefined(form, str(one.figure), n_used=n_used, n_given=table.n_targets)
    interval = None
    if len(values):
        drawn = Replicates(values, None)
        interval = resampling.intervals(one.figure, drawn, settings.confidence, with_bca=False)
    method = _METHOD.format(replicates=settings.replicates, seed=settings.seed)
    note = rarity_note(table)
    if interval is not None and interval.undefined:
        note = f"{interval.undefined} resamples had no variation"
    return Estimate(
        value=one.figure.point,
        form=form,
        n_used=n_used,
        n_given=table.n_targets,
        low=interval.percentile[0] if interval else None,
        high=interval.percentile[1] if interval else None,
        se=interval.se if interval else None,
        confidence=settings.confidence,
        method=method if interval else None,
        note=note if interval else _NO_INTERVAL,
        detail={"n_pairable": int(table.per_target[table.per_target >= 2].sum())},
    )

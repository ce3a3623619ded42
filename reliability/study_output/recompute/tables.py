"""Figures that are counts and means: by range, by rater, the design."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from .distributions import beta_quantile, normal_quantile, t_quantile
from .figure import Figure, no_figure
from .ratings import Array, Ratings, Study, words_of

T = TypeVar("T", int, str)


def share_figure(shares: Array, confidence: float) -> Figure:
    """The mean of shares with Clopper and Pearson's interval; hits need not be whole."""
    n = len(shares)
    if not n:
        return no_figure(0)
    hits, tail = round(float(shares.sum()), 9), (1 - confidence) / 2
    low = beta_quantile(tail, hits, n - hits + 1) if hits > 0 else 0.0
    high = beta_quantile(1 - tail, hits + 1, n - hits) if hits < n else 1.0
    return Figure(hits / n, low, high, used=n)


@dataclass
class Later:
    """Each later score of a unit beside its first."""

    unit: Array
    first: Array
    score: Array


def later_scores(ratings: Ratings) -> Later:
    """Of the units whose first coding has a score."""
    first = np.full(ratings.units, np.nan)
    opening = ratings.place == 0
    first[ratings.unit[opening]] = ratings.score[opening]
    used = ~opening & ~np.isnan(first[ratings.unit])
    later = ratings.only(used)
    return Later(later.unit, first[later.unit], later.score)


def range_figures(pairs: Later, low: float, high: float, confidence: float) -> dict[str, Figure]:
    """Of the units whose first score lies from `low` to `high`."""
    inside = (pairs.first >= low) & (pairs.first <= high)
    away, unit = np.abs(pairs.score - pairs.first)[inside], pairs.unit[inside]
    sizes = np.bincount(unit)

    def share(hit: Array) -> Figure:
        hits = np.bincount(unit, hit.astype(float))
        return share_figure((hits[sizes > 0] / sizes[sizes > 0]), confidence)

    return {
        "pairs": Figure(int(inside.sum())),
        "same": share(away == 0),
        "within_one": share(away <= 1),
        "two_or_more": share(away >= 2),
    }


def rater_figures(ratings: Ratings, confidence: float) -> dict[int, dict[str, Figure]]:
    """How each rater's scores lie beside the mean of the other scores of the same units."""
    sizes = np.bincount(ratings.unit, minlength=ratings.units)
    sums = np.bincount(ratings.unit, ratings.score, ratings.units)
    shared = ratings.only(sizes[ratings.unit] >= 2)
    unit, own = shared.unit, shared.score
    others = sizes[unit] - 1
    away = own - (sums[unit] - own) / others
    cell = np.unique(np.column_stack([unit, own]), axis=0, return_inverse=True)[1].ravel()
    alike = (np.bincount(cell)[cell] - 1) / others
    return {
        rater: {
            "lean": mean_figure(away[shared.column == rater], confidence),
            "same": share_figure(alike[shared.column == rater], confidence),
        }
        for rater in np.unique(shared.column).tolist()
    }


def mean_figure(values: Array, confidence: float) -> Figure:
    n = len(values)
    if n < 2:
        return Figure(float(values.mean()), used=n)
    se = float(values.std(ddof=1)) / math.sqrt(n)
    half = t_quantile(0.5 + confidence / 2, n - 1) * se
    return Figure(float(values.mean()), values.mean() - half, values.mean() + half, se, n)


def design_figures(study: Study, totals: Ratings) -> dict[str, float]:
    """Who scored what. Units, their sizes and the pairs are of the codings that count."""
    data, kept = study.data, study.kept
    items = words_of(study.settings["items"])
    met = {(row["part"], row["target"], row["rater"]) for row in data}
    work = sorted(_tally([rater for _, _, rater in met]).values())
    sizes = _tally([row["unit"] for row in kept])
    filled = {item: sum(row[item] != "" for row in data) for item in items}
    means = _unit_means(totals)
    found: dict[str, float] = {
        "targets": len({(part, target) for part, target, _ in met}),
        "raters": len(work),
        "codings": len(data),
        "ratings": sum(filled.values()),
        "single_rated": sum(size == 1 for size in sizes.values()),
        "fewest_targets": work[0],
        "median_targets": work[(len(work) - 1) // 2],
        "most_targets": work[-1],
        "spread": float(means.std(ddof=1)) if len(means) > 1 else math.nan,
    }
    found |= {f"targets_of_{size}": n for size, n in _tally(sizes.values()).items()}
    found |= {f"blank:{item}": len(data) - n for item, n in filled.items()}
    return found | _overlap(study)


def _tally(values: Iterable[T]) -> dict[T, int]:
    found: dict[T, int] = {}
    for value in values:
        found[value] = found.get(value, 0) + 1
    return found


def _unit_means(ratings: Ratings) -> Array:
    sizes = np.bincount(ratings.unit, minlength=ratings.units)
    sums = np.bincount(ratings.unit, ratings.score, ratings.units)
    return sums[sizes > 0] / sizes[sizes > 0]


def islands_of(study: Study) -> dict[str, str]:
    """For each column that shares a unit, a column that stands for its group: groups are what no
    shared unit connects."""
    leader: dict[str, str] = {}
    first: dict[str, str] = {}
    for row in study.shared_codings:
        name = row["column"]
        leader.setdefault(name, name)
        other = first.setdefault(row["unit"], name)
        leader[_top(leader, name)] = _top(leader, other)
    return {name: _top(leader, name) for name in leader}


def _top(leader: dict[str, str], name: str) -> str:
    while leader[name] != name:
        name = leader[name]
    return name


def _overlap(study: Study) -> dict[str, float]:
    of_unit: dict[str, list[str]] = {}
    for row in study.shared_codings:
        of_unit.setdefault(row["unit"], []).append(row["column"])
    pairs = {(a, b) for columns in of_unit.values() for a in columns for b in columns if a < b}
    islands = set(islands_of(study).values())
    return {"pairs_of_raters": len(pairs), "overlap_islands": len(islands)}


def planned(study: Study, main: Figure) -> dict[str, float]:
    """Half the width of the interval of the main correlation, and targets for narrower ones.

    Bonett (2002): 8 z^2 ((1 - r) (1 + (k - 1) r))^2 / (k (k - 1) w^2) + 1, rounded up, at k = the
    median number of codings of the units that have two or more.
    """
    found = {"half_width": (main.high - main.low) / 2}
    sizes = [size for size in _tally([row["unit"] for row in study.kept]).values() if size >= 2]
    k = max(2, round(float(np.median(sizes)))) if sizes else 2
    r = main.value
    if not 0 < r < 1:
        return found
    for half in ("0.05", "0.10"):
        wide = normal_quantile(0.975) * (1 - r) * (1 + (k - 1) * r) / (2 * float(half))
        found[f"needed:{half}"] = math.ceil(8 * wide**2 / (k * (k - 1)) + 1 - 1e-9)
    return found

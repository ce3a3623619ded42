"""From a tidy list of ratings to one table per item, and to totals, without a dense detour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray, IntArray
from reliability.stats.estimate import Estimate
from reliability.stats.matrix import Label, Ratings, from_cells
from reliability.stats.report import report

TOTAL = "total"


@dataclass(frozen=True, eq=False)
class TidyScores:
    """One entry per rating: positions of target, rater and item, and the score (NaN = missing)."""

    targets: IntArray
    raters: IntArray
    items: IntArray
    scores: FloatArray
    n_targets: int
    n_raters: int
    item_names: tuple[str, ...]

    def tables(self, categories: Sequence[Label] | None = None) -> dict[str, Ratings]:
        """One table per item, in the order in which the items first occur."""
        order = np.argsort(self.items, kind="stable")
        ends = np.cumsum(np.bincount(self.items, minlength=len(self.item_names)))
        return {
            name: self._table(part, self.scores[part], categories)
            for name, part in zip(self.item_names, np.split(order, ends[:-1]), strict=True)
        }

    def total(self) -> Ratings:
        """Sum of the items, for each target and rater; missing unless every item was scored."""
        given = ~np.isnan(self.scores)
        keys = self.targets[given] * self.n_raters + self.raters[given]
        pairs, position = np.unique(keys, return_inverse=True)
        whole = np.bincount(position, minlength=len(pairs)) == len(self.item_names)
        sums = np.bincount(position, self.scores[given], minlength=len(pairs))[whole]
        targets, raters = np.divmod(pairs[whole], max(self.n_raters, 1))
        return from_cells(targets, raters, sums, n_targets=self.n_targets, n_raters=self.n_raters)

    def _table(
        self, part: IntArray, scores: FloatArray, categories: Sequence[Label] | None
    ) -> Ratings:
        return from_cells(
            self.targets[part],
            self.raters[part],
            scores,
            n_targets=self.n_targets,
            n_raters=self.n_raters,
            categories=categories,
        )


def tidy_scores(frame: Any) -> TidyScores:
    """Read a data frame (or a mapping of columns) with target, rater, score and perhaps item.

    Raises
    ------
    ValueError
        A column is missing, the scores are not numbers, or a rater scored a target twice.
    """
    missing = [name for name in ("target", "rater", "score") if name not in frame]
    if missing:
        raise ValueError(
            f"the tidy table has no column {missing[0]!r}; it needs target, rater, score"
        )
    targets, target_names = positions(frame["target"])
    raters, rater_names = positions(frame["rater"])
    if "item" in frame:
        items, item_names = positions(frame["item"])
    else:
        items, item_names = np.zeros(len(targets), dtype=np.intp), [TOTAL]
    try:
        scores = np.asarray(frame["score"], dtype=np.float64)
    except ValueError as reason:
        raise ValueError(f"the column score must hold numbers: {reason}") from None
    tidy = TidyScores(
        targets,
        raters,
        items,
        scores,
        len(target_names),
        len(rater_names),
        tuple(str(name) for name in item_names),
    )
    _refuse_twice(tidy, target_names, rater_names)
    return tidy


def positions(column: npt.ArrayLike) -> tuple[IntArray, list[Any]]:
    """Each entry as a position among the names, which keep the order of their first occurrence."""
    factorize: Callable[[], tuple[Any, Any]] | None = getattr(column, "factorize", None)
    if factorize is not None:
        codes, names = factorize()
        return np.asarray(codes, dtype=np.intp), list(names)
    names_sorted, first, codes = np.unique(
        np.asarray(column), return_index=True, return_inverse=True
    )
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return np.asarray(rank[codes], dtype=np.intp), [names_sorted[i] for i in order]


def first_repeat(keys: IntArray) -> int | None:
    """The position of the first entry that occurred before, or None."""
    order = np.argsort(keys, kind="stable")
    again = order[1:][keys[order][1:] == keys[order][:-1]]
    return int(again.min()) if len(again) else None


def _refuse_twice(tidy: TidyScores, targets: list[Any], raters: list[Any]) -> None:
    keys = (tidy.items * tidy.n_targets + tidy.targets) * tidy.n_raters + tidy.raters
    again = first_repeat(keys)
    if again is not None:
        raise ValueError(
            f"rater {raters[tidy.raters[again]]} scored target {targets[tidy.targets[again]]} "
            f"twice (entry {again + 1}); keep one of the two"
        )


def tables(frame: Any, categories: Sequence[Label] | None = None) -> dict[str, Ratings]:
    """One table per item of a tidy frame: columns target, rater, score and perhaps item."""
    return tidy_scores(frame).tables(categories)


def report_items(
    frame: Any,
    *,
    level: str,
    categories: Sequence[Label] | None = None,
    weights: Sequence[str] | npt.ArrayLike | None = None,
    confidence: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
    figures: Sequence[str] | None = None,
) -> dict[str, Mapping[str, Estimate]]:
    """The report of each item, and under "total" that of the sums over items.

    `categories` are those of the items; a total has the sums that occur. A total is missing where a
    rater left an item of a target unscored. An item that is itself called "total" is refused.
    """
    tidy = tidy_scores(frame)
    if "item" in frame and TOTAL in tidy.item_names:
        raise ValueError(
            f"an item is called {TOTAL!r}, the name of the sum of all items; rename it"
        )
    by_item = tidy.tables(categories)
    if "item" in frame:
        by_item[TOTAL] = tidy.total()
    return {
        name: report(
            table,
            level=level,
            weights=weights,
            confidence=confidence,
            bootstrap=bootstrap,
            seed=seed,
            figures=figures,
        )
        for name, table in by_item.items()
    }

"""From any table of scores to one validated form: targets in rows, raters in columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import BoolArray, FloatArray, IntArray
from reliability.stats.encoding import declared_numbers, encoded

Label = str | float
LARGEST_SCORE = 1e15
_MOST_DENSE_CELLS = 60_000_000


@dataclass(frozen=True, eq=False)
class Ratings:
    """A table of scores, each given by one rater to one target, with its scale of categories.

    `categories` are the numbers that weights are computed from: the scores themselves, or the
    positions 1..q of `labels` where scores are text. A table made from a tidy list holds `cells`
    and becomes dense only if a figure needs complete rows.
    """

    n_targets: int
    n_raters: int
    categories: FloatArray
    labels: tuple[Label, ...]
    is_numeric: bool
    dense_codes: IntArray | None = field(default=None, repr=False)
    cells: tuple[IntArray, IntArray, IntArray] | None = field(default=None, repr=False)
    known_counts: FloatArray | None = field(default=None, repr=False)

    @cached_property
    def codes(self) -> IntArray:
        """Positions in `categories`, shape (n_targets, n_raters); -1 = missing."""
        if self.dense_codes is not None:
            return self.dense_codes
        if not self.fits_dense:
            raise ValueError(
                f"a dense table of {self.n_targets} x {self.n_raters} cells is refused: it would "
                f"take more than {_MOST_DENSE_CELLS} cells; use the figures that need only counts"
            )
        codes = np.full((self.n_targets, self.n_raters), -1, dtype=np.intp)
        targets, raters, values = self.triplets
        codes[targets, raters] = values
        return codes

    @property
    def fits_dense(self) -> bool:
        """Whether a dense table is small enough to be made."""
        return self.dense_codes is not None or (self.n_targets * self.n_raters <= _MOST_DENSE_CELLS)

    @cached_property
    def triplets(self) -> tuple[IntArray, IntArray, IntArray]:
        """Target, rater and category position of every rating that exists."""
        if self.cells is not None:
            return self.cells
        targets, raters = np.nonzero(self.codes >= 0)
        return targets, raters, self.codes[targets, raters]

    @cached_property
    def counts(self) -> FloatArray:
        """How often each target was put into each category, shape (n_targets, q)."""
        if self.known_counts is not None:
            return self.known_counts
        q = len(self.categories)
        if self.dense_codes is not None:
            # a spare first column takes the missing cells, so that one bincount does everything
            flat = self.dense_codes + (np.arange(self.n_targets) * (q + 1) + 1)[:, np.newaxis]
            whole = np.bincount(flat.ravel(), minlength=self.n_targets * (q + 1))
            whole = whole.reshape(self.n_targets, q + 1)[:, 1:]
            return np.asarray(whole, dtype=np.float64)
        targets, _, codes = self.triplets
        flat = np.bincount(targets * q + codes, minlength=self.n_targets * q)
        return np.asarray(flat.reshape(self.n_targets, q), dtype=np.float64)

    @cached_property
    def per_target(self) -> FloatArray:
        """The number of ratings of each target."""
        if self.n_targets * len(self.categories) <= _MOST_DENSE_CELLS:
            return np.asarray(self.counts.sum(axis=1))
        # Measurements that are nearly all different: no table of targets by categories for them.
        if self.dense_codes is not None:
            return np.asarray((self.dense_codes >= 0).sum(axis=1), dtype=np.float64)
        return np.bincount(self.triplets[0], minlength=self.n_targets).astype(np.float64)

    @cached_property
    def per_rater(self) -> IntArray:
        """The number of ratings by each rater."""
        if self.n_ratings == self.n_targets * self.n_raters:
            return np.full(self.n_raters, self.n_targets, dtype=np.intp)
        if self.dense_codes is not None:
            return np.asarray((self.dense_codes >= 0).sum(axis=0), dtype=np.intp)
        return np.bincount(self.triplets[1], minlength=self.n_raters)

    @property
    def n_ratings(self) -> int:
        """The number of scores that exist."""
        return int(self.per_target.sum())

    @cached_property
    def raters_used(self) -> IntArray:
        """The raters who scored anything."""
        return np.flatnonzero(self.per_rater)

    @cached_property
    def complete(self) -> IntArray:
        """Codes of the targets scored by every rater who scored anything, shape (n, r)."""
        k = len(self.raters_used)
        whole = (self.per_target == k) & (k > 0)
        if k == self.n_raters and whole.all():
            return self.codes
        if self.dense_codes is None:
            return self._complete_cells(whole)
        return np.asarray(self.codes[np.ix_(whole, self.raters_used)])

    def _complete_cells(self, whole: BoolArray) -> IntArray:
        """The same from a list of ratings, without a dense table of the other targets."""
        targets, raters, codes = self.triplets
        kept = whole[targets]
        order = np.lexsort((raters[kept], targets[kept]))
        return codes[kept][order].reshape(int(whole.sum()), len(self.raters_used))

    @cached_property
    def complete_scores(self) -> FloatArray:
        """Scores of the targets scored by every rater who scored anything, shape (n, r)."""
        return self.categories[self.complete]

    @cached_property
    def scores(self) -> FloatArray:
        """Scores as numbers, shape (n_targets, n_raters), NaN = missing."""
        return np.append(self.categories, np.nan)[self.codes]

    def only(self, targets: BoolArray | IntArray) -> "Ratings":
        """The same scale with some of the targets."""
        return self._with(self.codes[targets])

    def complete_only(self) -> "Ratings":
        """The same scale with the completely scored targets and the raters who scored them."""
        return self._with(self.complete)

    def columns(self, raters: Sequence[int]) -> "Ratings":
        """The same scale with some of the raters, in the order given."""
        return self._with(self.codes[:, list(raters)])

    def _with(self, codes: IntArray) -> "Ratings":
        n_targets, n_raters = codes.shape
        return Ratings(
            n_targets, n_raters, self.categories, self.labels, self.is_numeric, dense_codes=codes
        )


def as_ratings(
    table: "Ratings | npt.ArrayLike", categories: Sequence[Label] | None = None
) -> Ratings:
    """Validate a table once; every statistic accepts the result in place of the table.

    Parameters
    ----------
    table : shape (n_targets, n_raters)
        Numbers with NaN (or None) = missing, or text labels with None or "" = missing.
    categories : the declared scale, in order; by default the values present, sorted.

    Raises
    ------
    ValueError
        Not two-dimensional, infinite scores, a mixture of text and numbers, a declared scale with
        repeats, or a score outside the declared scale.
    """
    if isinstance(table, Ratings):
        return table
    # a list is read cell by cell: numpy would silently turn numbers beside a text into text
    array = np.asarray(table) if hasattr(table, "__array__") else np.array(table, dtype=object)
    if array.size == 0 and array.ndim < 2:
        array = array.reshape(0, 0)
    if array.ndim != 2:
        raise ValueError(
            f"need a table with targets in rows and raters in columns, got {array.ndim} dimensions"
        )
    if array.dtype.kind in "OUS":
        return _from_objects(array, categories)
    return _from_numbers(array.astype(np.float64, copy=False), categories)


def from_cells(
    targets: IntArray,
    raters: IntArray,
    values: FloatArray,
    *,
    n_targets: int,
    n_raters: int,
    categories: Sequence[Label] | None = None,
) -> Ratings:
    """The same from a list of ratings, never through a dense table; NaN values are left out."""
    kept = ~np.isnan(values)
    found = encoded(values[kept], declared_numbers(categories))
    return Ratings(
        n_targets,
        n_raters,
        found.scale,
        tuple(found.scale.tolist()),
        True,
        cells=(targets[kept], raters[kept], found.codes),
    )


def _from_numbers(array: FloatArray, categories: Sequence[Label] | None) -> Ratings:
    if _has_enormous(array):
        row, column = np.argwhere(np.abs(array) > LARGEST_SCORE)[0]
        found_there = "infinite" if np.isinf(array[row, column]) else f"{array[row, column]:g}"
        raise ValueError(
            f"the score in row {row + 1}, column {column + 1} is {found_there}; a score is a "
            f"number of at most {LARGEST_SCORE:g}, or NaN where there is none"
        )
    found = encoded(array, declared_numbers(categories))
    n_targets, n_raters = array.shape
    return Ratings(
        n_targets,
        n_raters,
        found.scale,
        tuple(found.scale.tolist()),
        True,
        dense_codes=found.codes,
        known_counts=found.counts,
    )


def _has_enormous(array: FloatArray) -> bool:
    """Whether a score is beyond what squares of differences hold exactly.

    Judged by the extremes, which fmin and fmax find without a table of truth values.
    """
    if not array.size:
        return False
    extremes = np.fmin.reduce(array, axis=None), np.fmax.reduce(array, axis=None)
    return bool(np.abs(extremes).max() > LARGEST_SCORE)


def _from_objects(array: npt.NDArray[np.generic], categories: Sequence[Label] | None) -> Ratings:
    cells = [[_cell(value) for value in row] for row in array.tolist()]
    given = [value for row in cells for value in row if value is not None]
    are_text = {isinstance(value, str) for value in given}
    if are_text == {True, False}:
        text = next(value for value in given if isinstance(value, str))
        raise ValueError(
            f"the table mixes numbers and text (such as {text!r}); write every score as a number, "
            "or every score as a label"
        )
    if not given and any(isinstance(category, str) for category in categories or ()):
        are_text = {True}
    if are_text != {True}:
        numbers = [[math.nan if value is None else float(value) for value in row] for row in cells]
        return _from_numbers(np.array(numbers, dtype=np.float64).reshape(array.shape), categories)
    labels = (
        tuple(sorted({str(v) for v in given}))
        if categories is None
        else tuple(map(str, categories))
    )
    return _from_labels(cells, labels, array.shape)


def _from_labels(
    cells: list[list[Label | None]], labels: tuple[str, ...], shape: tuple[int, ...]
) -> Ratings:
    position = {label: index for index, label in enumerate(labels)}
    if len(position) != len(labels):
        raise ValueError(f"the declared categories {list(labels)} name one more than once")
    strange = [v for row in cells for v in row if v is not None and v not in position]
    if strange:
        raise ValueError(
            f"the score {strange[0]!r} is not one of the declared categories {list(labels)}; "
            "declare it or correct the score (upper and lower case differ)"
        )
    codes = [[-1 if value is None else position[str(value)] for value in row] for row in cells]
    return Ratings(
        shape[0],
        shape[1],
        np.arange(1.0, len(labels) + 1),
        labels,
        False,
        dense_codes=np.array(codes, dtype=np.intp).reshape(shape[0], shape[1]),
    )


def _cell(value: object) -> Label | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        return value.strip() or None
    return float(value)  # type: ignore[arg-type]

"""From any table of scores to one validated form: targets in rows, raters in columns."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import BoolArray, FloatArray, IntArray

Label = str | float
_WIDEST_SCALE = 4096
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
        return np.asarray(self.counts.sum(axis=1))

    @cached_property
    def per_rater(self) -> IntArray:
        """The number of ratings by each rater."""
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
        return np.asarray(self.codes[np.ix_(whole, self.raters_used)])

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
    codes, scale = _encode(values[kept], _declared_numbers(categories))
    return Ratings(
        n_targets,
        n_raters,
        scale,
        tuple(scale.tolist()),
        True,
        cells=(targets[kept], raters[kept], codes),
    )


def _from_numbers(array: FloatArray, categories: Sequence[Label] | None) -> Ratings:
    if np.isinf(array).any():
        row, column = np.argwhere(np.isinf(array))[0]
        raise ValueError(
            f"the score in row {row + 1}, column {column + 1} is infinite; a score is a finite "
            "number, or NaN where there is none"
        )
    codes, scale = _encode(array, _declared_numbers(categories))
    n_targets, n_raters = array.shape
    labels = tuple(scale.tolist())
    return Ratings(n_targets, n_raters, scale, labels, True, dense_codes=codes)


def _declared_numbers(categories: Sequence[Label] | None) -> FloatArray | None:
    if categories is None:
        return None
    try:
        scale = np.array([float(category) for category in categories])
    except ValueError:
        raise ValueError(
            f"the scores are numbers but the declared categories {list(categories)} are not"
        ) from None
    if len(np.unique(scale)) != len(scale):
        raise ValueError(f"the declared categories {list(categories)} name one more than once")
    return np.sort(scale)


def _encode(array: FloatArray, scale: FloatArray | None) -> tuple[IntArray, FloatArray]:
    """Category positions (-1 where NaN) and the scale."""
    present = ~np.isnan(array)
    values = array if present.all() else array[present]
    if scale is None:
        quick = _encode_whole_numbers(array, present, values)
        if quick is not None:
            return quick
        scale = np.unique(values)
    codes = np.searchsorted(scale, np.where(present, array, scale[0] if len(scale) else 0.0))
    codes = np.minimum(codes, max(len(scale) - 1, 0))
    strange = present & (scale[codes] != array) if len(scale) else present
    if strange.any():
        raise ValueError(
            f"the score {array[strange][0]:g} is not one of the declared categories "
            f"{[f'{c:g}' for c in scale]}; declare it or correct the score"
        )
    return np.where(present, codes, -1), scale


def _encode_whole_numbers(
    array: FloatArray, present: BoolArray, values: FloatArray
) -> tuple[IntArray, FloatArray] | None:
    """The same without sorting, where all scores are whole numbers in a short range."""
    if not values.size:
        return None
    low, high = float(values.min()), float(values.max())
    if high - low >= _WIDEST_SCALE or not low.is_integer():
        return None
    shifted = np.where(present, array - low, -1.0)
    codes = shifted.astype(np.intp)
    if not np.array_equal(codes, shifted):
        return None
    used = np.bincount(codes.ravel() + 1, minlength=int(high - low) + 2)[1:] > 0
    scale = np.asarray(np.flatnonzero(used) + low, dtype=np.float64)
    if used.all():
        return codes, scale
    position = np.append(np.cumsum(used) - 1, -1)
    return np.asarray(position[codes]), scale


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

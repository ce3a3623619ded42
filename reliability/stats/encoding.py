"""From scores to positions on a scale, and to counts per target, in as few passes as possible."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reliability.stats.arrays import FloatArray, IntArray

_WIDEST_SCALE = 4096
_WIDEST_COUNTS = 64


@dataclass(frozen=True, eq=False)
class Encoded:
    """Positions in `scale` (-1 where NaN), and counts per row where they came for nothing."""

    codes: IntArray
    scale: FloatArray
    counts: FloatArray | None = None


def declared_numbers(categories: Sequence[str | float] | None) -> FloatArray | None:
    """The declared scale as ascending numbers, or None where none was declared."""
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


def encoded(array: FloatArray, declared: FloatArray | None) -> Encoded:
    """Encode finite scores, NaN = missing; a table, or the scores of a list of ratings."""
    quick = _whole_numbers(array, declared)
    if quick is not None:
        return quick
    present = ~np.isnan(array)
    scale = np.unique(array[present]) if declared is None else declared
    codes = np.searchsorted(scale, np.where(present, array, scale[0] if len(scale) else 0.0))
    codes = np.minimum(codes, max(len(scale) - 1, 0))
    strange = present & (scale[codes] != array) if len(scale) else present
    if strange.any():
        raise ValueError(
            f"the score {array[strange][0]:g} is not one of the declared categories "
            f"{[f'{c:g}' for c in scale]}; declare it or correct the score"
        )
    return Encoded(np.where(present, codes, -1), scale)


def _whole_numbers(array: FloatArray, declared: FloatArray | None) -> Encoded | None:
    """The same without sorting, where all scores are whole numbers in a short range."""
    if not array.size:
        return None
    low, high = float(np.fmin.reduce(array, axis=None)), float(np.fmax.reduce(array, axis=None))
    if not (high - low < _WIDEST_SCALE and low.is_integer()):
        return None
    # fmax turns NaN into one less than the lowest score, so that 0 is missing
    shifted = np.fmax(array, low - 1)
    shifted -= low - 1
    codes = shifted.astype(np.intp)
    if not (codes == shifted).all():
        return None
    width = int(high - low) + 2
    by_row = _counted(codes, width)
    uses = np.bincount(codes.ravel(), minlength=width) if by_row is None else by_row.sum(axis=0)
    values = np.arange(low, high + 1)
    used = values[uses[1:] > 0]
    if declared is None:
        return _placed(codes, by_row, values, used)
    return _placed(codes, by_row, values, declared) if np.isin(used, declared).all() else None


def _counted(codes: IntArray, width: int) -> IntArray | None:
    """How often each row has each code, missing first; None for a list, or a wide range."""
    if codes.ndim != 2 or width > _WIDEST_COUNTS:
        return None
    starts = (np.arange(len(codes)) * width)[:, np.newaxis]
    # to and fro in place: for large tables another array costs more than two additions
    codes += starts
    counts = np.bincount(codes.ravel(), minlength=len(codes) * width)
    codes -= starts
    return counts.reshape(len(codes), width)


def _placed(
    codes: IntArray, by_row: IntArray | None, values: FloatArray, scale: FloatArray
) -> Encoded:
    """From positions among all whole numbers in range to positions in the scale."""
    if np.array_equal(values, scale):
        counts = None if by_row is None else by_row[:, 1:].astype(np.float64)
        codes -= 1
        return Encoded(codes, scale, counts)
    position = np.searchsorted(scale, values)
    known = np.isin(values, scale)
    moved = np.append(-1, np.where(known, position, -1))[codes]
    if by_row is None:
        return Encoded(moved, scale)
    counts = np.zeros((len(codes), len(scale)))
    counts[:, position[known]] = by_row[:, 1:][:, known]
    return Encoded(moved, scale, counts)

"""Weights of agreement between categories: 1 on the diagonal, less the further apart."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray

Weights = str | npt.ArrayLike


class NoWeightsError(Exception):
    """These weights do not exist for these categories; the message says why."""


def weight_matrix(weights: Weights, categories: FloatArray) -> FloatArray:
    """The agreement weights between categories, shape (q, q).

    Parameters
    ----------
    weights : a name (see FAMILIES) or a matrix of shape (q, q).
    categories : the numbers that stand for the categories; their spacing counts.

    Raises
    ------
    NoWeightsError
        Ratio weights with a category at 0, or with two categories that cancel out.
    ValueError
        An unknown name, or a matrix of another shape: a programmer's mistake.

    Source
    ------
    Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 3.
    """
    if not isinstance(weights, str):
        return _custom(np.asarray(weights, dtype=np.float64), len(categories))
    if weights not in FAMILIES:
        raise ValueError(f"unknown weights {weights!r}; known are {', '.join(FAMILIES)}")
    if len(categories) < 2:
        return np.eye(len(categories))
    a = categories[:, np.newaxis]
    return FAMILIES[weights](a, categories[np.newaxis, :], categories)


def name_of(weights: Weights) -> str:
    """The name under which figures with these weights are listed."""
    return weights if isinstance(weights, str) else "custom"


def _custom(matrix: FloatArray, q: int) -> FloatArray:
    if matrix.shape != (q, q):
        raise ValueError(
            f"the weight matrix has shape {matrix.shape}; with {q} categories it must be ({q}, {q})"
        )
    return matrix


def _identity(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    return np.eye(len(scale))


def _linear(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    return np.asarray(1 - np.abs(a - b) / np.ptp(scale))


def _quadratic(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    return np.asarray(1 - ((a - b) / np.ptp(scale)) ** 2)


def _radical(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    return np.asarray(1 - np.sqrt(np.abs(a - b) / np.ptp(scale)))


def _ordinal(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    """Gwet's ordinal weights, on ranks; not Krippendorff's ordinal metric."""
    rank = np.arange(len(scale))
    apart = np.abs(rank[:, np.newaxis] - rank)
    pairs = apart * (apart + 1) / 2
    return np.asarray(1 - pairs / pairs.max())


def _ratio(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    total = a + b
    if (scale == 0).any():
        raise NoWeightsError("ratio weights do not exist where a category is 0")
    if (total == 0).any() or scale.max() + scale.min() == 0:
        raise NoWeightsError("ratio weights do not exist where two categories add up to 0")
    widest = (scale.max() - scale.min()) / (scale.max() + scale.min())
    return np.asarray(1 - ((a - b) / total / widest) ** 2)


def _circular(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    apart = np.sin(np.pi * (a - b) / (np.ptp(scale) + 1)) ** 2
    return np.asarray(1 - apart / apart.max())


def _bipolar(a: FloatArray, b: FloatArray, scale: FloatArray) -> FloatArray:
    room = (a + b - 2 * scale.min()) * (2 * scale.max() - a - b)
    apart = np.divide((a - b) ** 2, room, out=np.zeros_like(room), where=a != b)
    return np.asarray(1 - apart / apart.max())


FAMILIES: dict[str, Callable[[FloatArray, FloatArray, FloatArray], FloatArray]] = {
    "identity": _identity,
    "linear": _linear,
    "quadratic": _quadratic,
    "ordinal": _ordinal,
    "radical": _radical,
    "ratio": _ratio,
    "circular": _circular,
    "bipolar": _bipolar,
}


def families_for(level: str) -> Sequence[str]:
    """The weight families of a scale level by default: identity alone where there is no order."""
    if level == "nominal":
        return ("identity",)
    return tuple(name for name in FAMILIES if name != "circular")

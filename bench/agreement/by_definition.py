"""Every coefficient of agreement once more, by loops over pairs, as its authors define it.

Nothing is shared with `reliability.stats`: lists and plain sums, no numpy. A table is a list of
targets, each a list of the scores it has; None stands for a figure that is 0/0.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations

Weights = Mapping[tuple[float, float], float]
Units = Sequence[Sequence[float]]


def weights(family: str, scale: Sequence[float]) -> Weights | None:
    """Gwet's weight of each pair of categories; None for ratio weights with a category of 0."""
    low, high = min(scale), max(scale)
    if family == "ratio" and 0 in scale:
        return None
    place = {value: rank for rank, value in enumerate(sorted(scale), start=1)}
    found = {(a, b): _DISTANCES[family](a, b, low, high, place) for a in scale for b in scale}
    largest = max(found.values())
    return {pair: 1 - apart / largest for pair, apart in found.items()}


Distance = Callable[[float, float, float, float, Mapping[float, int]], float]


def _ordinal(a: float, b: float, low: float, high: float, place: Mapping[float, int]) -> float:
    apart = abs(place[a] - place[b])
    return math.comb(apart + 1, 2)


def _circular(a: float, b: float, low: float, high: float, place: Mapping[float, int]) -> float:
    return math.sin(math.pi * (a - b) / (high - low + 1)) ** 2


def _bipolar(a: float, b: float, low: float, high: float, place: Mapping[float, int]) -> float:
    return 0.0 if a == b else (a - b) ** 2 / ((a + b - 2 * low) * (2 * high - a - b))


_DISTANCES: Mapping[str, Distance] = {
    "identity": lambda a, b, low, high, place: float(a != b),
    "linear": lambda a, b, low, high, place: abs(a - b),
    "quadratic": lambda a, b, low, high, place: (a - b) ** 2,
    "radical": lambda a, b, low, high, place: math.sqrt(abs(a - b)),
    "ordinal": _ordinal,
    "ratio": lambda a, b, low, high, place: ((a - b) / (a + b)) ** 2,
    "circular": _circular,
    "bipolar": _bipolar,
}


def observed(units: Units, weight: Weights, share: Sequence[float] | None = None) -> float:
    """Mean over the targets with two scores of the mean weight of their pairs."""
    total = mass = 0.0
    for unit, importance in zip(units, share or [1.0] * len(units), strict=True):
        if len(unit) >= 2:
            pairs = list(permutations(unit, 2))
            total += importance * sum(weight[pair] for pair in pairs) / len(pairs)
            mass += importance
    return total / mass


def prevalence(
    units: Units, scale: Sequence[float], share: Sequence[float] | None = None
) -> dict[float, float]:
    """Mean over the targets of the share of each category."""
    importances = share or [1.0] * len(units)
    mass = sum(importances)
    return {
        category: sum(
            importance * unit.count(category) / len(unit)
            for unit, importance in zip(units, importances, strict=True)
        )
        / mass
        for category in scale
    }


def chance(
    name: str,
    units: Units,
    scale: Sequence[float],
    weight: Weights,
    share: Sequence[float] | None = None,
) -> float:
    """Agreement by chance: of AC (Gwet), Fleiss, or Brennan and Prediger."""
    q, pi = len(scale), prevalence(units, scale, share)
    if name == "bp":
        return sum(weight.values()) / q**2
    if name == "ac":
        return sum(weight.values()) / (q * (q - 1)) * sum(p * (1 - p) for p in pi.values())
    return sum(weight[a, b] * pi[a] * pi[b] for a in scale for b in scale)


def corrected(pa: float, pe: float) -> float | None:
    """(pa - pe) / (1 - pe), or None where both are certain."""
    return None if abs(1 - pe) < 1e-12 else (pa - pe) / (1 - pe)


def coefficient(
    name: str,
    units: Units,
    scale: Sequence[float],
    weight: Weights,
    share: Sequence[float] | None = None,
) -> float | None:
    """AC, Fleiss or BP; `share` weighs the targets."""
    pa = observed(units, weight, share)
    return corrected(pa, chance(name, units, scale, weight, share))


def standard_error(
    name: str, units: Units, scale: Sequence[float], weight: Weights
) -> float | None:
    """By numerical differentiation of the coefficient by the weight of each target.

    This is the linearised standard error where every target has two scores or more.
    """
    n, step = len(units), 1e-5
    squares = 0.0
    for target in range(n):
        values = []
        for sign in (1, -1):
            share = [1.0] * n
            share[target] += sign * step
            value = coefficient(name, units, scale, weight, share)
            if value is None:
                return None
            values.append(value)
        squares += (n * (values[0] - values[1]) / (2 * step)) ** 2
    return math.sqrt(squares / (n * (n - 1)))


def conger(
    raters: Sequence[Sequence[tuple[int, float]]],
    units: Units,
    scale: Sequence[float],
    weight: Weights,
) -> float | None:
    """Conger's kappa: `raters` holds the (target, score) pairs of each rater who scored."""
    shares = [
        {c: sum(score == c for _, score in given) / len(given) for c in scale} for given in raters
    ]
    r = len(raters)
    mean = {c: sum(share[c] for share in shares) / r for c in scale}
    pe = 0.0
    for a in scale:
        for b in scale:
            products = sum(share[a] * share[b] for share in shares)
            variance = (products - r * mean[a] * mean[b]) / (r - 1)
            pe += weight[a, b] * (mean[a] * mean[b] - variance / r)
    return corrected(observed(units, weight), pe)


def krippendorff(units: Units, metric: str) -> float | None:
    """1 - D_o/D_e: disagreement within targets against that of all pairs of pairable scores."""
    pairable = [unit for unit in units if len(unit) >= 2]
    values = [score for unit in pairable for score in unit]
    n = len(values)
    apart = {(a, b): _delta(metric, a, b, values) for a in set(values) for b in set(values)}
    expected = sum(apart[pair] for pair in permutations(values, 2)) / (n * (n - 1))
    if expected == 0:
        return None
    within = 0.0
    for unit in pairable:
        within += sum(apart[pair] for pair in permutations(unit, 2)) / (len(unit) - 1)
    return 1 - within / n / expected


def _delta(metric: str, a: float, b: float, values: Sequence[float]) -> float:
    """The squared distance of two scores; ordinal counts the scores that lie between them."""
    if metric == "nominal" or a == b:
        return float(a != b)
    if metric == "interval":
        return (a - b) ** 2
    if metric == "ratio":
        return ((a - b) / (a + b)) ** 2
    low, high = min(a, b), max(a, b)
    between = sum(low <= value <= high for value in values)
    return (between - (values.count(low) + values.count(high)) / 2) ** 2

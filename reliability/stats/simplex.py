"""Minimise a smooth function of one or two numbers, without a library that takes long to load."""

import math
from collections.abc import Callable

Point = tuple[float, float]
_GOLDEN = (math.sqrt(5) - 1) / 2


def minimum_on_line(function: Callable[[float], float], *, tolerance: float = 1e-9) -> float:
    """The place of the lowest value of an even function, 0 or above; 0 if leaving it does not help.

    Sought over powers of ten, then by golden sections of the exponent around the best of them.
    """
    exponents = [float(power) for power in range(-3, 7)]
    values = [function(10**exponent) for exponent in exponents]
    best = exponents[min(range(len(exponents)), key=values.__getitem__)]
    low, high = best - 1, best + 1
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(10**left), function(10**right)
    while high - low > tolerance:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(10**left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(10**right)
    place: float = 10 ** ((low + high) / 2)
    return place if function(place) < function(0.0) - 1e-10 else 0.0


def minimum(
    function: Callable[[Point], float], start: Point, *, tolerance: float = 1e-9, steps: int = 400
) -> Point:
    """The place of the lowest value near `start`, by the simplex of Nelder and Mead (1965)."""
    sides = (max(0.1 * start[0], 0.05), max(0.1 * start[1], 0.05))
    points = [start, (start[0] + sides[0], start[1]), (start[0], start[1] + sides[1])]
    corners = sorted((function(point), point) for point in points)
    for _ in range(steps):
        (best, p), (_, q), (worst, w) = corners
        if worst - best <= tolerance and max(abs(w[0] - p[0]), abs(w[1] - p[1])) <= 1e-6:
            break
        middle = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
        corners[2] = _moved(function, corners, middle)
        if corners[2][0] >= worst:
            shrunk = [((a + p[0]) / 2, (b + p[1]) / 2) for a, b in (q, w)]
            corners[1:] = [(function(point), point) for point in shrunk]
        corners.sort()
    return corners[0][1]


def _moved(
    function: Callable[[Point], float], corners: list[tuple[float, Point]], middle: Point
) -> tuple[float, Point]:
    """The worst corner reflected, stretched or pulled in, whichever is accepted first."""
    (best, _), (second, _), (worst, w) = corners

    def along(share: float) -> tuple[float, Point]:
        point = (middle[0] + share * (middle[0] - w[0]), middle[1] + share * (middle[1] - w[1]))
        return function(point), point

    reflected = along(1.0)
    if reflected[0] < best:
        return min(reflected, along(2.0))
    if reflected[0] < second:
        return reflected
    return along(0.5) if reflected[0] < worst else along(-0.5)

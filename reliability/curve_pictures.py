"""Where the lines of a policy's operating curve go: numbers for an SVG, drawn by a template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reliability.certification import CurvePoint, pass_within

LEFT, RIGHT, TOP, BOTTOM = 48, 16, 12, 44
WIDTH, HEIGHT = 480, 160


@dataclass(frozen=True)
class Line:
    """One line. `kind` names its stroke, so that it is told by more than colour."""

    kind: str
    points: str


@dataclass(frozen=True)
class Mark:
    """One mark of an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class LinePlot:
    """Lines over the true agreement."""

    lines: tuple[Line, ...]
    across: tuple[Mark, ...]
    up: tuple[Mark, ...]
    width: int = LEFT + WIDTH + RIGHT
    height: int = TOP + HEIGHT + BOTTOM
    left: int = LEFT
    right: int = LEFT + WIDTH
    top: int = TOP
    bottom: int = TOP + HEIGHT


def chances(curve: Sequence[CurvePoint], attempts: int) -> LinePlot:
    """The chance to pass one attempt, and in all attempts together."""
    rows = [
        Line("one", _path(curve, lambda point: point.passes)),
        Line("all", _path(curve, lambda point: pass_within(point.passes, attempts))),
    ]
    up = tuple(Mark(_y(n / 4), f"{25 * n}\u00a0%") for n in range(5))
    return LinePlot(tuple(rows), _across(curve), up)


def cases_needed(curve: Sequence[CurvePoint], most: int) -> LinePlot:
    """The mean number of cases of an attempt."""
    line = Line("one", _path(curve, lambda point: point.mean_cases / most))
    steps = sorted({0, most, *(round(most * n / 4) for n in range(1, 4))})
    up = tuple(Mark(_y(n / most), str(n)) for n in steps)
    return LinePlot((line,), _across(curve), up)


def _path(curve: Sequence[CurvePoint], share: Callable[[CurvePoint], float]) -> str:
    return " ".join(f"{_x(curve, one.true)},{_y(share(one))}" for one in curve)


def _x(curve: Sequence[CurvePoint], true: float) -> float:
    low, high = curve[0].true, curve[-1].true
    return round(LEFT + WIDTH * (true - low) / (high - low), 1)


def _y(share: float) -> float:
    return round(TOP + HEIGHT * (1 - share), 1)


def _across(curve: Sequence[CurvePoint]) -> tuple[Mark, ...]:
    shown = [one.true for one in curve if round(100 * one.true) % 5 == 0]
    return tuple(Mark(_x(curve, true), f"{round(100 * true)}\u00a0%") for true in shown)

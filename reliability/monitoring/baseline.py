"""The level that an assessor is held against: the one he was certified at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from instruments.sheet import Text
from reliability.stats.estimate import Estimate

LEVEL = 0.90
"""Where there is no certificate: the share of items scored like gold that is taken as sound."""
WEIGHT = 20.0
"""LEVEL counts as so many independent items beside those of the exam."""
LOWEST, HIGHEST = 0.80, 0.97

UNKNOWN = Text(
    en="No certificate with counted items: held against 90 % of items scored like gold.",
    fr="Aucun certificat avec des éléments comptés : comparé à 90 % des éléments cotés comme la "
    "référence.",
)
MILDED = Text(
    en="Held against the level of the exam, moved a little towards 90 %: so few cases say no more.",
    fr="Comparé au niveau de l'examen, rapproché un peu de 90 % : si peu de cas n'en disent pas "
    "plus.",
)


@dataclass(frozen=True)
class Baseline:
    """What is sound for one assessor with one tool."""

    level: float
    """The share of hits in control."""
    low: float | None = None
    high: float | None = None
    """The interval of the exam."""
    since: date | None = None
    bias: float | None = None
    """Mean deviation of totals in control; None: what chance errors alone would give."""
    is_certified: bool = False
    note: Text | None = None


def baseline(
    agreement: Estimate | None, *, decided: date | None = None, bias: float | None = None
) -> Baseline:
    """The baseline that an exam gives; the stated default where there is none.

    The share of an exam is as good as its effective number of items: it is averaged with LEVEL,
    which counts as WEIGHT items, and kept between LOWEST and HIGHEST. A perfect exam does not make
    the first wrong item an alarm, and whoever passed is not held against a level that none passes.
    """
    if agreement is None or agreement.value is None:
        return Baseline(LEVEL, since=decided, bias=bias, note=UNKNOWN)
    items = _number(agreement, "items", float(agreement.n_used * 10))
    items /= max(1.0, _number(agreement, "design_effect", 1.0))
    level = (agreement.value * items + LEVEL * WEIGHT) / (items + WEIGHT)
    return Baseline(
        level=round(min(HIGHEST, max(LOWEST, level)), 2),
        low=agreement.low,
        high=agreement.high,
        since=decided,
        bias=bias,
        is_certified=True,
        note=MILDED,
    )


def _number(agreement: Estimate, name: str, otherwise: float) -> float:
    found = agreement.detail.get(name)
    return float(found) if isinstance(found, int | float) else otherwise

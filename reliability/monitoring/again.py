"""The same case again after an interval: does an assessor agree with himself?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from instruments.sheet import Text
from reliability.stats.agreement import exact
from reliability.stats.estimate import Estimate, undefined
from reliability.stats.kappa import cohen

FEW = 30
"""Items below which the figures are shown with a caution."""
FEW_ITEMS = Text(
    en=f"Fewer than {FEW} items scored twice: the interval says how little that is.",
    fr=f"Moins de {FEW} éléments cotés deux fois : l'intervalle montre à quel point c'est peu.",
)


@dataclass(frozen=True)
class Again:
    """One case that the same assessor scored twice."""

    case: str
    days: int
    """Between the two."""
    first: Mapping[str, int | None]
    second: Mapping[str, int | None]


@dataclass(frozen=True)
class IntraRater:
    """Agreement of an assessor with himself; scores of the items are the targets."""

    exact: Estimate
    kappa: Estimate
    """Cohen's, with quadratic weights."""
    cases: int
    items: int
    """Scored both times."""
    days: float | None
    """The median interval."""
    note: Text | None


def intra_rater(repeats: Sequence[Again]) -> IntraRater:
    """Over all items of all cases that he scored twice. Undefined, with a note, without any.

    The intervals take items as independent; those of one case are not quite, so they are somewhat
    too narrow.
    """
    rows = [
        (float(score), float(again))
        for repeat in repeats
        for item, score in sorted(repeat.first.items())
        if score is not None and (again := repeat.second.get(item)) is not None
    ]
    cases, days = len(repeats), [repeat.days for repeat in repeats]
    if not rows:
        nothing = undefined(
            "Agreement with oneself", "no item was scored twice", n_used=0, n_given=0
        )
        return IntraRater(nothing, nothing, cases, 0, median(days) if days else None, None)
    table = np.array(rows)
    return IntraRater(
        exact=exact(table),
        kappa=cohen(table, weights="quadratic"),
        cases=cases,
        items=len(rows),
        days=median(days),
        note=FEW_ITEMS if len(rows) < FEW else None,
    )

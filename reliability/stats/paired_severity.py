"""Severity of one rater beside gold on the same targets, with a standard error that is paired."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from reliability.stats import rating_scale, severity
from reliability.stats.arrays import FloatArray
from reliability.stats.estimate import Estimate, undefined

FORM = "Severity beside gold, many-facet rating-scale model"
OWN, GOLD = "own", "gold"


def beside_gold(
    targets: Sequence[str], items: Sequence[str], own: Sequence[int], gold: Sequence[int]
) -> Estimate:
    """How far a rater's scores lie above gold's, in logits.

    Parameters
    ----------
    targets, items, own, gold : one entry for each item that both scored; whole numbers. Items on
        which every score is the same say nothing and are left out.

    Returns
    -------
    Estimate
        The value is gold's severity less the rater's: above 0 the rater scores higher. `detail`
        holds se and deviation (mean total deviation of a target, in points). Undefined with fewer
        than two targets, or where no item varies.

    The standard error is the sandwich one, clustered by target: rater and gold score the same
    facts, so they agree far more than the model's independent raters would, and the information of
    the model alone, or its empirical form, would be far off. With d the total deviation of a target
    and v the model's variance of its scores, se = sqrt(n / (n - 1) sum (d - value v)^2) / sum v.

    Source
    ------
    Linacre (1989), Many-Facet Rasch Measurement; Liang & Zeger (1986), Biometrika 73(1), 13-22.
    """
    kept = _varying(items, own, gold)
    n_given = len(set(targets))
    places = sorted({targets[place] for place in kept})
    if len(places) < 2:
        return undefined(FORM, "fewer than two targets vary", n_used=0, n_given=n_given)
    told = [(targets[n], items[n], rater, s) for n in kept for rater, s in _both(own[n], gold[n])]
    data, (_, raters) = severity.arranged(*map(list, zip(*told, strict=True)))
    found = rating_scale.fit(data)
    value = float(found.raters[raters.index(GOLD)] - found.raters[raters.index(OWN)])
    variance = _variances(data, found)
    number = np.searchsorted(places, [targets[n] for n in kept])
    away = np.bincount(number, data.scores[0::2] - data.scores[1::2], len(places))
    points = sum(own[n] - gold[n] for n in kept) / len(places)
    weight = np.bincount(number, (variance[0::2] + variance[1::2]) / 2, len(places))
    n = len(places)
    spread = n / (n - 1) * float(((away - value * weight) ** 2).sum())
    return Estimate(
        value=value,
        form=FORM,
        n_used=n,
        n_given=n_given,
        method="marginal maximum likelihood; standard error clustered by target",
        note=None if found.converged else "the fit had not settled when it was stopped",
        detail={
            "se": math.sqrt(spread) / float(weight.sum()),
            "deviation": points,
        },
    )


def _both(own: int, gold: int) -> tuple[tuple[str, int], tuple[str, int]]:
    return (OWN, own), (GOLD, gold)


def _varying(items: Sequence[str], own: Sequence[int], gold: Sequence[int]) -> list[int]:
    values: dict[str, set[int]] = {}
    for item, a, b in zip(items, own, gold, strict=True):
        values.setdefault(item, set()).update((a, b))
    return [n for n, item in enumerate(items) if len(values[item]) > 1]


def _variances(data: rating_scale.Facets, found: rating_scale.FacetsFit) -> FloatArray:
    """The model's variance of each score, at the mean of its target's posterior."""
    level = rating_scale.levels(found)
    gain = level[data.persons] - found.items[data.items] - found.raters[data.raters]
    steps = gain[:, np.newaxis] - found.steps
    total = np.column_stack([np.zeros(len(gain)), steps.cumsum(axis=1)])
    weight = np.exp(total - total.max(axis=1, keepdims=True))
    chance = weight / weight.sum(axis=1, keepdims=True)
    category = np.arange(data.n_steps + 1)
    return np.asarray(chance @ category**2 - (chance @ category) ** 2)

"""Severity of raters on ordered categories: the many-facet rating-scale model."""

from collections.abc import Sequence

import numpy as np

from reliability.stats.arrays import FloatArray
from reliability.stats.estimate import Estimate, undefined
from reliability.stats.rating_scale import NODES, Facets, FacetsFit, fit, levels

FORM = "Many-facet rating-scale model, marginal maximum likelihood"


def many_facets(
    persons: Sequence[object],
    items: Sequence[object],
    raters: Sequence[object],
    scores: Sequence[int],
) -> Estimate:
    """Severity of each rater on ordered categories, with its standard error and fit.

    Parameters
    ----------
    persons, items, raters, scores : one entry per score; scores are whole numbers. Persons are the
        targets: several items of one target share its level.

    Returns
    -------
    Estimate
        The value is the reliability of the persons' estimates; `detail` holds raters, items and
        steps (label, est in logits, se; positive = severe or difficult; raters with infit and
        outfit), person_variance, logLik and eap_reliability.
    """
    n = len(scores)
    data, names = arranged(persons, items, raters, scores)
    reason = _why_not(data)
    if reason:
        return undefined(FORM, reason, n_used=0, n_given=data.n_persons)
    found = fit(data)
    level = levels(found)
    spread = found.posterior @ NODES**2 - level**2
    reliability = float(level.var(ddof=1) / (level.var(ddof=1) + spread.mean()))
    fits = _fit_statistics(data, found, level)
    parts = np.split(found.errors, [data.n_items, data.n_items + data.n_raters])
    return Estimate(
        value=reliability,
        form=FORM,
        n_used=data.n_persons,
        n_given=data.n_persons,
        method=f"61 nodes, {n} scores",
        note=None if found.converged else "the fit had not settled when it was stopped",
        detail={
            "raters": [
                {**one, **more}
                for one, more in zip(_named(names[1], found.raters, parts[1]), fits, strict=True)
            ],
            "items": _named(names[0], found.items, parts[0]),
            "steps": _named([f"step{h + 1}" for h in range(data.n_steps)], found.steps, parts[2]),
            "person_variance": found.variance,
            "logLik": found.log_likelihood,
            "eap_reliability": reliability,
        },
    )


def arranged(
    persons: Sequence[object],
    items: Sequence[object],
    raters: Sequence[object],
    scores: Sequence[int],
) -> tuple[Facets, tuple[list[str], list[str]]]:
    """The scores as positions, with the labels of items and raters; one entry per score."""
    given = np.asarray(scores, dtype=np.float64)
    if not np.equal(np.mod(given, 1), 0).all():
        raise ValueError("the scores must be whole numbers")
    levels = [np.unique(np.asarray(x).astype(str), return_inverse=True) for x in (items, raters)]
    each, person = np.unique(np.asarray(persons).astype(str), return_inverse=True)
    used = np.unique(given)
    data = Facets(
        person.reshape(-1),
        levels[0][1].reshape(-1),
        levels[1][1].reshape(-1),
        np.searchsorted(used, given),
        len(each),
        len(levels[0][0]),
        len(levels[1][0]),
        max(len(used) - 1, 0),
    )
    return data, (levels[0][0].tolist(), levels[1][0].tolist())


def _why_not(data: Facets) -> str | None:
    if data.n_steps < 1:
        return "every score is the same"
    if data.n_raters < 2 or data.n_persons < 2:
        return "needs at least two raters and two persons"
    return None


def _named(
    labels: Sequence[str], estimates: FloatArray, errors: FloatArray
) -> list[dict[str, object]]:
    return [
        {"label": label, "est": float(est), "se": float(se)}
        for label, est, se in zip(labels, estimates, errors, strict=True)
    ]


def _fit_statistics(data: Facets, found: FacetsFit, level: FloatArray) -> list[dict[str, object]]:
    """Infit and outfit mean squares of each rater at the persons' estimates; 1 is expected."""
    gain = level[data.persons] - found.items[data.items] - found.raters[data.raters]
    steps = gain[:, np.newaxis] - found.steps
    total = np.column_stack([np.zeros(len(gain)), steps.cumsum(axis=1)])
    weight = np.exp(total - total.max(axis=1, keepdims=True))
    chance = weight / weight.sum(axis=1, keepdims=True)
    category = np.arange(data.n_steps + 1)
    expected = chance @ category
    spread = np.maximum(chance @ category**2 - expected**2, 1e-12)
    square = (data.scores - expected) ** 2
    n = np.bincount(data.raters, minlength=data.n_raters)
    infit = np.bincount(data.raters, square) / np.bincount(data.raters, spread)
    outfit = np.bincount(data.raters, square / spread) / n
    return [
        {"n": int(k), "infit": float(a), "outfit": float(b)}
        for k, a, b in zip(n, infit, outfit, strict=True)
    ]

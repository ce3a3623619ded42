"""Variance components with three facets: by expected mean squares, and by REML for any nesting."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reliability.stats.arrays import FloatArray
from reliability.stats.estimate import Estimate, undefined

_TERM = re.compile(r"\(\s*1\s*\|\s*([\w:]+)\s*\)")
_ROUNDS = 200


@dataclass(frozen=True)
class Components:
    """Variance components by name, "Residual" among them."""

    by_name: Mapping[str, float]
    log_likelihood: float


def terms_of(formula: str) -> tuple[str, tuple[str, ...]]:
    """The score column and the grouping terms of a formula such as "Score ~ 1 + (1|Person)"."""
    left, tilde, right = formula.partition("~")
    terms = tuple(_TERM.findall(right))
    if not tilde or not left.strip() or not terms:
        raise ValueError(
            f"cannot read the formula {formula!r}; write it as 'Score ~ 1 + (1|Person)'"
        )
    return left.strip(), terms


def varcomp_reml(columns: Mapping[str, Sequence[object]], formula: str) -> Estimate:
    """Variance components of any crossed or nested design by REML.

    Parameters
    ----------
    columns : one entry per score: the score column, and one column for each facet.
    formula : as for lme4, grouping terms only: "Score ~ 1 + (1|Person) + (1|Person:Item)".

    Returns
    -------
    Estimate
        `detail["components"]` holds each term and "Residual", never below 0; `detail["singular"]`
        says whether one is 0.
    """
    form = "Variance components by REML"
    score, terms = terms_of(formula)
    y = np.asarray(columns[score], dtype=np.float64)
    if len(y) < 3 or np.ptp(y) == 0:
        note = "needs at least three scores that are not all the same"
        return undefined(form, note, n_used=len(y), n_given=len(y))
    groups = [_alike(columns, term) for term in terms]
    found = _fisher_scoring(y, groups)
    if found is None:
        note = "the components cannot be told apart in this design"
        return undefined(form, note, n_used=len(y), n_given=len(y))
    named = dict(zip((*terms, "Residual"), found.tolist(), strict=True))
    return Estimate(
        value=None,
        form=form,
        n_used=len(y),
        n_given=len(y),
        method="restricted maximum likelihood",
        detail={"components": named, "singular": bool((found == 0).any()), "formula": formula},
    )


def _alike(columns: Mapping[str, Sequence[object]], term: str) -> FloatArray:
    """Which two scores share a level of the term, as 0 and 1."""
    whole = np.zeros(len(columns[term.split(":")[0]]), dtype=np.intp)
    for facet in term.split(":"):
        _, level = np.unique(np.asarray(columns[facet]).astype(str), return_inverse=True)
        whole = whole * (int(level.max()) + 1) + level.reshape(-1)
    return np.asarray(whole[:, np.newaxis] == whole, dtype=np.float64)


def _fisher_scoring(y: FloatArray, groups: Sequence[FloatArray]) -> FloatArray | None:
    """Scoring steps on the components above 0; one at 0 returns where the likelihood wants it."""
    kernels = [*groups, np.eye(len(y))]
    theta = np.full(len(kernels), float(y.var()) / len(kernels))
    level = _log_likelihood(y, kernels, theta)
    for _ in range(_ROUNDS):
        score, information = _derivatives(y, kernels, theta)
        free = (theta > 0) | (score > 1e-9)
        try:
            step = np.zeros_like(theta)
            step[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
        except np.linalg.LinAlgError:
            return None
        theta, level, moved = _stepped(y, kernels, theta, level, step)
        if moved < 1e-11 * float(y.var()):
            break
    theta[theta < 1e-12 * float(y.var())] = 0.0
    return theta


def _stepped(
    y: FloatArray, kernels: Sequence[FloatArray], theta: FloatArray, level: float, step: FloatArray
) -> tuple[FloatArray, float, float]:
    """The longest of the step, its half, its quarter ... that does not lower the likelihood."""
    size = 1.0
    while size > 1e-8:
        tried = np.maximum(theta + size * step, 0.0)
        if tried[-1] > 0:
            reached = _log_likelihood(y, kernels, tried)
            if reached >= level:
                return tried, reached, float(np.abs(tried - theta).max())
        size /= 2
    return theta, level, 0.0


def _log_likelihood(y: FloatArray, kernels: Sequence[FloatArray], theta: FloatArray) -> float:
    covariance = np.tensordot(theta, np.array(kernels), axes=1)
    root = np.linalg.cholesky(covariance)
    whitened = np.linalg.solve(root, np.column_stack([np.ones_like(y), y]))
    products = whitened.T @ whitened
    rest = products[1, 1] - products[0, 1] ** 2 / products[0, 0]
    return -float(np.log(np.diag(root)).sum()) - 0.5 * float(np.log(products[0, 0]) + rest)


def _derivatives(
    y: FloatArray, kernels: Sequence[FloatArray], theta: FloatArray
) -> tuple[FloatArray, FloatArray]:
    inverse = np.linalg.inv(np.tensordot(theta, np.array(kernels), axes=1))
    pulled = inverse.sum(axis=1)
    projection = inverse - np.outer(pulled, pulled) / pulled.sum()
    through = [projection @ kernel for kernel in kernels]
    away = projection @ y
    score = np.array(
        [
            0.5 * (float(away @ kernel @ away) - float(np.trace(pk)))
            for kernel, pk in zip(kernels, through, strict=True)
        ]
    )
    information = [[0.5 * float((a * b.T).sum()) for b in through] for a in through]
    return score, np.array(information)


def varcomp_ems(scores: npt.ArrayLike) -> Estimate:
    """Components of a complete persons x items x raters table by expected mean squares.

    Parameters
    ----------
    scores : shape (persons, items, raters), no value missing.

    Returns
    -------
    Estimate
        `detail` holds p, i, r, pi, pr, ir and pir_e, not cut off at 0.

    Source
    ------
    Brennan (2001), Generalizability Theory, chapter 3.
    """
    x, form = np.asarray(scores, dtype=np.float64), "Variance components, persons x items x raters"
    if x.ndim != 3:
        raise ValueError(f"need a persons x items x raters table, got {x.ndim} dimensions")
    n = x.shape[0]
    if min(x.shape) < 2 or np.isnan(x).any():
        note = "needs at least two of each facet and no score missing"
        return undefined(form, note, n_used=0, n_given=n)
    return Estimate(value=None, form=form, n_used=n, n_given=n, detail=dict(_ems(x)))


def _ems(x: FloatArray) -> dict[str, float]:
    n, i, r = x.shape
    main = {axis: x.mean(axis=tuple({0, 1, 2} - {axis})) - x.mean() for axis in range(3)}
    ss = {name: float((main[a] ** 2).sum()) * x.size / x.shape[a] for a, name in enumerate("pir")}
    for first, second, name in ((0, 1, "pi"), (0, 2, "pr"), (1, 2, "ir")):
        other = ({0, 1, 2} - {first, second}).pop()
        cell = x.mean(axis=other) - x.mean() - main[first][:, np.newaxis] - main[second]
        ss[name] = float((cell**2).sum()) * x.shape[other]
    total = float(((x - x.mean()) ** 2).sum())
    df = {"p": n - 1, "i": i - 1, "r": r - 1}
    df |= {a + b: df[a] * df[b] for a, b in ("pi", "pr", "ir")}
    rest = (total - sum(ss.values())) / (df["p"] * df["i"] * df["r"])
    ms = {name: square / df[name] for name, square in ss.items()}
    return {
        "p": (ms["p"] - ms["pi"] - ms["pr"] + rest) / (i * r),
        "i": (ms["i"] - ms["pi"] - ms["ir"] + rest) / (n * r),
        "r": (ms["r"] - ms["pr"] - ms["ir"] + rest) / (n * i),
        "pi": (ms["pi"] - rest) / r,
        "pr": (ms["pr"] - rest) / i,
        "ir": (ms["ir"] - rest) / n,
        "pir_e": rest,
    }


def decision_study(
    components: Mapping[str, float], designs: Sequence[tuple[int, int]]
) -> list[dict[str, float | int | None]]:
    """Generalizability and dependability of so many items and raters, with errors in scale points.

    Components below 0 count as 0; g and phi are None where they are 0/0.
    """
    c = {name: max(0.0, value) for name, value in components.items()}
    found: list[dict[str, float | int | None]] = []
    for items, raters in designs:
        relative = c["pi"] / items + c["pr"] / raters + c["pir_e"] / (items * raters)
        absolute = relative + c["i"] / items + c["r"] / raters + c["ir"] / (items * raters)
        found.append(
            {
                "n_items": items,
                "n_raters": raters,
                "g": c["p"] / (c["p"] + relative) if c["p"] + relative else None,
                "phi": c["p"] / (c["p"] + absolute) if c["p"] + absolute else None,
                "sem_rel": relative**0.5,
                "sem_abs": absolute**0.5,
            }
        )
    return found

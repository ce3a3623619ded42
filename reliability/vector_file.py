"""Compute the tables of a vector file: known inputs, and one answer for each figure."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from reliability.stats import (
    Estimate,
    Ratings,
    as_ratings,
    benchmark,
    drift,
    facets,
    power,
    report,
    resampled,
    severity,
)
from reliability.stats.gold import against_gold
from reliability.stats.icc import FORMS
from reliability.stats.weights import FAMILIES

_REPLICATES = 20_000
_SEED = 1
_RESAMPLED = ("ac", "fleiss", "alpha", "bp", "conger")

Answers = dict[str, dict[str, object]]


class VectorError(Exception):
    """The vector file cannot be read; the message says what was found, where, and what to do."""


def computed(content: bytes) -> dict[str, Answers]:
    """The figures of every vector by its name; kinds that are not offered are left out."""
    found: dict[str, Answers] = {}
    for place, vector in enumerate(_vectors(content), start=1):
        name = str(vector.get("name", place))
        answer = KINDS.get(str(vector.get("kind")))
        if answer is None:
            continue
        try:
            found[name] = answer(vector)
        except KeyError as reason:
            raise VectorError(f"vector {name!r} has no {reason}; add it to the vector") from None
        except (TypeError, ValueError) as reason:
            raise VectorError(f"vector {name!r} cannot be computed: {reason}") from None
    return found


def _vectors(content: bytes) -> list[Mapping[str, Any]]:
    try:
        whole = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError) as reason:
        raise VectorError(f"not a JSON file ({reason}); give a file of vectors") from None
    vectors = whole.get("vectors") if isinstance(whole, dict) else None
    if not isinstance(vectors, list) or not all(isinstance(one, dict) for one in vectors):
        raise VectorError('found no list "vectors" of objects; give a file of vectors')
    return vectors


def of_ratings(vector: Mapping[str, Any]) -> Answers:
    """Every figure of one table of ratings."""
    level, rows = vector.get("level", "nominal"), vector["ratings"]
    table = np.array(rows, dtype=object).reshape(len(rows), -1)
    ratings = as_ratings(table, vector.get("categories"))
    found = dict(report(ratings, level=level, weights=_weights(level)))
    if vector.get("weights") is not None:
        found |= report(ratings, level=level, weights=np.asarray(vector["weights"]))
    if vector.get("gold") is not None:
        found["gold"] = against_gold(table, vector["gold"], vector.get("categories"))
    found |= _resampled(ratings, level)
    answers = {name: answer_of(estimate) for name, estimate in found.items()}
    return answers | _sizes(ratings)


def _resampled(ratings: Ratings, level: str) -> dict[str, Estimate]:
    families = ("identity",) if level == "nominal" else ("identity", "quadratic")
    named = {f"{one}.{family}": (one, family) for family in families for one in _RESAMPLED}
    if ratings.is_numeric:
        named |= {form: (form, "identity") for form in FORMS}
    found = {
        f"jackknife.{name}": resampled.jackknife(ratings, *figure) for name, figure in named.items()
    }
    drawn = resampled.bootstrap(ratings, list(named.values()), replicates=_REPLICATES, seed=_SEED)
    return found | {f"bootstrap.{name}": e for name, e in zip(named, drawn, strict=True)}


def _weights(level: str) -> tuple[str, ...]:
    return ("identity",) if level == "nominal" else tuple(FAMILIES)


def _sizes(ratings: Ratings) -> Answers:
    return {
        "n_subjects": {"value": ratings.n_targets},
        "n_raters": {"value": ratings.n_raters},
        "n_ratings": {"value": ratings.n_ratings},
    }


def answer_of(estimate: Estimate) -> dict[str, object]:
    """An estimate in the shape of a vector's expected figure."""
    if not estimate.is_defined:
        return {"value": None, "undefined": estimate.note, **estimate.detail}
    answer: dict[str, object] = {} if estimate.value is None else {"value": estimate.value}
    bounds = {"se": estimate.se, "ci_low": estimate.low, "ci_high": estimate.high}
    answer |= {name: number for name, number in bounds.items() if number is not None}
    return answer | dict(estimate.detail)


def of_facets(vector: Mapping[str, Any]) -> Answers:
    """Components of a design with three facets; its decision study where it is fully crossed."""
    columns = vector["data"]
    answers = {"varcomp_reml": answer_of(facets.varcomp_reml(columns, vector["formula"]))}
    names = [part.strip() for part in str(vector.get("design", "")).split("x")]
    if len(names) != 3 or any(":" in name for name in names):
        return answers
    score, terms = facets.terms_of(vector["formula"])
    table = _cube(columns, [term for term in terms if ":" not in term], score)
    if table is None:
        return answers
    crossed = facets.varcomp_ems(table)
    answers["varcomp_ems"] = answer_of(crossed)
    if crossed.is_defined:
        found = {name: float(str(value)) for name, value in crossed.detail.items()}
        designs = [(1, 1), table.shape[1:], (1, 2), (5, 2), (10, 3)]
        answers["dstudy"] = facets.decision_study(found, designs)  # type: ignore[assignment]
    return answers


def _cube(columns: Mapping[str, Any], names: list[str], score: str) -> Any:
    """Persons x items x raters, or None where a cell is empty or filled twice."""
    levels = [
        np.unique(np.asarray(columns[name]).astype(str), return_inverse=True) for name in names
    ]
    shape = tuple(len(found[0]) for found in levels)
    if len(names) != 3 or np.prod(shape) != len(columns[score]):
        return None
    table = np.full(shape, np.nan)
    table[tuple(found[1].reshape(-1) for found in levels)] = columns[score]
    return None if np.isnan(table).any() else table


def of_series(vector: Mapping[str, Any]) -> Answers:
    """Control charts of one series."""
    series, target, sigma = vector["x"], vector["target"], vector["sigma"]
    found: dict[str, Estimate] = {}
    if "lambda" in vector:
        for name, chart in (("ewma", drift.ewma), ("ewma_asymptotic", drift.ewma_asymptotic)):
            found[name] = chart(
                series, target=target, sigma=sigma, weight=vector["lambda"], width=vector["L"]
            )
    if "h" in vector:
        found["cusum"] = drift.cusum(
            series, target=target, sigma=sigma, k=vector["k"], h=vector["h"]
        )
    return {name: answer_of(estimate) for name, estimate in found.items()}


_PLANS: Mapping[str, Callable[[Mapping[str, Any]], Estimate]] = {
    "N.cohen.kappa": lambda args: power.kappa_two_categories(**_renamed(args)),
    "N2.cohen.kappa": lambda args: power.kappa_any_categories(**_renamed(args)),
    "walter_icc": lambda args: power.icc_test(**args),
    "bonett_icc": lambda args: power.icc_width(**args),
    "spearman_brown_k": lambda args: power.raters_needed(**args),
}


def _renamed(args: Mapping[str, Any]) -> dict[str, Any]:
    ours = {"mrg": "margins", "twosided": "two_sided"}
    return {ours.get(name, name): value for name, value in args.items()}


def of_planning(vector: Mapping[str, Any]) -> Answers:
    """The sizes that the queries ask for; unknown queries are left out."""
    return {
        query["id"]: answer_of(_PLANS[query["fn"]](query["args"]))
        for query in vector["queries"]
        if query["fn"] in _PLANS
    }


def of_benchmark(vector: Mapping[str, Any]) -> Answers:
    """Each case on every named scale."""
    answers: Answers = {}
    for place, case in enumerate(vector["cases"], start=1):
        value, se = case["coeff"], case["se"]
        scales = {
            name: dict(benchmark.benchmark(value, se, name).detail) for name in benchmark.SCALES
        }
        answers[f"case{place}"] = {"coeff": value, "se": se, **scales}
    return answers


def of_many_facets(vector: Mapping[str, Any]) -> Answers:
    """The many-facet rating-scale model of one long table."""
    columns = vector["data"]
    found = severity.many_facets(*(columns[name] for name in ("person", "item", "rater", "score")))
    answer = answer_of(found)
    raters = answer.get("raters")
    if isinstance(raters, list):
        # the reference writes the facet before the name of each rater
        answer["raters"] = [{**one, "label": f"rater{one['label']}"} for one in raters]
    return {"mfrm_mml": answer}


KINDS: dict[str, Callable[[Mapping[str, Any]], Answers]] = {
    "ratings": of_ratings,
    "crossed3": of_facets,
    "series": of_series,
    "planning": of_planning,
    "benchmark": of_benchmark,
    "mfrm": of_many_facets,
}

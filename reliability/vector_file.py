"""Compute the tables of a vector file: known inputs, and one answer for each figure."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from reliability.stats import Estimate, Ratings, as_ratings, report
from reliability.stats.gold import against_gold
from reliability.stats.weights import FAMILIES

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
    answers = {name: answer_of(estimate) for name, estimate in found.items()}
    return answers | _sizes(ratings)


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


KINDS: dict[str, Callable[[Mapping[str, Any]], Answers]] = {"ratings": of_ratings}

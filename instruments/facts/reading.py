"""A file of facts, read: either the facts, or every problem as a sentence that names its place."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from instruments.facts.contradictions import contradictions
from instruments.facts.record import SCHEMA_VERSION, Facts

LARGEST = 1_000_000
"""Bytes. The longest file anyone has written by hand is a hundredth of it."""

DAY = "a day written YYYY-MM-DD"
EXPECTED = {
    "age": "a whole number from 0 to 110",
    "boys_percent": "a whole number from 0 to 100",
    "other_boys_percent": "a whole number from 0 to 100",
    "charges": "a whole number from 1 to 200",
    "convictions": "a whole number from 0 to 200",
    "family_role_years": "a number of years from 0 to 60",
    "span_months": "a whole number of months from 0 to 900",
}
EXPECTED_BY_KIND = {
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "date_parsing": DAY,
    "date_type": DAY,
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "an object with named fields",
    "string_pattern_mismatch": "a short id: a small letter, then letters, digits or hyphens",
    "string_type": "text",
}
MAY_BE_UNKNOWN = "correct it, or leave it out if the file does not tell."


class FactsError(ValueError):
    """The file cannot be used. `problems` holds one sentence each; `name` is the file."""

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))
        self.name = name
        self.problems = problems


def read_facts(text: str | bytes, name: str) -> Facts:
    """The facts in `text` (JSON, UTF-8). Raises FactsError; `name` stands in its sentences."""
    document = read_object(text, name)
    found = document.get("schema_version")
    if isinstance(found, int) and not isinstance(found, bool) and found > SCHEMA_VERSION:
        raise FactsError(
            name,
            (
                f"schema_version: found {found}, expected {SCHEMA_VERSION}; the file was written "
                "for a newer version of this program.",
            ),
        )
    try:
        facts = Facts.model_validate_json(json.dumps(document), strict=True)
    except ValidationError as error:
        lines = tuple(_sentence(dict(problem), document) for problem in error.errors())
        raise FactsError(name, lines) from None
    problems = contradictions(facts)
    if problems:
        raise FactsError(name, problems)
    return facts


def read_object(text: str | bytes, name: str) -> dict[str, Any]:
    """The JSON object in `text`. Raises FactsError where there is none."""
    if len(text) > LARGEST:
        size = f"{len(text):,} bytes"
        raise FactsError(name, (f"found {size}, expected at most {LARGEST:,}; is it this file?",))
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1}"
        raise FactsError(
            name, (f"{place}: found a byte that is not UTF-8; save it as UTF-8.",)
        ) from None
    if not decoded.strip():
        raise FactsError(name, ("found an empty file, expected a JSON object.",))
    try:
        document = json.loads(decoded)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FactsError(name, (f"{place}: this is not JSON ({error.msg}).",)) from None
    except (RecursionError, ValueError):
        problem = "found JSON nested too deeply or a number too long to read."
        raise FactsError(name, (problem,)) from None
    if not isinstance(document, dict):
        kind = {"list": "a list", "str": "text", "NoneType": "null"}.get(type(document).__name__)
        raise FactsError(name, (f"found {kind or 'a number'}, expected a JSON object.",))
    return document


def _sentence(problem: dict[str, Any], document: dict[str, Any]) -> str:
    path = _path(problem["loc"], document)
    field = str(problem["loc"][-1]) if problem["loc"] else ""
    kind = problem["type"]
    if kind == "missing":
        return f"{path}: found nothing, expected this field; add it."
    if kind == "extra_forbidden":
        return f"{path}: found a field this version does not know; check its spelling or remove it."
    expected = EXPECTED.get(field) or EXPECTED_BY_KIND.get(kind)
    if expected is None:
        expected = problem.get("ctx", {}).get("expected") or problem["msg"]
    found = json.dumps(problem["input"], ensure_ascii=False, default=str)
    if len(found) > 60:
        found = found[:57] + "..."
    return f"{path}: found {found}, expected {expected}; {MAY_BE_UNKNOWN}"


def _path(location: tuple[int | str, ...], document: Any) -> str:
    """The place by ids where the records have them: victims/v1/age, not victims/0/age."""
    steps: list[str] = []
    here = document
    for step in location:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        named = here.get("id") if isinstance(step, int) and isinstance(here, dict) else None
        steps.append(named if isinstance(named, str) else str(step))
    return "/".join(steps) or "the file"


def fact_at(facts: Facts, path: str) -> Any:
    """The value a path such as "victims/v1/age" names. Raises KeyError for no such fact."""
    here: Any = facts
    for step in path.split("/"):
        if isinstance(here, tuple):
            here = _record(here, step, path)
        elif isinstance(here, BaseModel) and step in type(here).model_fields:
            here = getattr(here, step)
        else:
            raise KeyError(f"no fact {path}")
    return here


def _record(records: tuple[Any, ...], step: str, path: str) -> Any:
    for n, record in enumerate(records):
        if getattr(record, "id", str(n)) == step:
            return record
    raise KeyError(f"no fact {path}")

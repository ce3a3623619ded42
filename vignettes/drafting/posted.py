"""The facts as a person typed them, read from the fields of the form; and records added or removed.

A field is named by its path, such as `facts/occasions/o2/offences/c1/outcome`; each record brings a
field `@`, so that it is there even when nothing is told of it. What cannot be read as a number or a
day stays as it was typed: the reader of facts then says what is wrong with it.
"""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel

from instruments.facts import Facts
from vignettes.drafting.record import Field, fields, letter

PREFIX = "facts"
HERE = "@"
NONE_AT_ALL = "none"
RECORD_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,30}$")
MOST_RECORDS = 60
"""In one list. The longest record in the library has a quarter of it."""
LONGEST_VALUE = 200


def facts_in(posted: QueryDict) -> dict[str, Any]:
    """What the form tells of the facts, defaults and empty fields left out."""
    return _record(Facts, PREFIX, posted, _records_in(posted))


def with_record(facts: dict[str, Any], path: str) -> dict[str, Any]:
    """The facts with one more record in the list at this path, or with the part of that name."""
    found = _place(facts, path)
    if found is None:
        return facts
    owner, field = found
    if field.kind == "record":
        owner.setdefault(field.name, {})
        return facts
    records = owner.get(field.name) or []
    if len(records) < MOST_RECORDS:
        owner[field.name] = [*records, _new(field.name, records)]
    return facts


def without_record(facts: dict[str, Any], path: str) -> dict[str, Any]:
    """The facts without the record or part at this path."""
    parent, _, name = path.rpartition("/")
    found = _place(facts, path)
    if found is not None and found[1].kind == "record":
        found[0].pop(name, None)
        return facts
    found = _place(facts, parent)
    if found is not None and found[1].kind == "records":
        owner, field = found
        kept = [r for key, r in keyed(owner.get(field.name) or []) if key != name]
        owner[field.name] = kept
        if not kept:
            del owner[field.name]
    return facts


def keyed(records: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Each record with its key: its id, or its place where the records have none."""
    return [(str(record.get("id", place)), record) for place, record in enumerate(records)]


def _new(name: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    sign = letter(name)
    if not sign:
        return {}
    taken = {record.get("id") for record in records}
    number = next(n for n in range(1, 1000) if f"{sign}{n}" not in taken)
    return {"id": f"{sign}{number}"}


def _place(facts: dict[str, Any], path: str) -> tuple[dict[str, Any], Field] | None:
    """The record that holds the list or part at this path, and its field; None for no such path."""
    model: type[BaseModel] = Facts
    owner = facts
    steps = path.split("/")
    while steps:
        name = steps.pop(0)
        field = next((f for f in fields(model) if f.name == name), None)
        if field is None or field.record is None:
            return None
        if not steps:
            return owner, field
        if field.kind == "record":
            return None
        records = dict(keyed(owner.get(name) or []))
        owner, model = records.get(steps.pop(0), {}), field.record
    return None


def _records_in(posted: QueryDict) -> dict[str, list[str]]:
    """path of a list or part -> the keys of the records posted below it, in their order."""
    found: dict[str, list[str]] = {}
    for name in posted:
        if name.startswith(f"{PREFIX}/") and name.endswith(f"/{HERE}"):
            path, _, key = name.removesuffix(f"/{HERE}").rpartition("/")
            if RECORD_ID.match(key) or key.isidentifier():
                found.setdefault(path, []).append(key)
    return found


def _record(
    model: type[BaseModel], path: str, posted: QueryDict, records: Mapping[str, list[str]]
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in fields(model):
        value = _value(field, path, posted, records)
        if value is not None and (field.is_required or value != field.default):
            told[field.name] = value
    return told


def _value(field: Field, path: str, posted: QueryDict, records: Mapping[str, list[str]]) -> Any:
    name = f"{path}/{field.name}"
    if field.kind == "records":
        return _list(field, name, posted, records)
    if field.kind == "record" and field.record:
        is_here = field.is_required or field.name in records.get(path, [])
        return _record(field.record, name, posted, records) if is_here else None
    if field.kind == "ids":
        return [_typed(value) for value in posted.getlist(name)] or None
    return _plain(field, _typed(posted.get(name)))


def _list(field: Field, name: str, posted: QueryDict, records: Mapping[str, list[str]]) -> Any:
    """The records of a list. None where nothing is told; [] where the form says there is none."""
    model = field.record
    keys = records.get(name, [])[:MOST_RECORDS]
    if not keys or model is None:
        says_none = field.may_be_none and posted.get(name) == NONE_AT_ALL
        return [] if says_none else None
    has_id = "id" in model.model_fields
    return [
        ({"id": key} if has_id else {}) | _record(model, f"{name}/{key}", posted, records)
        for key in keys
    ]


def _typed(value: str | None) -> str:
    """What was typed, without what no database keeps."""
    return (value or "").replace("\0", "").strip()[:LONGEST_VALUE]


def _plain(field: Field, typed: str) -> Any:
    if field.kind == "tick":
        return bool(typed) or None
    if not typed:
        return None
    if field.kind == "yes_no":
        return {"yes": True, "no": False}.get(typed, typed)
    if field.kind in ("whole", "decimal"):
        return _number(typed, whole=field.kind == "whole")
    return typed


def _number(typed: str, *, whole: bool) -> int | float | str:
    """The number, or the words as they stand."""
    try:
        if whole:
            return int(typed) if len(typed) <= 9 else typed
        number = float(typed.replace(",", "."))
    except ValueError:
        return typed
    return number if isfinite(number) else typed

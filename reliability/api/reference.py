"""The description of the interface as a page reads it: operations by subject, and their shapes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post")
JSON = "application/json"


@dataclass(frozen=True)
class Field:
    """One parameter, or one field of a shape. `shape` is the one it is made of, "" for none."""

    name: str
    kind: str
    shape: str
    words: str
    required: bool
    where: str = ""


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    summary: str
    scope: str
    is_public: bool
    parameters: tuple[Field, ...]
    takes: str
    gives: str
    status: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class ShapeTold:
    """One object that comes in or goes out."""

    name: str
    words: str
    one_of: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Reference:
    """Everything on the page."""

    version: str
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]
    shapes: tuple[ShapeTold, ...]


def reference(description: dict[str, Any]) -> Reference:
    """The page of a description."""
    groups: dict[str, list[Operation]] = {}
    for path, told in description["paths"].items():
        for method in METHODS:
            if method in told:
                operation = told[method]
                group = groups.setdefault(operation["tags"][0], [])
                group.append(_operation(path, method, operation))
    schemas = description["components"]["schemas"]
    return Reference(
        version=description["info"]["version"],
        groups=tuple((name, tuple(operations)) for name, operations in groups.items()),
        shapes=tuple(_shape(name, schema) for name, schema in schemas.items()),
    )


def _operation(path: str, method: str, told: dict[str, Any]) -> Operation:
    answers = told["responses"]
    status = next(status for status in answers if status.startswith("2"))
    scopes = [scope for way in told.get("security", []) for scope in way.get("token", [])]
    return Operation(
        id=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        scope=", ".join(scopes),
        is_public="token" not in {name for way in told.get("security", []) for name in way},
        parameters=tuple(_parameter(one) for one in told.get("parameters", [])),
        takes=_named(_content(told.get("requestBody", {}))),
        gives=_named(_content(answers[status])),
        status=status,
        problems=tuple(status for status in answers if not status.startswith("2")),
    )


def _content(told: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = told.get("content", {}).get(JSON, {}).get("schema", {})
    return schema


def _parameter(told: dict[str, Any]) -> Field:
    return _field(
        told["name"],
        told["schema"] | {"description": told.get("description", "")},
        told.get("required", False),
        told["in"],
    )


def _shape(name: str, schema: dict[str, Any]) -> ShapeTold:
    required = schema.get("required", [])
    return ShapeTold(
        name=name,
        words=schema.get("description", ""),
        one_of=tuple(_named(one) for one in schema.get("anyOf", [])),
        fields=tuple(
            _field(field, told, field in required)
            for field, told in schema.get("properties", {}).items()
        ),
    )


def _field(name: str, schema: dict[str, Any], required: bool, where: str = "") -> Field:
    shape = next(_shapes_in(schema), "")
    return Field(name, _kind(schema), shape, schema.get("description", ""), required, where)


def _shapes_in(schema: Any) -> Iterator[str]:
    """The names of the shapes that a schema is made of."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield _named(schema)
        for part in schema.values():
            yield from _shapes_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _shapes_in(part)


def _named(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _kind(schema: dict[str, Any]) -> str:
    """The kind of a value in a few words, as in JSON Schema."""
    if "$ref" in schema:
        return _named(schema)
    if "anyOf" in schema:
        return ", ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "const" in schema:
        return str(schema["const"]).lower()
    kind = schema.get("type", "any")
    if kind == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {_kind(schema['additionalProperties'])}}}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)

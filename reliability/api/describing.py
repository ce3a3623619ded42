"""The description of the interface (OpenAPI 3.1): what drf-spectacular is told about our views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
)
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import BaseModel
from pydantic.json_schema import model_json_schema

from reliability.api.sending_once import KEY
from reliability.api.shapes.parts import Problem, Query

Mode = Literal["validation", "serialization"]

PROBLEM = "application/problem+json"
REF = "#/components/schemas/{model}"
ALWAYS = (400, 406, 429)
CALLED = (401, 403)
SAID = {
    400: "The request cannot be read, or carries something that is not known here.",
    401: "No token, or one that opens nothing.",
    403: "The role or the scope of the token does not open this.",
    404: "There is no such thing here, or it is another agency's.",
    406: "The answer is JSON.",
    409: "The same request is being worked on, or something stands against it.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "The body is not as it should be: `errors` says where.",
    429: "Too many requests: wait for the seconds that Retry-After says.",
}
RETRY_AFTER = OpenApiParameter(
    "Retry-After", OpenApiTypes.INT, OpenApiParameter.HEADER, required=True, response=[429]
)

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": KEY},
    OpenApiParameter.HEADER,
    description="The same key with the same body within a day: done once, answered the same.",
)

View = TypeVar("View", bound=Callable[..., Any])


def described(
    summary: str,
    *,
    gives: type[BaseModel] | None = None,
    takes: type[BaseModel] | None = None,
    also: tuple[int, ...] = (),
    status: int = 200,
    files: tuple[str, ...] = (),
    more: tuple[OpenApiParameter, ...] = (),
    is_public: bool = False,
) -> Callable[[View], View]:
    """Say of a method what it takes and gives, and each problem that it may be answered with.

    `files`: the media types of an answer that is a file.
    """
    statuses = sorted({*ALWAYS, *(() if is_public else CALLED), *also})
    answers: dict[Any, Any] = {
        (status, kind): OpenApiResponse(OpenApiTypes.BINARY, "The file.") for kind in files
    }
    if gives is not None:
        answers[(status, "application/json")] = OpenApiResponse(gives)
    for problem in statuses:
        answers[(problem, PROBLEM)] = OpenApiResponse(Problem, SAID[problem])
    return extend_schema(
        summary=summary,
        request=takes,
        responses=answers,
        parameters=[RETRY_AFTER, *more],
        auth=[] if is_public else None,
    )


class Described(AutoSchema):
    """Names, groups and query of an operation, from the view itself."""

    view: Any

    def get_operation_id(self) -> str:
        verbs = {"GET": "read", "POST": "send"}
        return f"{verbs[self.method]}_{self._named()}"

    def _named(self) -> str:
        words = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(self.view).__name__)
        return words.strip("_")

    def get_tags(self) -> list[str]:
        return [type(self.view).__module__.rpartition(".")[2]]

    def get_description(self) -> str:  # type: ignore[override]
        scope = self.view.scope_for(self.method)
        return f"Scope: `{scope}`." if scope else ""

    def _get_request_body(self, direction: Any = "request") -> dict[str, Any] | None:
        body = super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        return {**body, "required": True} if body else body

    def _get_parameters(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super()._get_parameters()
        if self.method == "GET":
            found += _of_query(self.view.query)
        return sorted(found, key=lambda one: (one["in"], one["name"]))


def _of_query(shape: type[Query]) -> list[dict[str, Any]]:
    schema, _parts = schema_of(shape, "validation")
    parameters = []
    for name, told in schema.get("properties", {}).items():
        told.pop("title", None)
        words = told.pop("description", None)
        if told.get("default", "") is None:
            told.pop("default")
            told |= next(one for one in told.pop("anyOf") if one.get("type") != "null")
        parameter = {"in": "query", "name": name, "schema": told}
        parameters.append(parameter | ({"description": words} if words else {}))
    return parameters


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "reliability.api.authentication.ByToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A token of a member: pl_..."}

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, Any]:
        view: Any = auto_schema.view
        scope = view.scope_for(auto_schema.method)
        return {self.name: [scope] if scope else []}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "reliability.api.authentication.BySession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Signed in on the pages; writes carry X-CSRFToken.",
        }


def schema_of(shape: type[BaseModel], mode: Mode) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of a model and of those it is made of; closed lists stand where they are used.

    Two lists of one name would else become one.
    """
    schema = model_json_schema(shape, ref_template=REF, mode=mode)
    parts = schema.pop("$defs", {})
    lists = {
        REF.format(model=name): {"type": part["type"], "enum": part["enum"]}
        for name, part in parts.items()
        if "enum" in part
    }
    kept = {name: part for name, part in parts.items() if "enum" not in part}
    return _inlined(schema, lists), {name: _inlined(part, lists) for name, part in kept.items()}


def _inlined(schema: Any, lists: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inlined(part, lists) for part in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _inlined(part, lists) for name, part in schema.items()}
    reference = told.get("$ref")
    if reference in lists:
        del told["$ref"]
        return lists[reference] | told
    return told


class Shapes(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Pydantic models as components. What may be left out of a request is there in an answer."""

    target_class = "pydantic.BaseModel"
    match_subclasses = True
    priority = 1

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        set_override(self.target, "suppress_collision_warning", True)
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        mode: Mode = "validation" if direction == "request" else "serialization"
        schema, parts = schema_of(self.target, mode)
        for name, part in parts.items():
            component = ResolvedComponent(  # type: ignore[no-untyped-call]
                name=name, type=ResolvedComponent.SCHEMA, object=name, schema=part
            )
            auto_schema.registry.register_on_missing(component)
        return schema


def without_titles(result: Any, **_rest: Any) -> Any:
    """Titles that only repeat a field's name are left out."""
    if isinstance(result, dict):
        for name, schema in (result.get("properties") or {}).items():
            if isinstance(schema, dict) and _repeats(schema.get("title"), name):
                schema.pop("title")
        for part in result.values():
            without_titles(part)
    elif isinstance(result, list):
        for part in result:
            without_titles(part)
    return result


def _repeats(title: Any, name: str) -> bool:
    return isinstance(title, str) and title.replace(" ", "_").lower() == name.lower()

"""Requests held against their shapes. What is told of a mistake never holds what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from pydantic import ValidationError

from reliability.api.parsing import Sent
from reliability.api.problems import Problem
from reliability.api.shapes.parts import Query, Shape

Wanted = TypeVar("Wanted", bound=Shape)
Asked = TypeVar("Asked", bound=Query)

MOST_TOLD = 50
_NAME = re.compile(r"[a-z][a-z0-9_:-]{0,39}")


def in_query(shape: type[Asked], given: QueryDict) -> Asked:
    """What an address carries. Raises a problem of status 400."""
    twice = sorted(name for name in given if len(given.getlist(name)) > 1)
    if twice:
        raise Problem(400, _("The address says the same thing twice. Say each thing once."))
    try:
        return shape.model_validate(given.dict())
    except ValidationError as error:
        raise Problem(
            400, _("What stands after the question mark is not taken."), _places(error)
        ) from None


def in_body(shape: type[Wanted], sent: Sent) -> Wanted:
    """What a body says. Raises a problem of status 422."""
    try:
        return shape.model_validate_json(sent.raw, strict=True)
    except ValidationError as error:
        raise Problem(422, _("The body is not as it should be."), _places(error)) from None


def _places(error: ValidationError) -> tuple[dict[str, str], ...]:
    found = error.errors(include_url=False, include_input=False, include_context=True)
    return tuple(
        {"place": _place(problem["loc"]), "text": _sentence(dict(problem))}
        for problem in found[:MOST_TOLD]
    )


def _place(steps: tuple[int | str, ...]) -> str:
    """Where it is. A name that is none of ours may be anybody's, so only plain ones are told."""
    return "/".join(_step(step) for step in steps) or "/"


def _step(step: int | str) -> str:
    return str(step) if isinstance(step, int) or _NAME.fullmatch(step) else "?"


def _sentence(problem: Mapping[str, Any]) -> str:
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "missing":
        return _("Found nothing, and it is needed. Add it.")
    if kind == "extra_forbidden":
        return _("This is not known here. Check its spelling, or take it out.")
    if kind in ("literal_error", "enum"):
        return _("Expected %(expected)s.") % {"expected": context.get("expected", "")}
    if "expected_tool" in context or kind == "value_error":
        return _("Found something else than what the description of the interface allows.")
    return _by_kind(kind, context)


def _by_kind(kind: str, context: Mapping[str, Any]) -> str:
    if kind.startswith("date"):
        return _("Expected a day written YYYY-MM-DD.")
    if kind.startswith(("int", "greater", "less")):
        bounds = [str(context[name]) for name in ("ge", "le", "gt", "lt") if name in context]
        limit = f" ({', '.join(bounds)})" if bounds else ""
        return _("Expected a whole number within its limits%(limit)s.") % {"limit": limit}
    told = {
        "string_type": _("Expected text."),
        "string_too_long": _("The text is too long."),
        "string_too_short": _("The text is too short."),
        "string_pattern_mismatch": _("The text does not have the expected form."),
        "bool_type": _("Expected true or false."),
        "list_type": _("Expected a list."),
        "tuple_type": _("Expected a list."),
        "dict_type": _("Expected an object."),
        "model_type": _("Expected an object."),
        "too_long": _("The list is too long."),
        "too_short": _("The list is too short."),
    }
    return told.get(kind) or _(
        "Found something else than what the description of the interface allows."
    )

"""The description of the interface: as OpenAPI 3.1, and as a page that people read."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator

from reliability.api.problems import KINDS
from reliability.api.reference import reference


@cache
def description() -> dict[str, Any]:
    """The whole interface, as drf-spectacular describes it. The same in every language."""
    with override("en"):
        generator: Any = SchemaGenerator()  # type: ignore[no-untyped-call]
        told: dict[str, Any] = generator.get_schema(request=None, public=True)
    return told


def openapi(request: HttpRequest) -> HttpResponse:
    """The file as programs read it."""
    return JsonResponse(description(), content_type="application/vnd.oai.openapi+json")


def docs(request: HttpRequest) -> HttpResponse:
    """The page as people read it: no script, no style of its own."""
    context = {"reference": reference(description()), "problems": KINDS.items()}
    return render(request, "reliability/api/docs.html", context)

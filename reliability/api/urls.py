"""Addresses under /api/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from reliability.api.late import Late

app_name = "api"


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    from reliability.api.problems import no_such_address as answer  # as late as any view

    return answer(request)


v1 = [
    path("tools/", Late("tools.ToolList"), name="tools"),
    path("tools/<slug:tool>/", Late("tools.Tool"), name="tool"),
    path("tools/<slug:tool>/rules/", Late("tools.Rules"), name="rules"),
    path("score/", Late("scoring.Score"), name="score"),
    path("explain/", Late("scoring.Explain"), name="explain"),
]

urlpatterns = [
    path("v1/", include(v1)),
    re_path(r"^(?P<rest>.*)$", no_such_address, name="nothing"),
]

"""Which version of the program this is."""

from __future__ import annotations

import tomllib
from functools import cache

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@cache
def version() -> str:
    """As `pyproject.toml` says."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


@never_cache
@require_safe
def page(request: HttpRequest) -> JsonResponse:
    """For whoever installs and watches it. Asks nothing of the database."""
    return JsonResponse({"name": "Plumbline", "version": version()})

"""Answers that belong to no app."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import get_template
from django.templatetags.static import static
from django.views import defaults
from django.views.decorators.http import require_safe


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("plumbline.svg"))


def failed(request: HttpRequest) -> HttpResponse:
    """The page for what no view has caught: a busy database is told apart from a fault."""
    if isinstance(sys.exc_info()[1], OperationalError):
        page = get_template("503.html").render()
        return HttpResponse(page, status=503, headers={"Retry-After": "5"})
    return defaults.server_error(request)

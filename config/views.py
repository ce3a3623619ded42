"""Answers that belong to no app."""

import logging
import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.templatetags.static import static
from django.views import defaults
from django.views.decorators.http import require_safe

from agencies.database_trouble import TABLES, said, trouble_of
from config import health

logger = logging.getLogger(__name__)


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("plumbline.svg"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that every page leads to; docs/accessibility.md says the same."""
    return render(request, "accessibility.html")


def failed(request: HttpRequest) -> HttpResponse:
    """The page for what no view has caught: a database in trouble is told apart from a fault."""
    from agencies.second_step_keys import LostKeyError  # only now: it loads cryptography

    error = sys.exc_info()[1]
    if isinstance(error, LostKeyError):
        logger.error("%s", error)
        return HttpResponse(get_template("503.html").render({"trouble": "key"}), status=503)
    trouble = trouble_of(error)
    if error is None or trouble is None or (trouble is TABLES and not _are_others_tables()):
        return defaults.server_error(request)
    logger.error("%s (It said: %s)", trouble.log, said(error))
    page = get_template("503.html").render({"trouble": trouble.name})
    return HttpResponse(page, status=503, headers={"Retry-After": str(trouble.wait)})


def _are_others_tables() -> bool:
    """Whether the tables are those of another version: else a query names what never was."""
    try:
        return health.tables() != "ok"
    except DatabaseError:
        return True

"""The page of figures, for whoever has the token; nobody else learns that it is there."""

from __future__ import annotations

import hmac
import platform
from functools import cache

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.version import version


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Four queries, and the files of the processes. 404 without the token of METRICS_TOKEN."""
    told = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not hmac.compare_digest(told.encode(), wanted.encode()):
        raise Http404
    # Imported at the first asking: an installation that nobody watches pays nothing.
    from config.metrics import counts, exposition, gauges

    try:
        told_by_database = gauges.gauges(now())
    except DatabaseError:
        told_by_database = None
    text = exposition.exposition(
        versions=_versions(), gauges=told_by_database, sums=counts.sums(settings.METRICS_FOLDER)
    )
    return HttpResponse(text, content_type=exposition.CONTENT_TYPE)


@cache
def _versions() -> dict[str, str]:
    return {
        "version": version(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": connection.vendor,
    }

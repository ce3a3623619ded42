"""What is counted while people work: requests by the name of their route, sign-ins that failed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from config.metrics.counts import Counts

Next = Callable[[HttpRequest], HttpResponse]

SIGN_IN_FAILED = "sign_in_failed"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

counts = Counts(settings.METRICS_FOLDER)


def counted(get_response: Next) -> Next:
    """Count each request and how long it took; not at all where nobody may ask for it."""
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        counts.add(key_of(request, response), time.perf_counter() - began)
        return response

    return middleware


def key_of(request: HttpRequest, response: HttpResponse) -> str:
    """Method, status and the name of the route: nothing that the visitor wrote themselves."""
    method = request.method if request.method in METHODS else "other"
    match = request.resolver_match
    return f"{method} {response.status_code} {match.view_name if match else ''}"


def sign_in_failed(sender: Any, **kwargs: Any) -> None:
    """Count a sign-in with a wrong password or an unknown address."""
    if settings.METRICS_TOKEN:
        counts.add(SIGN_IN_FAILED)

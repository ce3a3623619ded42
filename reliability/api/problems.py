"""Every error as a problem (RFC 9457): what happened, in a sentence, and where one reads more."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response

from agencies.database_trouble import is_about_null

MEDIA_TYPE = "application/problem+json"
WHERE = "/api/v1/docs/#problem-"
BUSY_SECONDS = 5

KINDS = {
    400: ("not-readable", gettext_lazy("The request cannot be read")),
    401: ("no-token", gettext_lazy("Nobody is signed in")),
    403: ("not-allowed", gettext_lazy("This is not for you")),
    404: ("not-found", gettext_lazy("There is no such thing here")),
    405: ("method", gettext_lazy("This address does not do that")),
    406: ("not-acceptable", gettext_lazy("The answer is not to be had in that format")),
    409: ("conflict", gettext_lazy("This does not go together with what is there")),
    413: ("too-large", gettext_lazy("The request is too large")),
    415: ("media-type", gettext_lazy("The request is in a format that is not taken")),
    422: ("not-valid", gettext_lazy("The request is not as it should be")),
    429: ("too-many", gettext_lazy("Too many requests")),
    500: ("fault", gettext_lazy("Something went wrong here")),
    503: ("busy", gettext_lazy("The service is busy")),
}
"""Status -> the name of the problem, and its title."""

logger = logging.getLogger("django.request")


class Problem(exceptions.APIException):
    """An error with a sentence, and with the places that it is about."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: tuple[dict[str, str], ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = errors
        self.headers = headers or {}


def body_of(
    status: int, detail: str, path: str, errors: tuple[dict[str, str], ...] = ()
) -> dict[str, Any]:
    """The problem as it is sent."""
    name, title = KINDS[status]
    told: dict[str, Any] = {
        "type": WHERE + name,
        "title": str(title),
        "status": status,
        "detail": detail,
        "instance": path,
    }
    return told | ({"errors": list(errors)} if errors else {})


def answer(error: Exception, context: dict[str, Any]) -> Response:
    """What an exception in a view is answered with. Nothing of a fault is told to the caller."""
    request: HttpRequest = context["request"]._request
    if isinstance(error, OperationalError):
        error = Problem(503, _("Try again in some seconds."), headers=_wait(BUSY_SECONDS))
    if is_about_null(error):
        error = Problem(422, _("A text holds the character of number 0. Take it out."))
    known = _known(error)
    if known is None:
        logger.error(
            "Fault in the interface: %s", request.path, exc_info=error, extra={"request": request}
        )
        known = Problem(500, _("The fault is on record here. Nothing was stored."))
    status = known.status_code if known.status_code in KINDS else 400
    errors = known.errors if isinstance(known, Problem) else ()
    told = body_of(status, _detail(known), request.path, errors)
    return Response(told, status, headers=_headers(known), content_type=MEDIA_TYPE)


def _known(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, Http404):
        return Problem(404, _("Nothing here has this address, or nothing that is yours."))
    if isinstance(error, PermissionDenied):
        return Problem(403, str(error) or _("Your role does not open this."))
    return error if isinstance(error, exceptions.APIException) else None


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.NotAuthenticated):
        return _("Send a token: Authorization: Bearer, and the token.")
    if isinstance(error, exceptions.NotAcceptable):
        return _("Ask for application/json.")
    if isinstance(error, exceptions.UnsupportedMediaType):
        return _("Send application/json.")
    return str(error.detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    if isinstance(error, Problem):
        return error.headers
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if isinstance(error, exceptions.Throttled):
        headers |= _wait(int(getattr(error, "wait", None) or 0) + 1)
    return headers


def _wait(seconds: int) -> dict[str, str]:
    return {"Retry-After": str(seconds)}


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> JsonResponse:
    """What every address under /api/ that names nothing is answered with."""
    detail = _("Look at the address: it begins with /api/v1/ and ends with a slash.")
    told = body_of(404, detail, request.path)
    return JsonResponse(told, status=404, content_type=MEDIA_TYPE)

"""What the log says, in which form, and what it leaves out."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from logging import LogRecord
from typing import Any

from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import IntegrityError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django_scopes.exceptions import ScopeError

from config import environment

REQUEST_ID = "X-Request-Id"
_LONGEST_ID = 64
_answered = logging.getLogger("plumbline.requests")
_CODE = re.compile(
    r"(/(?:shared|invitation|verify|account/password/reset/key|account/confirm-email)/)[^/\s?]+"
)
_ABOUT_THE_PROGRAM = (
    *(AttributeError, ImportError, NameError, TypeError, RecursionError, MemoryError),
    *(ImproperlyConfigured, FieldError, ScopeError),
    *(OperationalError, ProgrammingError, IntegrityError),
)
"""Errors whose first line names parts of the program or of the database. What any other error says
may quote what somebody typed: a name, a score, an address."""
_LEFT_OUT = "(what it said is left out: it may quote data)"
_request: ContextVar[str] = ContextVar("request", default="-")
"""The id of the request that this thread answers now; "-" in a job or a command."""


def one_line_for_refusals(record: LogRecord) -> bool:
    """Keep every entry, but no traceback of a request that was refused: nothing is broken."""
    if 400 <= getattr(record, "status_code", 500) < 500:
        record.exc_info = None
        record.exc_text = None
    return True


def with_request(record: LogRecord) -> bool:
    """Keep every entry, and let it name the request it belongs to."""
    record.request_id = _request.get()
    return True


def without_codes(record: LogRecord) -> bool:
    """Keep every entry, but not the code of an address that opens something to whoever has it."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            _CODE.sub(r"\1…", told) if isinstance(told, str) else told for told in record.args
        )
    return True


def trace(error: BaseException) -> str:
    """Where it happened, and before it what it came from; what errors said only where it is safe.

    Source lines are the program's own and hold no values.
    """
    return "\n\nThen:\n\n".join(_one(link) for link in reversed([*_chain(error)]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    where = "".join(traceback.format_tb(error.__traceback__))
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"Traceback (most recent call last):\n{where}{name}: {_said(error)}"


def _said(error: BaseException) -> str:
    if isinstance(error, _ABOUT_THE_PROGRAM):
        return str(error).partition("\n")[0]
    if isinstance(error, OSError):
        code = getattr(error, "smtp_code", error.errno)
        return f"[{code}] {error.strerror or _LEFT_OUT}"
    return _LEFT_OUT


class WithoutData(logging.Formatter):
    """Lines for people. A fault is told by where it happened, not by what it quoted."""

    def format(self, record: LogRecord) -> str:
        record.exc_text = None  # another handler may have told more
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is logging's
        return trace(ei[1]) if ei[1] is not None else ""


class AsJson(WithoutData):
    """One JSON object a line, for whoever collects logs. It takes no field but these."""

    def format(self, record: LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            told["status"] = status
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _told(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """One line for a request that was answered: the route's name, never the address."""
    match = request.resolver_match
    route = match.view_name if match else "-"
    milliseconds = round(seconds * 1000)
    _answered.info("%s %s %s %d ms", request.method, route, response.status_code, milliseconds)


def named_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id, the proxy's if it sent a plain one, and say it in the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.headers.get(REQUEST_ID, "")
        is_plain = 0 < len(told) <= _LONGEST_ID and told.isascii() and told.isalnum()
        name = told if is_plain else secrets.token_hex(8)
        token = _request.set(name)
        began = time.perf_counter()
        try:
            response = get_response(request)
            _told(request, response, time.perf_counter() - began)
        finally:
            _request.reset(token)
        response.headers[REQUEST_ID] = name
        return response

    return middleware


def settings(level: str, form: str, *, requests: bool = False) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, as lines for people or as JSON.

    With `requests` each request that was answered has a line.
    """
    callback = "django.utils.log.CallbackFilter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": WithoutData,
                "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s",
            },
            "json": {"()": AsJson},
        },
        "filters": {
            "refusals": {"()": callback, "callback": one_line_for_refusals},
            "request": {"()": callback, "callback": with_request},
            "codes": {"()": callback, "callback": without_codes},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if form == "json" else "line",
                "filters": ["refusals", "request", "codes"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            # Queries are told with their values, at a level that is for developers.
            "django.db.backends": {"level": "INFO"},
            "plumbline.requests": {"level": "INFO" if requests else "WARNING"},
        },
    }


def from_environment() -> dict[str, Any]:
    """As LOG_LEVEL, LOG_FORM and LOG_REQUESTS say."""
    level, form = os.environ.get("LOG_LEVEL", "INFO").upper(), os.environ.get("LOG_FORM", "")
    return settings(level, form, requests=environment.switch("LOG_REQUESTS"))

"""What the log says, in which form, and what it leaves out."""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from logging import LogRecord
from typing import Any

from django.http import HttpRequest, HttpResponse

REQUEST_ID = "X-Request-Id"
_LONGEST_ID = 64
_CODE = re.compile(r"(/(?:shared|invitation)/)[^/\s?]+")
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


class AsJson(logging.Formatter):
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


def named_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id, the proxy's if it sent a plain one, and say it in the answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.headers.get(REQUEST_ID, "")
        is_plain = 0 < len(told) <= _LONGEST_ID and told.isascii() and told.isalnum()
        name = told if is_plain else secrets.token_hex(8)
        token = _request.set(name)
        try:
            response = get_response(request)
        finally:
            _request.reset(token)
        response.headers[REQUEST_ID] = name
        return response

    return middleware


def settings(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, as lines for people or as JSON."""
    callback = "django.utils.log.CallbackFilter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s]: %(message)s"},
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
        },
    }

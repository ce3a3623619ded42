"""JSON as programs send it, read strictly: once, within bounds, and nothing that is not JSON."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import IO, Any, Never

from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from reliability.api.problems import Problem

LARGEST = 1_000_000
"""Bytes, unless a view allows more."""
DEEPEST = 30
LONGEST_NUMBER = 18
"""Digits: what every database and every program can hold."""


@dataclass(frozen=True)
class Sent:
    """The body of a request: its bytes, and what they say."""

    raw: bytes
    value: Any


class StrictJson(BaseParser):
    """`application/json` in UTF-8."""

    media_type = "application/json"

    def parse(  # type: ignore[override]
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Any = None,
    ) -> Sent:
        view = (parser_context or {}).get("view")
        most = getattr(view, "largest", LARGEST)
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise Problem(
                413, _("Expected at most %(most)s bytes. Send less at once.") % {"most": most}
            )
        return Sent(raw, read(raw))


def read(raw: bytes) -> Any:
    """What the bytes say. Raises a problem of status 400."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_finite,
        )
    except UnicodeDecodeError:
        raise Problem(400, _("Found a byte that is not UTF-8. Send JSON in UTF-8.")) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        told = _("Line %(line)s, column %(column)s: this is not JSON.") % place
        raise Problem(400, told) from None
    except RecursionError:
        raise Problem(400, _too_deep()) from None
    _check(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, _("An object has the same field twice. Send each field once."))
    return found


def _no_number(word: str) -> Never:
    raise Problem(400, _("NaN and Infinity are not JSON. Leave out what is not known."))


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > LONGEST_NUMBER:
        raise Problem(400, _too_long())
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Problem(400, _too_long())
    return number


def _check(value: Any) -> None:
    """Nothing nested too deeply, and no text that a database cannot hold."""
    level = [value]
    for _depth in range(DEEPEST):
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner += one.values()
                inner += one.keys()
            elif isinstance(one, list):
                inner += one
            elif isinstance(one, str):
                _check_text(one)
        if not inner:
            return
        level = inner
    raise Problem(400, _too_deep())


def _check_text(text: str) -> None:
    if "\0" in text or (not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)):
        raise Problem(400, _("A text has a character that stands for nothing. Take it out."))


def _too_deep() -> str:
    return _("The JSON is nested too deeply. Expected at most 30 levels.")


def _too_long() -> str:
    return _("A number is too long. Expected at most 18 digits.")

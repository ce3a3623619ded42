"""Idempotency keys: what is sent again under the same key is done once, and answered the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.response import Response

from agencies.models import ApiToken
from agencies.models.api import SentOnce
from reliability.api.problems import Problem

if TYPE_CHECKING:
    from reliability.api.views.base import ApiView

HEADER = "Idempotency-Key"
KEY = r"^[A-Za-z0-9_.:-]{1,100}$"
KEPT = timedelta(days=1)
LOST_AFTER = timedelta(minutes=10)
"""A request that began so long ago and has no answer was cut off: it may be sent again."""
WAIT_SECONDS = 5


def once(view: ApiView, write: Callable[[], Response]) -> Response:
    """Do a write; with a key, once for a token within a day.

    The same key with another request: 422. While the first is worked on: 409. A write that is
    refused is not kept, so that it can be mended and sent again.
    """
    key = view.request.headers.get(HEADER)
    if key is None:
        return write()
    token = view.caller.token if view.caller else None
    if token is None:
        raise Problem(400, _("An idempotency key belongs to a token. Send it with one."))
    if not re.fullmatch(KEY, key):
        raise Problem(
            400, _("An idempotency key has up to 100 letters, digits, hyphens, dots and the like.")
        )
    asked = _hash_of(view)
    row = _begin(token, key, asked)
    if row is None:
        return _again(token, key, asked)
    try:
        with transaction.atomic():  # what was done and its answer are kept together, or neither
            answer = write()
            location = {name: answer[name] for name in ("Location",) if answer.has_header(name)}
            row.status, row.body = answer.status_code, {"body": answer.data, "headers": location}
            row.save(update_fields=["status", "body"])
    except BaseException:
        SentOnce.objects.filter(pk=row.pk).delete()
        raise
    return answer


def _hash_of(view: ApiView) -> str:
    told = hashlib.sha256(f"{view.request.method} {view.request.path}\n".encode())
    told.update(view.sent().raw)
    return told.hexdigest()


def _begin(token: ApiToken, key: str, asked: str) -> SentOnce | None:
    """The row of a request that is new; None where the key is taken."""
    old = SentOnce.objects.filter(token=token, key=key, at__lt=now() - KEPT)
    cut_off = SentOnce.objects.filter(token=token, key=key, status=0, at__lt=now() - LOST_AFTER)
    (old | cut_off).delete()
    try:
        with transaction.atomic():
            return SentOnce.objects.create(
                agency=token.agency, token=token, key=key, request_hash=asked
            )
    except IntegrityError:
        return None


def _again(token: ApiToken, key: str, asked: str) -> Response:
    row = SentOnce.objects.filter(token=token, key=key).first()
    if row is not None and row.request_hash != asked:
        raise Problem(422, _("This idempotency key came with another request. Take a new one."))
    if row is None or row.status == 0:
        raise Problem(
            409,
            _("The same request is being worked on. Ask again in some seconds."),
            headers={"Retry-After": str(WAIT_SECONDS)},
        )
    headers = {**row.body["headers"], "Idempotency-Replayed": "true"}
    return Response(row.body["body"], row.status, headers=headers)

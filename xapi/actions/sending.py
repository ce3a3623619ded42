"""Writes: what became of each statement, and bringing it to the store until it is there."""

import base64
import http.client
import json
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.webhook_sending import AddressRefusedError, ask, target_of
from xapi.models import Statement
from xapi.wording import VERSION, wording

KEPT = timedelta(days=90)
THERE_ALREADY = 409


def send(pk: UUID, at: datetime) -> bool:
    """Try one statement that is due; True when it arrived. Two workers do not send it twice.

    The next try is on the books before this one begins. A store that gets one twice knows it by
    its number.
    """
    with scopes_disabled():
        due_now = Statement.objects.filter(pk=pk, next_try_at__lte=at, store__ended_at=None)
        statement = due_now.select_related("store").first()
        if statement is None or not statement.taken_from(Statement.objects.all(), at):
            return False
        answer = _sent(statement)
        arrived = answer.isdecimal() and (200 <= int(answer) < 300 or int(answer) == THERE_ALREADY)
        told = Statement.objects.filter(pk=pk)
        if arrived:
            told.update(answer=answer, delivered_at=now(), next_try_at=None)
        else:
            told.update(answer=answer)
    return arrived


def due(at: datetime, most: int) -> list[UUID]:
    """The statements to send now, those first that wait longest."""
    with scopes_disabled():
        waiting = Statement.objects.filter(next_try_at__lte=at, store__ended_at=None)
        return list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most])


def forget_old(at: datetime) -> int:
    """Delete statements of which nothing more will come, after three months."""
    with scopes_disabled():
        old = Statement.objects.filter(next_try_at=None, made_at__lt=at - KEPT)
        return int(old.delete()[0])


def _sent(statement: Statement) -> str:
    """What came back: a status, or a word for why none did."""
    store = statement.store
    secret = base64.b64encode(f"{store.key}:{store.secret}".encode()).decode()
    headers = {
        "Authorization": f"Basic {secret}",
        "Content-Type": "application/json",
        "User-Agent": "Plumbline-xAPI/1",
        "X-Experience-API-Version": VERSION,
    }
    body = json.dumps(wording(statement), ensure_ascii=False, sort_keys=True).encode()
    place = urlencode({"statementId": str(statement.pk)})
    try:
        local = settings.WEBHOOKS_MAY_BE_LOCAL
        target = target_of(f"{store.endpoint}/statements?{place}", may_be_local=local)
        return str(ask(target, "PUT", body, headers).status)
    except AddressRefusedError:
        return "not public"
    except TimeoutError:
        return "time-out"
    except (OSError, http.client.HTTPException):
        return "no answer"

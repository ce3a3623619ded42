"""Writes: an agency's webhooks, and what became of each message to them."""

import http.client
import json
import secrets
import ssl
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.actions.auditing import record
from agencies.actions.telling import post
from agencies.models import Membership, User, Webhook, WebhookDelivery
from agencies.models.api import TEST_EVENT
from agencies.webhook_sending import AddressRefusedError, send, signature, target_of

PREFIX = "plwh_"
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440))
"""From each try to the next; after the eighth nobody tries any more."""
GONE = 410


@transaction.atomic
def add_webhook(*, url: str, events: Collection[str], by: Membership) -> tuple[Webhook, str]:
    """An address to tell, and the secret by which it knows that we did. Shown once."""
    secret = PREFIX + secrets.token_urlsafe(32)
    webhook = Webhook.objects.create(
        agency=by.agency, url=url, events=sorted(events), secret=secret, made_by=by
    )
    detail = {"events": webhook.events}
    record(agency=by.agency, actor=by.user, verb="add_webhook", obj=webhook, detail=detail)
    return webhook, secret


@transaction.atomic
def end_webhook(*, webhook: Webhook, by: User | None, reason: str = "") -> Webhook:
    """It is told nothing any more, and what waits is not sent; safe to repeat."""
    locked = Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)
    if locked.ended_at is not None:
        return locked
    locked.ended_at = now()
    locked.save(update_fields=["ended_at"])
    WebhookDelivery.objects.filter(webhook=locked, delivered_at=None).update(next_try_at=None)
    detail = {"reason": reason}
    record(agency=locked.agency, actor=by, verb="end_webhook", obj=locked, detail=detail)
    return locked


@transaction.atomic
def send_test(*, webhook: Webhook, by: User) -> None:
    """A message without content, to see whether it arrives."""
    post(webhook=webhook, event=TEST_EVENT, key=f"test-{secrets.token_hex(8)}", body={})
    record(agency=webhook.agency, actor=by, verb="test_webhook", obj=webhook)


@transaction.atomic
def send_again(*, message: WebhookDelivery, by: User) -> None:
    """Try at once what did not arrive; whoever has it already knows it by its key."""
    from agencies.webhook_tasks import deliver  # the job names actions of this module

    waiting = WebhookDelivery.objects.filter(pk=message.pk, delivered_at=None)
    if waiting.filter(webhook__ended_at=None).exists():
        waiting.update(next_try_at=now())
        record(agency=message.agency, actor=by, verb="send_again", obj=message)
        transaction.on_commit(partial(deliver.enqueue, message.pk), robust=True)


def deliver(pk: int, at: datetime) -> bool:
    """Try one message that is due; True when it arrived. Two workers do not send it twice.

    The next try is on the books before this one begins: a worker that dies loses nothing.
    """
    with scopes_disabled():
        message = WebhookDelivery.objects.select_related("webhook__agency").filter(pk=pk).first()
        if message is None or not _taken(message, at):
            return False
        answer = _sent(message, at)
        arrived = answer.isdecimal() and 200 <= int(answer) < 300
        told = WebhookDelivery.objects.filter(pk=pk)
        if arrived:
            told.update(answer=answer, delivered_at=now(), next_try_at=None)
        else:
            told.update(answer=answer)
        if answer == str(GONE):
            end_webhook(webhook=message.webhook, by=None, reason="answered 410")
    return arrived


def due(at: datetime, most: int) -> list[int]:
    """The messages to try now, those first that wait longest."""
    with scopes_disabled():
        waiting = WebhookDelivery.objects.filter(
            delivered_at=None, next_try_at__lte=at, webhook__ended_at=None
        )
        return list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most])


def old_messages(at: datetime) -> QuerySet[WebhookDelivery]:
    """Messages of which nothing more will come, past the days that they are kept; 0: for good."""
    days = settings.DAYS_KEPT["messages"]
    over = WebhookDelivery.objects.filter(next_try_at=None, made_at__lt=at - timedelta(days=days))
    return over if days else over.none()


def forget_old(at: datetime) -> int:
    """Delete messages of which nothing more will come."""
    with scopes_disabled():
        return old_messages(at).delete()[0]


def content_of(message: WebhookDelivery) -> bytes:
    """The very bytes that are signed and sent: the same at every try."""
    told = {
        "id": message.key,
        "event": message.event,
        "made_at": message.made_at.isoformat(timespec="seconds"),
        "agency": message.webhook.agency.slug,
        "data": message.body,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _taken(message: WebhookDelivery, at: datetime) -> bool:
    """Whether this try is ours: it is due, and nobody else began it."""
    if message.delivered_at or message.webhook.ended_at or message.next_try_at is None:
        return False
    if message.next_try_at > at:
        return False
    tried = message.tries
    later = at + WAITS[tried] if tried < len(WAITS) else None
    same = WebhookDelivery.objects.filter(
        pk=message.pk, tries=tried, next_try_at=message.next_try_at, delivered_at=None
    )
    return bool(same.update(tries=tried + 1, next_try_at=later))


def _sent(message: WebhookDelivery, at: datetime) -> str:
    """What came back: a status, or a word for why none did. Never what the other side wrote."""
    body = content_of(message)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Plumbline-Webhook/1",
        "Plumbline-Event": message.event,
        "Plumbline-Delivery": message.key,
        "Plumbline-Signature": signature(message.webhook.secret, body, int(at.timestamp())),
    }
    try:
        local = settings.WEBHOOKS_MAY_BE_LOCAL
        return str(send(target_of(message.webhook.url, may_be_local=local), body, headers))
    except AddressRefusedError:
        return "not public"
    except ssl.SSLError:
        return "certificate"
    except TimeoutError:
        return "time-out"
    except (OSError, http.client.HTTPException):
        return "no answer"

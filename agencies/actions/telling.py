"""Writes: an agency's own addresses are told what happened, once each."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import connection, transaction
from django_scopes import scope

from agencies.models import Agency, Webhook, WebhookDelivery
from agencies.models.api import Event

TOLD = frozenset(
    {"decision", "exam", "alert", "study", "report", "edition", "tool", "outcome", "basis"}
    | {"kind", "revision", "link", "links"}
)
"""All that a message may hold: numbers that lead to a page or an answer, never a name or a score.

Whoever keeps the other end may read it; what it leads to is opened by sign-in or token only.
"""


def tell(*, agency: Agency, event: str, key: str, body: Mapping[str, Any]) -> int:
    """Write down a message for every address that wants to know; how many are new.

    In the caller's own transaction: what is rolled back is not told. `key` names the occurrence
    ("decision-17"): the same one is told once, however often the job that tells runs.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            f"{key!r} was to be told outside a transaction. "
            "Call tell() inside the atomic block of the write that it tells of."
        )
    if event not in Event.values or not set(body) <= TOLD:
        raise ValueError(
            f"{event!r} with {sorted(body)}: expected one of {Event.values} with {TOLD}"
        )
    with scope(agency=agency):
        hooks = Webhook.objects.filter(agency=agency, ended_at=None)
        return sum(
            post(webhook=hook, event=event, key=key, body=body)
            for hook in hooks
            if event in hook.events
        )


def post(*, webhook: Webhook, event: str, key: str, body: Mapping[str, Any]) -> bool:
    """One message to one address; whether it is new. It is sent when the transaction is done."""
    from agencies.webhook_tasks import deliver  # the job names actions of this app

    message, is_new = WebhookDelivery.objects.get_or_create(
        webhook=webhook,
        key=key,
        defaults={"agency_id": webhook.agency_id, "event": event, "body": dict(body)},
    )
    if is_new:
        # Should this fail, the schedule finds the message all the same.
        transaction.on_commit(partial(deliver.enqueue, message.pk), robust=True)
    return is_new

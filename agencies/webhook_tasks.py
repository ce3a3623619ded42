"""Jobs that carry messages to webhooks."""

import time

from django.utils.timezone import now

from agencies.actions import webhooks
from config.compat import task

MOST_AT_ONCE = 100
LONGEST_RUN = 45.0
"""Seconds: slow addresses shall not hold the worker until the next beat."""


@task
def deliver(pk: int) -> bool:
    """Try one message; safe to repeat."""
    return webhooks.deliver(pk, now())


@task
def deliver_due() -> int:
    """Try what has waited long enough since the last try; how many arrived. Safe to repeat."""
    end = time.monotonic() + LONGEST_RUN
    arrived = 0
    for pk in webhooks.due(now(), MOST_AT_ONCE):
        if time.monotonic() > end:
            break
        arrived += webhooks.deliver(pk, now())
    return arrived


@task
def forget_old_messages() -> int:
    """Delete messages that are over and past their days."""
    return webhooks.forget_old(now())

"""Jobs that bring statements to record stores."""

import time
from uuid import UUID

from django.utils.timezone import now

from config.compat import task
from xapi.actions import sending

MOST_AT_ONCE = 100
LONGEST_RUN = 45.0
"""Seconds: a slow store shall not hold the worker until the next beat."""


@task
def send_statement(pk: str) -> bool:
    """Try one statement; safe to repeat."""
    return sending.send(UUID(pk), now())


@task
def send_due() -> int:
    """Try what has waited long enough since the last try; how many arrived. Safe to repeat."""
    end = time.monotonic() + LONGEST_RUN
    arrived = 0
    for pk in sending.due(now(), MOST_AT_ONCE):
        if time.monotonic() > end:
            break
        arrived += sending.send(pk, now())
    return arrived


@task
def forget_old() -> int:
    """Delete statements that are over, after three months."""
    return sending.forget_old(now())

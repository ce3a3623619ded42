"""Jobs that bring grades to learning platforms, and delete old launches."""

import time

from django.utils.timezone import now

from agencies.models import User
from config.compat import task
from lti.actions import grading, launches

MOST_AT_ONCE = 100
LONGEST_RUN = 45.0
"""Seconds: slow platforms shall not hold the worker until the next beat."""


@task
def refresh_places(user: int) -> int:
    """Look anew at every place of one person; how many changed. Safe to repeat."""
    return grading.refresh_places(user=User.objects.get(pk=user), at=now())


@task
def refresh_all() -> int:
    """Look anew at every place of everybody. Safe to repeat."""
    return grading.refresh_all(now())


@task
def send_grade(pk: int) -> bool:
    """Try one grade; safe to repeat."""
    return grading.send(pk, now())


@task
def send_due() -> int:
    """Try what has waited long enough since the last try; how many arrived. Safe to repeat."""
    end = time.monotonic() + LONGEST_RUN
    arrived = 0
    for pk in grading.due(now(), MOST_AT_ONCE):
        if time.monotonic() > end:
            break
        arrived += grading.send(pk, now())
    return arrived


@task
def forget_old_launches() -> int:
    """Delete launches of before yesterday."""
    return launches.forget_old(now())

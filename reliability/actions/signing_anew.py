"""Writes: badges whose key is not published any more are signed with the present one."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import localdate

from agencies.actions import record
from reliability.actions.telling import SIGNED_ANEW
from reliability.credentials import keys
from reliability.credentials.badge import signed_badge
from reliability.credentials.verifying import BadgeRefusedError, check_signature
from reliability.models import Credential
from reliability.tasks import tell_holder


def sign_anew() -> int:
    """Sign every such badge of a certificate that still runs; returns how many. Safe to repeat.

    A badge keeps its identifier and its dates. Its holder is told to download it again.
    """
    published = keys.key_set()
    running = Credential.objects.filter(revoked_at=None, valid_until__gte=localdate())
    wanted = [one for one in running.iterator() if not _verifies(one.badge, published)]
    for credential in wanted:
        _sign(credential)
    return len(wanted)


def _verifies(badge: str, published: dict[str, object]) -> bool:
    try:
        check_signature(badge, published)
    except BadgeRefusedError:
        return False
    return True


@transaction.atomic
def _sign(credential: Credential) -> None:
    credential.badge = signed_badge(credential)
    credential.save(update_fields=["badge"])
    record(agency=credential.agency, actor=None, verb="badge_signed_anew", obj=credential)
    tell_holder.enqueue(credential.pk, SIGNED_ANEW)

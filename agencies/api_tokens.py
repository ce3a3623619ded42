"""Whose token a secret is. Making and ending them is in agencies.actions.tokens."""

from __future__ import annotations

import hmac
from datetime import datetime

from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.actions.tokens import PREFIX, hash_of
from agencies.models import ApiToken

SECRET_LENGTH = 43
"""Characters after the prefix: 32 random bytes in URL-safe base 64."""


def find(secret: str, at: datetime | None = None) -> ApiToken | None:
    """The token that this secret opens now; None for one that is unknown, over or ended.

    It ends with its member's role, and with the member's account.
    """
    if not secret.startswith(PREFIX) or len(secret) != len(PREFIX) + SECRET_LENGTH:
        return None
    wanted = hash_of(secret)
    with scopes_disabled():
        token = (
            ApiToken.objects.filter(secret_hash=wanted)
            .select_related("membership__user", "membership__agency", "agency")
            .first()
        )
    if token is None or not hmac.compare_digest(token.secret_hash, wanted):
        return None
    return token if is_open(token, at or now()) else None


def is_open(token: ApiToken, at: datetime) -> bool:
    """Whether the token, and the role it stands for, hold at this moment."""
    member = token.membership
    return (
        token.ended_at is None
        and at < token.expires_at
        and member.ended_at is None
        and member.user.is_active
        and member.agency_id == token.agency_id
    )


def note_use(token: ApiToken) -> None:
    """Keep the day on which the token was last used: one write a day."""
    today = localdate()
    if token.last_used_on != today:
        with scopes_disabled():
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)

"""What a token may open, and whose token a secret is. Making and ending them is an action."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from agencies.models import ApiToken

PREFIX = "pl_"
SECRET_LENGTH = 43
"""Characters after the prefix: 32 random bytes in URL-safe base 64."""

SCOPES = {
    "tools:read": _("Read the tools and their coding rules"),
    "score": _("Score and explain cases; nothing is stored"),
    "vignettes:read": _("Read the cases of the library"),
    "codings:read": _("Read codings"),
    "certificates:read": _("Read certificates"),
    "studies:read": _("Read studies and their reports"),
    "studies:write": _("Send codings as a study"),
    "monitoring:read": _("Read decisions, alerts and webhooks"),
}
"""Each scope with what it opens, within what the member's own role opens."""


def new_secret() -> str:
    """A secret that nobody can guess; shown once, never stored."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored of a secret. It is random, so a plain hash cannot be tried out."""
    return hashlib.sha256(secret.encode()).hexdigest()


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

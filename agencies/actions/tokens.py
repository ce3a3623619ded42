"""Writes: the tokens by which programs act for a member."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware, now
from django_scopes import scope

from agencies.actions.auditing import record
from agencies.models import ApiToken, Membership, Role, User
from agencies.models.api import Scope

PREFIX = "pl_"
LONGEST = timedelta(days=365)
_SHOWN = 9
_GROUP = (Role.COORDINATOR, Role.ANALYST, Role.AGENCY_ADMIN)
_OF_THE_GROUP = {Scope.MONITORING, Scope.STUDIES_READ, Scope.STUDIES_WRITE}


class TokenRefusedError(Exception):
    """The token would reach further than its holder, or last too long. A programmer's mistake."""


def hash_of(secret: str) -> str:
    """What is stored of a secret: it has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def scopes_for(role: str) -> tuple[Scope, ...]:
    """The scopes that open anything to this role."""
    return tuple(scope for scope in Scope if role in _GROUP or scope not in _OF_THE_GROUP)


@transaction.atomic
def make_token(
    *, membership: Membership, name: str, scopes: Collection[str], until: date
) -> tuple[ApiToken, str]:
    """A token for one's own role, good through this day; the secret is not stored anywhere."""
    if not set(scopes) <= set(scopes_for(membership.role)) or not scopes:
        raise TokenRefusedError(f"{sorted(scopes)} is not for the role {membership.role!r}")
    if not localdate() <= until <= localdate() + LONGEST:
        raise TokenRefusedError(f"{until} is past, or more than a year away")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        agency=membership.agency,
        membership=membership,
        name=name,
        start=secret[:_SHOWN],
        secret_hash=hash_of(secret),
        scopes=sorted(scopes),
        expires_at=make_aware(datetime.combine(until + timedelta(days=1), time.min)),
    )
    detail = {"start": token.start, "scopes": token.scopes, "until": until.isoformat()}
    record(
        agency=membership.agency, actor=membership.user, verb="make_token", obj=token, detail=detail
    )
    return token, secret


@transaction.atomic
def end_token(*, token: ApiToken, by: User, at: datetime | None = None) -> ApiToken:
    """The secret opens nothing any more; safe to repeat."""
    locked = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if locked.ended_at is None:
        locked.ended_at = at or now()
        locked.save(update_fields=["ended_at"])
        detail = {"start": locked.start}
        record(agency=locked.agency, actor=by, verb="end_token", obj=locked, detail=detail)
    return locked


def end_tokens_of(*, membership: Membership, by: User, at: datetime) -> int:
    """Whoever leaves a role takes no key along; in the caller's own transaction."""
    with scope(agency=membership.agency):
        live = list(ApiToken.objects.filter(membership=membership, ended_at=None))
        for token in live:
            end_token(token=token, by=by, at=at)
    return len(live)

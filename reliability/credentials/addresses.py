"""Where a certificate is verified: whole addresses, as they stand on paper and in badges."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse

from reliability.models import Credential

_CREDENTIALS = UUID("7b0c0f3e-6f0b-5a2e-9c55-0d1f5a7f2c11")


def whole(path: str) -> str:
    """An address that works from outside."""
    return f"{settings.BASE_URL}{path}"


def verification_url(credential: Credential) -> str:
    """The public page of one certificate."""
    return whole(reverse("verify:certificate", args=[credential.code]))


def issuer_url(agency_pk: int) -> str:
    """What names the agency as issuer of badges."""
    return whole(reverse("verify:issuer", args=[agency_pk]))


def status_list_url(agency_pk: int) -> str:
    """The signed list that says which badges of an agency are revoked."""
    return whole(reverse("verify:status_list", args=[agency_pk]))


def keys_url() -> str:
    """The public keys of this installation."""
    return whole(reverse("verify:keys"))


def achievement_url(tool: str) -> str:
    """What names the achievement: agreement on one tool."""
    return whole(reverse("verify:achievement", args=[tool]))


def credential_urn(credential: Credential) -> str:
    """Names the badge without leading to its page: it may stand in public lists."""
    return f"urn:uuid:{uuid5(_CREDENTIALS, credential.code)}"


def holder_urn(credential: Credential) -> str:
    """Names the holder within this badge only, so that two badges cannot be joined by it."""
    return f"urn:uuid:{uuid5(_CREDENTIALS, f'{credential.code} holder')}"

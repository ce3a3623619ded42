"""The signed list that tells which badges of an agency are revoked, one bit each.

Source: W3C, Bitstring Status List v1.0: at least 131,072 bits, first bit leftmost, GZIP, base64url.
"""

from __future__ import annotations

import base64
import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

from reliability.credentials import addresses, badge
from reliability.models import Credential

LEAST_BITS = 131_072
HOLDS = timedelta(days=1)
"""A copy older than this is not to be trusted: it might hide a later revocation."""


def signed_list(agency_pk: int, at: datetime) -> str:
    """The list as a signed token, as of now."""
    return badge.sign(claims(agency_pk, at))


def claims(agency_pk: int, at: datetime) -> dict[str, Any]:
    """What the list says, with the registered claims beside it."""
    place, issuer = addresses.status_list_url(agency_pk), addresses.issuer_url(agency_pk)
    begins, ends = at.astimezone(UTC).replace(microsecond=0), (at + HOLDS).astimezone(UTC)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": place,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": badge.moment(begins),
        "validUntil": badge.moment(ends),
        "credentialSubject": {
            "id": f"{place}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(_revoked(agency_pk)),
        },
        "iss": issuer,
        "jti": place,
        "sub": f"{place}#list",
        "nbf": int(begins.timestamp()),
        "exp": int(ends.timestamp()),
    }


def encoded(places: list[int]) -> str:
    """Ones at these places, zeros elsewhere. The same places give the same text."""
    n_bits = LEAST_BITS
    while n_bits <= max(places, default=0):
        n_bits *= 2
    bits = bytearray(n_bits // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def _revoked(agency_pk: int) -> list[int]:
    revoked = Credential.objects.filter(agency_id=agency_pk, revoked_at__isnull=False)
    return list(revoked.order_by("pk").values_list("pk", flat=True))

"""A certificate as an Open Badge 3.0: a verifiable credential in a signed token (VC-JWT, ES256).

The token holds everything, so that whoever has the public keys verifies it without this
installation. Source: 1EdTech, Open Badges Specification 3.0, section 8.2 (JSON Web Token proof).
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from joserfc import jws
from joserfc.jwk import ECKey

from reliability.credentials import addresses, keys
from reliability.credentials.achievement import achievement
from reliability.models import Credential

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def signed_badge(credential: Credential) -> str:
    """The badge of a stored certificate as a compact token."""
    return sign(claims(credential))


def sign(told: dict[str, Any]) -> str:
    """Any claims as a compact token, signed with the newest key."""
    key = keys.signing_key()
    header = {"alg": keys.ALGORITHM, "typ": "JWT", "kid": _kid(key)}
    return jws.serialize_compact(header, json.dumps(told, ensure_ascii=False), key)


def claims(credential: Credential) -> dict[str, Any]:
    """The credential with the registered claims beside it, as the specification asks."""
    issuer = _issuer(credential)
    subject = _subject(credential)
    begins, ends = credential.issued_at, end_of(credential.valid_until)
    return {
        "@context": list(CONTEXT),
        "id": addresses.credential_urn(credential),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": subject["achievement"]["name"],
        "issuer": issuer,
        "validFrom": moment(begins),
        "validUntil": moment(ends),
        "credentialSubject": subject,
        "credentialStatus": _status_entry(credential),
        "iss": issuer["id"],
        "jti": addresses.credential_urn(credential),
        "sub": subject["id"],
        "nbf": int(begins.timestamp()),
        "exp": int(ends.timestamp()),
    }


def end_of(day: date) -> datetime:
    """The last second of a day where the installation is."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(settings.TIME_ZONE))


def _kid(key: ECKey) -> str:
    """An address that leads to the key, as the specification asks of `kid`."""
    return f"{addresses.keys_url()}#{key.thumbprint()}"


def _issuer(credential: Credential) -> dict[str, Any]:
    return {
        "id": addresses.issuer_url(credential.agency_id),
        "type": ["Profile"],
        "name": credential.agency.name,
    }


def _subject(credential: Credential) -> dict[str, Any]:
    return {
        "id": addresses.holder_urn(credential),
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityHash": credential.holder_name,
                "identityType": "name",
                "hashed": False,
            }
        ],
        "achievement": achievement(
            credential.tool,
            credential.tool_version,
            credential.language,
            is_demonstration=credential.is_demonstration,
        ),
    }


def _status_entry(credential: Credential) -> dict[str, Any]:
    place = addresses.status_list_url(credential.agency_id)
    return {
        "id": f"{place}#{credential.pk}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(credential.pk),
        "statusListCredential": place,
    }


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

"""Whether a badge is what it says, from the token and the public keys alone.

Source: 1EdTech, Open Badges Specification 3.0, section 8.2.5 (verifying a JSON Web Token proof).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from reliability.credentials import keys

LEEWAY = timedelta(minutes=1)


class BadgeRefusedError(Exception):
    """A token does not verify. The message is a sentence."""


@dataclass(frozen=True)
class BadgeTold:
    """What a verified badge says."""

    holder_name: str
    achievement: str
    tool_version: str
    language: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    key_id: str


def verified(token: str, key_set: dict[str, Any], at: datetime) -> BadgeTold:
    """What the badge says, if one of these public keys signed it and it is in its time.

    Needs no database and no network, so it says nothing of revocation. Raises BadgeRefusedError.
    """
    kid, payload = _signed_payload(token, key_set)
    told = _read(payload, kid)
    if at + LEEWAY < told.valid_from:
        raise BadgeRefusedError(f"The badge is valid from {localdate(told.valid_from)} only.")
    if at - LEEWAY > told.valid_until:
        raise BadgeRefusedError(f"The badge expired on {localdate(told.valid_until)}.")
    return told


def check_signature(token: str, key_set: dict[str, Any]) -> None:
    """Whether one of these public keys signed the badge, at whatever time it is valid.

    Raises BadgeRefusedError.
    """
    _signed_payload(token, key_set)


def _signed_payload(token: str, key_set: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    try:
        header = jws.extract_compact(token.strip().encode()).headers()
        kid = str(header.get("kid", "")).rpartition("#")[2]
        known = {keys.key_id(told): told for told in key_set["keys"]}
        if kid not in known:
            raise BadgeRefusedError(
                f"The badge names the key {kid or '(none)'!r}, which is not among the "
                f"{len(known)} public keys given. Fetch the issuer's keys anew, or do not trust it."
            )
        read = jws.deserialize_compact(
            token.strip(), ECKey.import_key(known[kid]), algorithms=[keys.ALGORITHM]
        )
        payload: dict[str, Any] = json.loads(read.payload)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadgeRefusedError(
            "The signature does not fit: this is no badge, it was changed after it was signed, or "
            "the keys are another issuer's. Do not trust it."
        ) from error
    return kid, payload


def _read(payload: dict[str, Any], kid: str) -> BadgeTold:
    try:
        subject, issuer = payload["credentialSubject"], payload["issuer"]
        if payload["iss"] != issuer["id"] or payload["sub"] != subject["id"]:
            raise BadgeRefusedError("The badge names two issuers or two holders. Do not trust it.")
        return BadgeTold(
            holder_name=subject["identifier"][0]["identityHash"],
            achievement=subject["achievement"]["name"],
            tool_version=subject["achievement"]["version"],
            language=subject["achievement"]["inLanguage"],
            issuer=issuer["name"],
            valid_from=datetime.fromisoformat(payload["validFrom"]),
            valid_until=datetime.fromisoformat(payload["validUntil"]),
            key_id=kid,
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise BadgeRefusedError(
            f"The token is signed, but it is no Open Badge 3.0 of this product: it lacks {error}."
        ) from error

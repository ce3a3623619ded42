"""The public keys of a platform: asked for once in ten minutes, sooner where one is not known."""

import time
from typing import Any

import jwt
import requests
from django.core.cache import cache
from django.utils.translation import gettext as _
from lti_tool.models import LtiRegistration

from lti.transport import session

KEPT_SECONDS = 600
SOONEST_SECONDS = 30
"""A message with an unknown key asks anew, but not more often than this."""


class KeySetError(Exception):
    """The key is not to be had. The message is a sentence."""


def key_of(registration: LtiRegistration, kid: str) -> Any:
    """The public key of this name. Raises KeySetError, and PyJWTError for one that is none."""
    name = f"lti-keys-{registration.pk}-{registration.datetime_modified.timestamp()}"
    kept = cache.get(name)
    if kept is None or (_named(kept[1], kid) is None and time.time() - kept[0] > SOONEST_SECONDS):
        kept = (time.time(), _asked(registration.keyset_url))
        cache.set(name, kept, KEPT_SECONDS)
    found = _named(kept[1], kid)
    if not kid or found is None:
        raise KeySetError(
            _("The platform's message is signed with a key that the platform does not show.")
        )
    return jwt.PyJWK(found, algorithm="RS256").key


def _named(keys: list[dict[str, Any]], kid: str) -> dict[str, Any] | None:
    return next((key for key in keys if key.get("kid") == kid and key.get("kty") == "RSA"), None)


def _asked(url: str) -> list[dict[str, Any]]:
    try:
        response = session().get(url)
        response.raise_for_status()
        keys = response.json()["keys"]
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise KeySetError(
            _("The keys of the learning platform cannot be fetched now. Try again in a minute.")
        ) from error
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []

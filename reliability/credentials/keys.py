"""The keys that sign badges: one signs, those before it stay published so that old badges verify.

They are a set of JSON Web Keys (RFC 7517), newest first: in BADGE_KEYS, or in a private file that
is made at first use. A key that no longer signs keeps its public part only.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from agencies.whole_files import write_whole

CURVE = "P-256"
ALGORITHM = "ES256"
PRIVATE_PART = "d"


class BadKeysError(Exception):
    """The keys cannot be used. The message is a sentence."""


def signing_key() -> ECKey:
    """The newest key, with its private part. Makes the first one where there is none."""
    return ECKey.import_key(_stored()[0])


def public_keys() -> list[dict[str, Any]]:
    """Every key that ever signed, newest first, without private parts."""
    return [_published(told) for told in _stored()]


def key_set() -> dict[str, Any]:
    """What stands at the public address of the keys."""
    return {"keys": public_keys()}


def key_id(told: dict[str, Any]) -> str:
    """A key's name: its thumbprint (RFC 7638), so that nobody has to choose one."""
    return ECKey.import_key(told).thumbprint()


def new_set() -> dict[str, Any]:
    """A private set with one new key, for BADGE_KEYS."""
    return {"keys": [_new_key()]}


def rotate() -> str:
    """Sign with a new key from now on; returns its id. Raises BadKeysError."""
    if settings.BADGE_KEYS:
        raise BadKeysError(
            "The keys come from the environment (BADGE_KEYS), and this program cannot change it. "
            "Put a new key before the others there, and take the member 'd' out of those."
        )
    new = _new_key()
    _write(_file(), [new, *(_published(told) for told in _stored())], must_be_new=False)
    return key_id(new)


def withdraw(kid: str) -> None:
    """Publish this key no more: what it signed no longer verifies. Raises BadKeysError."""
    if settings.BADGE_KEYS:
        raise BadKeysError(
            "The keys come from the environment (BADGE_KEYS), and this program cannot change it. "
            "Take the key out of the set there."
        )
    signs, *published = _stored()
    if kid == key_id(signs):
        raise BadKeysError(f"The key {kid} is the one that signs. Rotate first: --rotate.")
    kept = [told for told in published if key_id(told) != kid]
    if len(kept) == len(published):
        known = ", ".join(key_id(told) for told in published) or "none"
        raise BadKeysError(f"There is no key {kid} to withdraw. Published besides: {known}.")
    _write(_file(), [signs, *kept], must_be_new=False)


def _stored() -> list[dict[str, Any]]:
    if settings.BADGE_KEYS:
        return _checked(settings.BADGE_KEYS, "BADGE_KEYS")
    file = _file()
    if not file.exists():
        _write(file, [_new_key()], must_be_new=True)
    return _checked(file.read_text(encoding="ascii"), str(file))


def _file() -> Path:
    return Path(settings.BADGE_KEYS_FILE)


def _new_key() -> dict[str, Any]:
    return dict(ECKey.generate_key(CURVE).as_dict(private=True))


def _published(told: dict[str, Any]) -> dict[str, Any]:
    public = {name: value for name, value in told.items() if name in {"kty", "crv", "x", "y"}}
    return public | {"kid": key_id(public), "use": "sig", "alg": ALGORITHM}


def _checked(text: str, where: str) -> list[dict[str, Any]]:
    try:
        keys: list[dict[str, Any]] = json.loads(text)["keys"]
        curves = {ECKey.import_key(told).curve_name for told in keys}
        signs = PRIVATE_PART in keys[0]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, JoseError) as error:
        raise BadKeysError(
            f"{where} holds no readable set of keys. Expected "
            '{"keys": [...]} with one or more EC keys, as manage.py badge_keys --new prints.'
        ) from error
    if curves != {CURVE} or not signs:
        raise BadKeysError(
            f"{where} holds keys of {', '.join(sorted(curves))}, the first "
            f"{'with' if signs else 'without'} its private part. Expected {CURVE} keys only, the "
            "first one with its private part."
        )
    return keys


def _write(file: Path, keys: list[dict[str, Any]], *, must_be_new: bool) -> None:
    write_whole(file, json.dumps({"keys": keys}, indent=1), must_be_new=must_be_new)

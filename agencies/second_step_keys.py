"""How the secrets of second steps lie in the database: encrypted, under a key that does not.

The key stands in SECOND_STEP_KEY or in a private file that is made at first use. Several may stand
there, separated by commas or lines: the first encrypts, each decrypts. So a key is changed by
putting a new one before it, and is taken out once `manage.py encrypt_second_steps` has run.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from agencies.whole_files import write_whole

MARK = "encrypted:"
"""Begins what is encrypted; what was stored by earlier versions begins otherwise."""
LEAST_LENGTH = 32


class LostKeyError(Exception):
    """No key that is here decrypts a secret, or there is none fit for use."""


def encrypt(text: str) -> str:
    """The text, encrypted and authenticated under the first key."""
    return MARK + _keys().encrypt(text.encode()).decode("ascii")


def decrypt(stored: str) -> str:
    """What was encrypted; a text of an earlier version as it is. Raises LostKeyError."""
    if not stored.startswith(MARK):
        return stored
    try:
        return _keys().decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise LostKeyError(
            "A secret of a second step was encrypted under a key that is not here. Put back the "
            "key from the backup of the keys (SECOND_STEP_KEY or SECOND_STEP_KEY_FILE), or delete "
            "the authenticators that cannot be used in the admin."
        ) from error


def _keys() -> MultiFernet:
    told = settings.SECOND_STEP_KEY or _from_file(Path(settings.SECOND_STEP_KEY_FILE))
    words = [word.strip() for line in told.splitlines() for word in line.split(",")]
    keys = [word for word in words if word]
    if not keys or min(map(len, keys)) < LEAST_LENGTH:
        raise LostKeyError(
            f"SECOND_STEP_KEY has a key of fewer than {LEAST_LENGTH} characters. Set it to at "
            "least as many random ones, or remove it to have a key made."
        )
    return MultiFernet([_fernet(key) for key in keys])


def _fernet(key: str) -> Fernet:
    """The key is random already: its hash only brings it to the length that Fernet takes."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def _from_file(file: Path) -> str:
    if not file.exists():
        write_whole(file, secrets.token_urlsafe(48), must_be_new=True)
    return file.read_text(encoding="utf-8").strip()

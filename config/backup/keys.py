"""The deployment's keys, in a file apart from the backup.

Who has both can sign badges and try out pseudonyms; so they are kept in two places.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from config.backup.archive import BackupRefusedError

FILES: Mapping[str, str] = {
    "SECRET_KEY": "SECRET_KEY_FILE",
    "BADGE_KEYS": "BADGE_KEYS_FILE",
    "PSEUDONYM_KEY": "PSEUDONYM_KEY_FILE",
    "SECOND_STEP_KEY": "SECOND_STEP_KEY_FILE",
}
"""What each key is called in the environment, and the setting that names its file."""


def write(file: Path) -> tuple[str, ...]:
    """Write every key that there is; returns their names. Only the owner may read the file."""
    found = {name: key for name in FILES if (key := _key(name))}
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        message = f"{file} exists already. Name a file that does not exist yet."
        raise BackupRefusedError(message) from error
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(found, out, indent=1)
    return tuple(found)


def put_back(file: Path) -> tuple[str, ...]:
    """Write each key to its file, where neither the environment nor a file has one.

    Returns the names of those written.
    """
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        keys = {name: str(told[name]) for name in FILES if name in told}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BackupRefusedError(
            f"{file} cannot be read as keys: {error}. Expected the file that "
            "manage.py backup --keys wrote."
        ) from error
    return tuple(name for name, key in keys.items() if _put(name, key))


def _key(name: str) -> str:
    told = os.environ.get(name, "").strip()
    file = _file(name)
    if told or not file.is_file():
        return told
    return file.read_text(encoding="utf-8").strip()


def _put(name: str, key: str) -> bool:
    file = _file(name)
    if os.environ.get(name, "").strip() or file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(key, encoding="utf-8")
    return True


def _file(name: str) -> Path:
    return Path(getattr(settings, FILES[name]))

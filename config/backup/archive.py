"""The file of a backup: a zip with a manifest and the database, and a checksum for each.

Whoever opens one learns before anything is touched whether it is whole.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
_AT_ONCE = 1 << 20


class BackupRefusedError(Exception):
    """A backup cannot be made, read or put back. The message is a sentence."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself.

    `rows` counts each table's rows; `heads` has the length and the last seal of each chain of the
    audit record; `badge_keys` the ids of the keys that verify the badges in it.
    """

    made_at: str
    engine: str
    member: str
    sha256: str
    migrations: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    heads: Mapping[str, tuple[int, str]]
    badge_keys: tuple[str, ...] = ()
    format: int = field(default=FORMAT)


def write(file: Path, database: Path, told: Manifest) -> None:
    """Put both into one file, whole or not at all. Raises BackupRefusedError if it exists."""
    if file.exists():
        raise BackupRefusedError(f"{file} exists already. Name a file that does not exist yet.")
    draft = file.with_name(f"{file.name}.draft")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(told), indent=1))
            archive.write(database, told.member)
        draft.chmod(0o600)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def read_manifest(file: Path) -> Manifest:
    """What the backup says of itself. Raises BackupRefusedError for anything but a whole one."""
    with _opened(file) as archive:
        try:
            told = json.loads(archive.read(MANIFEST))
            found = Manifest(
                **told
                | {
                    "migrations": tuple((app, name) for app, name in told["migrations"]),
                    "heads": {key: (int(n), seal) for key, (n, seal) in told["heads"].items()},
                    "badge_keys": tuple(told["badge_keys"]),
                }
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BackupRefusedError(
                f"{file} is a zip file, but no backup of this program: its manifest is missing or "
                "cannot be read. Choose a file that manage.py backup wrote."
            ) from error
    if found.format != FORMAT:
        raise BackupRefusedError(
            f"{file} has format {found.format}; this program reads format {FORMAT}. Restore it "
            "with the version of the program that made it."
        )
    return found


def extract(file: Path, told: Manifest, target: Path) -> None:
    """Write the database to `target`, checked to the last byte."""
    digest = hashlib.sha256()
    with _opened(file) as archive:
        try:
            with archive.open(told.member) as member, target.open("wb") as out:
                for block in blocks(member):
                    digest.update(block)
                    out.write(block)
        except KeyError as error:
            raise BackupRefusedError(
                f"{file} holds no database ({told.member} is missing). Take an older backup."
            ) from error
    if digest.hexdigest() != told.sha256:
        raise BackupRefusedError(
            f"{file} is damaged: the database in it has another checksum than its manifest says. "
            "Take another copy of this backup, or an older one."
        )


def checksum(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        for block in blocks(opened):
            digest.update(block)
    return digest.hexdigest()


def blocks(opened: IO[bytes]) -> Iterator[bytes]:
    while block := opened.read(_AT_ONCE):
        yield block


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, with every way in which it can be broken turned into a sentence."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BackupRefusedError(f"There is no file {file}.") from error
    except OSError as error:
        raise BackupRefusedError(f"{file} cannot be read: {error.strerror}.") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BackupRefusedError(
            f"{file} is truncated or damaged ({error}). Nothing was changed. Take another copy of "
            "this backup, or an older one."
        ) from error

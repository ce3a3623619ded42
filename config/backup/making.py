"""From the running database to a backup."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.utils.timezone import now

from agencies.actions.sealing import seal_all
from config.backup import archive, engines
from config.backup.archive import Manifest
from config.backup.engines import Ask
from reliability.credentials import keys as badge_keys

MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
PASSING = {"django_cache", "cache"}
"""Tables that hold nothing worth keeping."""


def make(file: Path) -> Manifest:
    """Write a backup of everything, as it is at one moment, while people go on working.

    Raises BackupRefusedError with a sentence; then there is no file.
    """
    seal_all()
    member = MEMBERS[connection.vendor]
    with tempfile.TemporaryDirectory(prefix="backup-", dir=file.resolve().parent) as folder:
        copy = Path(folder) / member
        with engines.copied(copy) as ask:
            state = state_of(ask)
        told = Manifest(
            made_at=now().astimezone(UTC).isoformat(timespec="seconds"),
            engine=connection.vendor,
            member=member,
            sha256=archive.checksum(copy),
            badge_keys=tuple(str(key["kid"]) for key in badge_keys.public_keys()),
            migrations=state.migrations,
            rows=state.rows,
            heads=state.heads,
        )
        archive.write(file, copy, told)
    return told


@dataclass(frozen=True)
class State:
    """What a database holds at one moment, as far as a backup says so of itself."""

    migrations: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    heads: Mapping[str, tuple[int, str]]


def state_of(ask: Ask) -> State:
    """Migrations, rows of each table, and heads of the audit record, of one state."""
    heads = ask(
        "SELECT s.chain, s.number, s.seal FROM agencies_auditseal s JOIN (SELECT chain, "
        "MAX(number) AS number FROM agencies_auditseal GROUP BY chain) m "
        "ON m.chain = s.chain AND m.number = s.number ORDER BY s.chain"
    )
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return State(
        migrations=tuple((str(app), str(name)) for app, name in migrations),
        rows={name: int(ask(_count(name))[0][0]) for name in tables()},
        heads={str(chain): (int(number), str(seal)) for chain, number, seal in heads},
    )


def tables() -> list[str]:
    """Every table of the program's models, those between models included."""
    models = apps.get_models(include_auto_created=True)
    named = {model._meta.db_table for model in models if model._meta.managed}
    return sorted(named - PASSING)


def _count(table: str) -> str:
    return f"SELECT COUNT(*) FROM {engines.quoted(table)}"  # noqa: S608 - our own tables

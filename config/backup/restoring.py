"""From a backup to a running database: refused before anything is touched, or whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from agencies.audit_chain import links_of, verify
from config.backup import across, archive, engines
from config.backup.archive import BackupRefusedError, Manifest
from config.backup.making import tables
from reliability.credentials import keys
from reliability.credentials.access import every_badge
from reliability.credentials.verifying import BadgeRefusedError, check_signature

Say = Callable[[str], None]


def restore(file: Path, say: Say) -> Manifest:
    """Fill the empty configured database from a backup, bring it up to date, and check it.

    Raises BackupRefusedError with a sentence: before anything was touched, or, where what was
    restored does not hold what the backup says, after it.
    """
    told = archive.read_manifest(file)
    moves = told.engine == "sqlite" and connection.vendor == "postgresql"
    _refuse_newer(told)
    if moves:
        _refuse_other_tables(told)
    else:
        _refuse_other_engine(told)
    if not engines.is_empty():
        raise BackupRefusedError(
            "The database that DATABASE_URL or VAR_DIR names is not empty. Restore into an empty "
            "one, and name that to the program when everything is checked."
        )
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        copy = Path(folder) / told.member
        archive.extract(file, told, copy)
        say("the backup is whole")
        if moves:
            call_command("migrate", verbosity=0)
            across.fill(copy)
        else:
            engines.put_back(copy)
    _same_rows(told)
    say(f"{sum(told.rows.values())} rows are back in {len(told.rows)} tables")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    say(f"the audit record holds: {_same_record(told)} links")
    say(f"badges verified: {_badges(told)}")
    return told


def _refuse_other_engine(told: Manifest) -> None:
    if told.engine != connection.vendor:
        raise BackupRefusedError(
            f"The backup was made of {told.engine}, and this program is set to "
            f"{connection.vendor}. Set DATABASE_URL to an empty {told.engine} database."
        )


def _refuse_other_tables(told: Manifest) -> None:
    """Rows go from table to table, so both sides must have the same ones."""
    newest = MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    missing = [f"{app} {name}" for app, name in newest if (app, name) not in set(told.migrations)]
    if missing:
        raise BackupRefusedError(
            f"The backup was made by an older version of the program (without {missing[0]}), and "
            "goes from SQLite to PostgreSQL by the same version only. Upgrade the old "
            "installation, and make the backup there."
        )
    unknown = sorted(name for name, rows in told.rows.items() if rows and name not in tables())
    if unknown:
        raise BackupRefusedError(
            f"The backup has rows in {unknown[0]}, which this program has not: an extra (LTI, "
            "XAPI) is switched on there and not here. Switch it on."
        )


def _refuse_newer(told: Manifest) -> None:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    apps = {app for app, _ in known}
    unknown = [
        f"{app} {name}" for app, name in told.migrations if app in apps and (app, name) not in known
    ]
    if unknown:
        raise BackupRefusedError(
            f"The backup was made by a newer version of the program ({unknown[0]} is not known "
            "here). Install that version or a later one, and restore with it."
        )


def _same_rows(told: Manifest) -> None:
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for table, rows in told.rows.items():
            found = 0
            if table in existing:
                cursor.execute(f"SELECT COUNT(*) FROM {engines.quoted(table)}")  # noqa: S608
                found = cursor.fetchone()[0]
            if found != rows:
                raise BackupRefusedError(
                    f"After restoring, {table} has {found} rows; the backup says {rows}. Do not "
                    "use this database. Take an older backup."
                )


def _same_record(told: Manifest) -> int:
    """Each chain holds, and has the very head that the backup named."""
    for chain, (number, head) in told.heads.items():
        found = verify(int(chain))
        if found.problem:
            raise BackupRefusedError(f"The audit record does not hold. {found.problem}")
        at_backup = next((link for link in links_of(int(chain)) if link.number == number), None)
        if at_backup is None or at_backup.seal != head:
            raise BackupRefusedError(
                f"The audit record's chain {chain} does not have the head that the backup names."
            )
    return sum(number for number, _ in told.heads.values())


def _badges(told: Manifest) -> int:
    """How many badges the keys here verify; refused where one does not."""
    key_set, count = keys.key_set(), 0
    for code, badge in every_badge():
        try:
            check_signature(badge, key_set)
        except BadgeRefusedError as refused:
            missing = sorted(set(told.badge_keys) - {key["kid"] for key in key_set["keys"]})
            raise BackupRefusedError(
                f"The badge of certificate {code} does not verify: {refused} The data are "
                "restored. Put the keys of that time back (BADGE_KEYS, or restore --keys FILE)"
                + (f"; missing: {', '.join(missing)}." if missing else ".")
            ) from refused
        count += 1
    return count

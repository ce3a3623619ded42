"""How each database engine is copied while it runs, read, and put back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from config.backup.archive import BackupRefusedError

Ask = Callable[[str], Sequence[Sequence[Any]]]
_PAGES_AT_ONCE = 4096


@contextmanager
def copied(target: Path) -> Iterator[Ask]:
    """Copy the whole database as it is at one moment; the block asks that same state."""
    engine = _sqlite_copied if connection.vendor == "sqlite" else _postgres_copied
    with engine(target) as ask:
        yield ask


def is_empty() -> bool:
    """Whether the configured database holds no table yet."""
    if connection.vendor == "sqlite" and not _sqlite_file().exists():
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def put_back(copy: Path) -> None:
    """Fill the empty configured database from a copy."""
    if connection.vendor == "sqlite":
        _sqlite_put_back(copy)
    else:
        command = [_program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error"]
        _run([*command, "--single-transaction", "--dbname", _name(), str(copy)])


def _sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"])


@contextmanager
def _sqlite_copied(target: Path) -> Iterator[Ask]:
    source = f"file:{_sqlite_file()}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True, timeout=60)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy, pages=_PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode=DELETE")
        yield lambda statement: copy.execute(statement).fetchall()


def _sqlite_put_back(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as opened:
        try:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            found = str(error)
    if found != "ok":
        raise BackupRefusedError(
            f"The database in the backup is damaged ({found}). Nothing was changed. Take an older "
            "backup."
        )
    connection.close()
    file = _sqlite_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    for journal in ("-wal", "-shm"):
        file.with_name(file.name + journal).unlink(missing_ok=True)
    # Beside its place first: a rename within a folder happens whole or not at all.
    draft = file.with_name(f"{file.name}.restored")
    shutil.copyfile(copy, draft)
    draft.chmod(0o600)
    draft.replace(file)


@contextmanager
def _postgres_copied(target: Path) -> Iterator[Ask]:
    """pg_dump reads the very snapshot in which the block asks."""
    with connection.cursor() as cursor:

        def ask(statement: str) -> Sequence[Sequence[Any]]:
            cursor.execute(statement)
            rows: Sequence[Sequence[Any]] = cursor.fetchall()
            return rows

        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            snapshot = ask("SELECT pg_export_snapshot()")[0][0]
            command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
            _run([*command, f"--snapshot={snapshot}", f"--file={target}", "--dbname", _name()])
            yield ask
        finally:
            cursor.execute("ROLLBACK")


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupRefusedError(
            f"The program {name} is not installed here. Install Debian's postgresql-client."
        )
    return found


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        command, env={**os.environ, **_access()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        name = Path(command[0]).name
        raise BackupRefusedError(f"{name} failed: {done.stderr.strip()[-600:]}")


def _access() -> Mapping[str, str]:
    """In the environment: a password on a command line is seen by everybody on the machine."""
    told = connection.settings_dict
    wanted = {"PGHOST": told["HOST"], "PGPORT": told["PORT"], "PGUSER": told["USER"]}
    wanted |= {"PGPASSWORD": told["PASSWORD"], "PGSSLMODE": told["OPTIONS"].get("sslmode", "")}
    return {name: str(value) for name, value in wanted.items() if value}


def quoted(table: str) -> str:
    """The name of a table, as it may stand in a statement."""
    return str(connection.ops.quote_name(table))

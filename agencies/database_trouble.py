"""What is the matter with the database, as far as its own words tell.

The two databases name the same trouble differently: SQLite by a name of its own, PostgreSQL by a
state of the SQL standard.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DataError, Error, InterfaceError, OperationalError, ProgrammingError


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble."""

    name: str
    log: str
    """A sentence for whoever runs the installation: what is so, and what to do."""
    wait: int
    """Seconds after which trying again may help."""


BUSY = Trouble(
    "busy",
    "The database is busy: a request waited in vain for others to be done. Where this is often, "
    "the machine is too small, or SQLite has been outgrown.",
    5,
)
GONE = Trouble(
    "gone",
    "The database cannot be reached. See that it runs, and that DATABASE_URL names it, its user "
    "and its password. Everything goes on by itself once it answers.",
    30,
)
FULL = Trouble(
    "full",
    "The disk of the database is full: nothing can be saved. Make room on it; nothing else is "
    "needed. What was saved before is whole.",
    60,
)
READ_ONLY = Trouble(
    "read-only",
    "The database can be read and not written: its disk or file is read-only, or DATABASE_URL "
    "names a replica. Make it writable, and see in the system's log why it was not.",
    60,
)
TABLES = Trouble(
    "tables",
    "The tables are not those of this version of the program. Run manage.py prepare with the "
    "newer of the two, and start every process with it.",
    30,
)

_STATES = {"53100": FULL, "25006": READ_ONLY, "42P01": TABLES, "42703": TABLES}
_STATES_OF_WAITING = {"40001", "40P01", "55P03", "53300", "57014"}
_CLASSES_OF_GONE = {"08", "28", "3D", "57", "58"}
_NAMES = {
    "SQLITE_FULL": FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": GONE,
    "SQLITE_IOERR": GONE,
    "SQLITE_NOTADB": GONE,
    "SQLITE_CORRUPT": GONE,
    "SQLITE_PERM": GONE,
}
_NO_SUCH = ("no such table", "no such column", "has no column named")


def trouble_of(error: BaseException | None) -> Trouble | None:
    """The trouble that an error of Django's database layer tells of; None where it is none.

    An error about a missing table or column is `TABLES`: a mistake in a query looks the same, so
    whoever tells people of it looks at the tables first.
    """
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    state = getattr(cause, "sqlstate", None) or ""
    name = getattr(cause, "sqlite_errorname", "") or ""
    if any(words in str(error) for words in _NO_SUCH):
        return TABLES
    return _by_state(state) or _by_name(name) or _by_kind(error, has_state=bool(state))


def _by_state(state: str) -> Trouble | None:
    if state in _STATES_OF_WAITING:
        return BUSY
    return _STATES.get(state) or (GONE if state[:2] in _CLASSES_OF_GONE else None)


def _by_name(name: str) -> Trouble | None:
    """Of SQLite's extended names the first two words tell the kind."""
    return _NAMES.get("_".join(name.split("_")[:2]))


def _by_kind(error: Error, *, has_state: bool) -> Trouble | None:
    """PostgreSQL has no state for an answer that never came."""
    if isinstance(error, ProgrammingError):
        return None
    if isinstance(error, InterfaceError):
        return GONE
    if not isinstance(error, OperationalError):
        return None
    is_postgres = type(error.__cause__).__module__.startswith("psycopg")
    return GONE if is_postgres and not has_state else BUSY


def said(error: BaseException) -> str:
    """The first line of what the database said; the rest may quote a query."""
    return str(error).partition("\n")[0]


def is_about_null(error: BaseException) -> bool:
    """Whether a text with the character of number 0 was refused: PostgreSQL holds none."""
    return isinstance(error, DataError) and "NUL (0x00)" in str(error)

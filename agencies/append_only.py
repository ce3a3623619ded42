"""Tables that the database itself refuses to change: rows may be added, never altered or removed.

In a migration, after the table exists: `operations = [append_only("agencies_auditentry")]`.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

EVENTS = ("update", "delete")


def append_only(table: str, events: tuple[str, ...] = EVENTS) -> RunPython:
    """The migration step that sets the triggers on one table, on SQLite and PostgreSQL.

    With `("update",)` only, rows are never changed, and may be deleted, as data kept until a day.
    """

    def forwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements(table, schema_editor.connection.vendor, events):
            schema_editor.execute(statement)

    def backwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in events:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on_table}")

    return RunPython(forwards, backwards)


def statements(table: str, vendor: str, events: tuple[str, ...] = EVENTS) -> list[str]:
    """The SQL that makes these events on the table fail.

    May run again on the same table, as it must after SQLite rebuilt it for a new column.
    """
    if not table.isidentifier():
        raise ValueError(f"{table!r} is not the plain name of a table.")
    message = f"{table} is append-only: rows are never changed or deleted"
    if vendor == "sqlite":
        return [
            statement
            for event in events
            for statement in (
                f"DROP TRIGGER IF EXISTS {table}_no_{event}",
                f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
            )
        ]
    if vendor == "postgresql":
        function = (
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$ BEGIN "
            f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END; $$ LANGUAGE plpgsql"
        )
        triggers = [
            f"CREATE OR REPLACE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            for event in events
        ]
        return [function, *triggers]
    raise ValueError(f"No append-only triggers are known for {vendor!r}: use SQLite or PostgreSQL.")

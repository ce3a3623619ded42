"""From a copy of SQLite into PostgreSQL, table by table: for who has outgrown one machine."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import Error, IntegrityError, connection, connections, models, transaction

from agencies.database_trouble import said
from config.backup.archive import BackupRefusedError

SOURCE = "backup"
AT_ONCE = 1000
Row = tuple[Any, ...]
Table = type[models.Model]


def fill(copy: Path) -> None:
    """Put every row of a SQLite database into the configured one, all of them or none.

    Its tables are there already, and what migrations put into them gives way. Every row is read
    back and compared. Raises BackupRefusedError.
    """
    with _opened(copy), transaction.atomic():
        tables = _tables()
        _empty(tables)
        for table in tables:
            _copy(table)
        _number_on(tables)
        _check_references()
        for table in tables:
            _compare(table)
    ContentType.objects.clear_cache()


@contextmanager
def _opened(copy: Path) -> Iterator[None]:
    told = {"ENGINE": "django.db.backends.sqlite3", "NAME": f"file:{copy}?mode=ro"}
    connections.databases[SOURCE] = {
        **connections["default"].settings_dict,
        **told,
        "OPTIONS": {"uri": True},
    }
    try:
        connections[SOURCE].connect()
        yield
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.databases[SOURCE]


def _tables() -> list[Table]:
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and not one._meta.proxy]


def _empty(tables: Sequence[Table]) -> None:
    names = [connection.ops.quote_name(one._meta.db_table) for one in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own tables


def _fields(table: Table) -> list[Any]:
    """Its columns, the key first."""
    fields = [one for one in table._meta.local_concrete_fields if not one.generated]
    return sorted(fields, key=lambda one: not one.primary_key)


def _rows(table: Table, database: str) -> Generator[Row, None, None]:
    names = [field.attname for field in _fields(table)]
    rows = table._base_manager.using(database).order_by("pk").values_list(*names)
    yield from rows.iterator(chunk_size=AT_ONCE)


def _copy(table: Table) -> None:
    fields, quoted = _fields(table), connection.ops.quote_name
    columns = ", ".join(quoted(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quoted(table._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    with closing(_rows(table, SOURCE)) as rows:
        while some := list(islice(rows, AT_ONCE)):
            told = [_told(fields, row) for row in some]
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.executemany(sql, told)
            except (Error, ValueError) as error:
                raise _refused(table, sql, told, some) from error


def _told(fields: Sequence[Any], row: Row) -> list[Any]:
    pairs = zip(fields, row, strict=True)
    return [field.get_db_prep_save(value, connection) for field, value in pairs]


def _refused(
    table: Table, sql: str, told: Sequence[Sequence[Any]], rows: Sequence[Row]
) -> BackupRefusedError:
    """The first row that is not taken, by its key; what it holds is not told."""
    for values, row in zip(told, rows, strict=True):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
        except (Error, ValueError) as error:
            return BackupRefusedError(
                f"A row of {table._meta.db_table} is not taken by the new database: number "
                f"{row[0]}, {said(error)}. Nothing was moved; correct it where it is now."
            )
    return BackupRefusedError(f"The rows of {table._meta.db_table} are not taken together.")


def _number_on(tables: Sequence[Table]) -> None:
    """New rows get numbers above those that came."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _check_references() -> None:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupRefusedError(
            f"A row names another that is not there: {said(error)}. Nothing was moved; correct it "
            "where it is now."
        ) from error


def _compare(table: Table) -> None:
    with closing(_rows(table, SOURCE)) as before, closing(_rows(table, "default")) as after:
        pairs = zip_longest(before, after)
        if not isinstance(table._meta.pk, models.IntegerField):
            # Two databases sort words differently.
            pairs = zip_longest(sorted(before, key=_first), sorted(after, key=_first))
        for one, other in pairs:
            if one != other:
                row = one or other or ("",)
                raise BackupRefusedError(
                    f"{table._meta.db_table}, number {row[0]}: what was written is not what was "
                    "read. Nothing was moved. Please report this."
                )


def _first(row: Row) -> str:
    return str(row[0])

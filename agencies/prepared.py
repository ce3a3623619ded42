"""Queries that come with nearly every click: their SQL is written once, then only values change.

Django builds a queryset and writes its SQL anew each time it is asked. For a query over a handful
of rows that takes several times as long as the database needs for its answer. A `Prepared` query is
written by a queryset like any other, with `Slot`s where its values go, and keeps what was written.

It knows nothing of django-scopes: whoever writes one names the agency in it. `PreparedInsert` and
`PreparedUpdate` are the same for what is written.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, connection, transaction
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ModelIterable
from django_scopes import scopes_disabled

M = TypeVar("M", bound=Model)
LARGEST = 2**63


class Slot(Expression):
    """Where a value goes that is told when the query is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


@dataclass(frozen=True)
class Written:
    """The SQL of a query for one kind of database, and how its rows become objects."""

    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]
    locks: bool


class Prepared(Generic[M]):
    """One query, written by `write` when it is asked for the first time."""

    def __init__(self, write: Callable[[], QuerySet[M]]) -> None:
        self._write = write
        self._written: dict[str, Written] = {}

    def ask(self, **values: Any) -> list[M]:
        """The rows for these values, one for each slot by its name."""
        written = self._at_hand()
        if _is_beyond(values):
            return []
        return list(ModelIterable(_asked(written, values)))

    def first(self, **values: Any) -> M | None:
        """The first of the rows; None where there is none."""
        rows = self.ask(**values)
        return rows[0] if rows else None

    def rows(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The columns of the rows as the database gives them; `PreparedRows` asks so."""
        written = self._at_hand()
        if _is_beyond(values):
            return []
        return _answer(written.sql, _told_all(written, values))

    def _at_hand(self) -> Written:
        written = self._written.get(connection.vendor) or self._writing()
        if written.locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "A prepared query that locks rows was asked outside a transaction."
            )
        return written

    def _writing(self) -> Written:
        with scopes_disabled():
            query = self._write().query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, *_ in compiler.select]
        written = Written(
            compiler, sql, tuple(params), compiler.get_converters(columns), query.select_for_update
        )
        self._written[connection.vendor] = written
        return written


class PreparedRows:
    """The same of a query with `values_list`: its columns, as the database gives them."""

    def __init__(self, write: Callable[[], QuerySet[Any, Any]]) -> None:
        self._query: Prepared[Any] = Prepared(write)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values, one for each slot by its name."""
        return self._query.rows(values)


class PreparedInsert(Generic[M]):
    """New rows of one model, whose SQL is written once for each number of rows.

    Like `bulk_create` it knows nothing of signals and of `save`: for models that have neither. The
    database gives each row its key.
    """

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._written: dict[tuple[str, int], str] = {}

    def insert(self, rows: Sequence[M]) -> None:
        """Store these rows, and note the key of each; nothing where there are none."""
        if not rows:
            return
        fields = self._fields()
        told = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for row in rows
            for field in fields
        ]
        keys = _answer(self._sql(len(rows)), told)
        for row, (key,) in zip(rows, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias

    def _fields(self) -> list[Field[Any, Any]]:
        return [field for field in self._model._meta.concrete_fields if not field.primary_key]

    def _sql(self, n: int) -> str:
        sql = self._written.get((connection.vendor, n))
        if sql is None:
            quoted, meta = connection.ops.quote_name, self._model._meta
            columns = [quoted(str(field.column)) for field in self._fields()]
            row = f"({', '.join(['%s'] * len(columns))})"
            sql = (
                f"INSERT INTO {quoted(meta.db_table)} ({', '.join(columns)}) "  # noqa: S608 - our own names
                f"VALUES {', '.join([row] * n)} RETURNING {quoted(str(meta.pk.column))}"
            )
            self._written[connection.vendor, n] = sql
        return sql


class PreparedUpdate(Generic[M]):
    """Some fields of one row at a time, found by its key; the SQL is written once.

    Like `PreparedInsert` it is for models without signals and without a `save` of their own.
    """

    def __init__(self, model: type[M], *names: str) -> None:
        self._model, self._names = model, names
        self._written: dict[str, str] = {}

    def update(self, row: M) -> None:
        """Store these fields of the row as they are. Raises DatabaseError where it is gone."""
        meta = self._model._meta
        fields: list[Any] = [meta.get_field(name) for name in self._names]
        told = [field.get_db_prep_save(field.pre_save(row, False), connection) for field in fields]
        with _cursor() as cursor:
            cursor.execute(self._sql(fields), [*told, row.pk])
            if cursor.rowcount != 1:
                raise DatabaseError(f"{meta.label} {row.pk} is not there to be changed.")

    def _sql(self, fields: Sequence[Any]) -> str:
        sql = self._written.get(connection.vendor)
        if sql is None:
            quoted, meta = connection.ops.quote_name, self._model._meta
            columns = ", ".join(f"{quoted(field.column)} = %s" for field in fields)
            sql = (
                f"UPDATE {quoted(meta.db_table)} SET {columns} "  # noqa: S608 - our own names
                f"WHERE {quoted(str(meta.pk.column))} = %s"
            )
            self._written[connection.vendor] = sql
        return sql


def _asked(written: Written, values: dict[str, Any]) -> Any:
    """What Django's own reading of rows wants of a queryset, with the SQL written already."""
    compiler = copy.copy(written.compiler)
    compiler.connection = connection
    told = _told_all(written, values)
    compiler.execute_sql = lambda *_, **__: [_answer(written.sql, told)]
    compiler.get_converters = lambda columns: written.converters
    query = SimpleNamespace(get_compiler=lambda **_: compiler)
    return SimpleNamespace(db=connection.alias, query=query, _known_related_objects={})


def _answer(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _cursor() -> Any:
    """On PostgreSQL one whose statements the server keeps, and plans once for a connection.

    Where queries are noted down, an ordinary one: it tells them with their values.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    raw = connection.connection
    usual, raw.cursor_factory = raw.cursor_factory, ServerBindingCursor
    try:
        return connection.cursor()
    finally:
        raw.cursor_factory = usual


def _is_beyond(values: dict[str, Any]) -> bool:
    """No row has such a key, and some databases fail at the mere question."""
    return any(type(one) is int and abs(one) >= LARGEST for one in values.values())


def _told_all(written: Written, values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(_told(one, values) if isinstance(one, Slot) else one for one in written.params)


def _told(slot: Slot, values: dict[str, Any]) -> Any:
    return slot.output_field.get_db_prep_value(values[slot.name], connection)

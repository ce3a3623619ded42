"""Many rows of one table, made by the database itself from expressions of n."""

from typing import Any

from django.db import connection, models


def fill(model: type[models.Model], n: int, /, **expressions: str) -> None:
    """Insert n rows; each expression is SQL over `n`, counted from 1, and names a column or field.

    Other columns get their default, now, NULL or an empty text. Raises ValueError where a column
    has none of them, so that a new column is noticed here.
    """
    fields = list(model._meta.concrete_fields)
    told = {field: _expression(field, expressions) for field in fields}
    unknown = set(expressions) - {field.name for field in fields}
    if unknown:
        raise ValueError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    columns = ", ".join(f'"{field.column}"' for field in told)
    values = ", ".join(told.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({columns}) '  # noqa: S608 - our own words
            f"SELECT {values} FROM generate_series(1, {n}) AS n"
        )
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
            [f'"{model._meta.db_table}"', max(n, 1)],
        )


def _expression(field: Any, expressions: dict[str, str]) -> str:
    if field.name in expressions:
        return f"({expressions[field.name]})"
    if field.primary_key:
        return "n"
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    found = _usual(field)
    if found is None:
        raise ValueError(f"{field.model.__name__}.{field.name} needs an expression")
    return found


def _usual(field: Any) -> str | None:
    """What a column holds when nothing is said of it; None where it must be said."""
    if field.has_default() and not callable(field.default):
        return _literal(field, field.default)
    if isinstance(field, models.JSONField):
        return "'[]'::jsonb" if field.default is list else "'{}'::jsonb"
    if field.null:
        return "NULL"
    if isinstance(field, models.DateTimeField):
        return "now()"
    return "''" if field.empty_strings_allowed and field.blank else None


def _literal(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    kept = str(field.get_prep_value(value)).replace("'", "''")
    return f"'{kept}'"

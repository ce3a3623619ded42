"""Filling large tables in good time: their indexes are made once, when everything is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.scale.asking import LARGE

PLAIN = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Drop the indexes of the large tables but for those of constraints; make them anew after."""
    cursor.execute(PLAIN, [list(LARGE)])
    kept = cursor.fetchall()
    for name, _ in kept:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET maintenance_work_mem = '256MB'")
    for _, definition in kept:
        cursor.execute(definition)

"""Steps of the database that the version before can live with, so that people need not stop.

A migration promises it by its name, which ends with `_expand`: it only adds what the version before
neither fills in nor trips over. The name stands in the database, so the older version can read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.models import ManyToManyField
from django.db.models.fields import NOT_PROVIDED

PROMISE = "_expand"
_HARMLESS = (
    operations.CreateModel,
    operations.AddIndex,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
)


def promised(name: str) -> bool:
    """Whether a migration of this name says that the version before can live with it."""
    return name.endswith(PROMISE)


def keeps_its_promise(migration: type[Migration] | Migration) -> bool:
    """Whether it only adds tables, indexes, and columns that need not be filled in."""
    return all(map(_only_adds, migration.operations))


def _only_adds(operation: Operation) -> bool:
    if isinstance(operation, operations.AddField):
        field = operation.field
        # The version before leaves the column out when it writes a row.
        can_be_left_out = field.null or field.db_default is not NOT_PROVIDED
        return can_be_left_out or isinstance(field, ManyToManyField)
    return isinstance(operation, _HARMLESS)


def plan(due: Sequence[Migration]) -> Iterable[str]:
    """What the steps that are due mean for people at work, in lines."""
    if not due:
        yield "No step is due: the tables are this version's. Restart one process after the other."
        return
    for step in due:
        meanwhile = "while people work" if promised(step.name) else "with the services stopped"
        yield f"   {step.app_label} {step.name}: {meanwhile}"
    if all(promised(step.name) for step in due):
        yield "The version before can go on serving: prepare, then restart one after the other."
    else:
        yield "Stop the services before prepare, and start this version's after it."

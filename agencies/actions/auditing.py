"""The audit entry that every write leaves behind."""

from typing import Any

from django.db import connection, models

from agencies.actions.sealing import seal_after_commit
from agencies.audit_chain import chain_of
from agencies.models import Agency, AuditEntry, User
from agencies.prepared import PreparedInsert

_ENTRIES = PreparedInsert(AuditEntry)


def record(
    *,
    agency: Agency | None,
    actor: User | None,
    verb: str,
    obj: models.Model,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write down what is being done, in the caller's own transaction.

    Entry and deed are stored together or not at all, so the caller must be inside `atomic`. The
    entry is sealed in its chain as soon as the transaction stands.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            f"The audit entry {verb!r} was asked for outside a transaction. "
            "Call record() inside the atomic block of the write that it describes."
        )
    if obj.pk is None:
        raise ValueError(
            f"The {obj._meta.verbose_name} of the audit entry {verb!r} is not saved yet. "
            "Save it first."
        )
    seal_after_commit(chain_of(agency))
    entry = AuditEntry(
        agency=agency,
        actor=actor,
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        detail=detail or {},
    )
    _ENTRIES.insert([entry])
    return entry

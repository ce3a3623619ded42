"""Writes: the seals over the audit record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import IntegrityError, connection, transaction
from django_scopes import scopes_disabled

from agencies.audit_chain import DEPLOYMENT, seal_of, told, unsealed
from agencies.models import Agency, AuditEntry, AuditSeal
from agencies.prepared import Prepared, Slot

_TRIES = 20
_AT_ONCE = 500
_LOOK_BACK = 1000
"""Entries may be committed in another order than they were numbered: so far back is looked at once
more after each deed, and the hourly job looks at all."""

_AFTER = Slot("after", AuditEntry._meta.pk)
_LAST = Prepared(
    lambda: AuditSeal.objects.filter(
        chain=Slot("chain", AuditSeal._meta.get_field("chain"))
    ).order_by("-number")[:1]
)
_RECENT = Prepared(
    lambda: AuditEntry.objects.filter(
        link=None, agency=Slot("chain", Agency._meta.pk), pk__gt=_AFTER
    ).order_by("pk")
)
_RECENT_OF_DEPLOYMENT = Prepared(
    lambda: AuditEntry.objects.filter(link=None, agency=None, pk__gt=_AFTER).order_by("pk")
)


def seal_after_commit(chain: int) -> None:
    """Have the chain sealed as soon as what is being written stands; once for a transaction."""
    waiting = {
        job.args[0]
        for _, job, *_ in connection.run_on_commit
        if isinstance(job, partial) and job.func is seal_chain
    }
    if chain not in waiting:
        # Its failure must not undo or hide the deed: the nightly job seals what is left over.
        transaction.on_commit(partial(seal_chain, chain), robust=True)


def seal_chain(chain: int, *, every: bool = False) -> int:
    """Seal the newest entries of this chain, or every one, that is not sealed; returns how many.

    Whoever seals at the same time may be first: then what is left is read again.
    """
    for _ in range(_TRIES):
        try:
            with scopes_disabled():
                return _seal(chain, every)
        except IntegrityError:
            continue
    raise RuntimeError(f"The audit chain {chain} could not be sealed: others were always first.")


def seal_all() -> int:
    """Seal whatever is not sealed in any chain."""
    known = [DEPLOYMENT, *Agency.objects.order_by("pk").values_list("pk", flat=True)]
    return sum(seal_chain(chain, every=True) for chain in known)


@transaction.atomic
def _seal(chain: int, every: bool) -> int:
    last = _LAST.first(chain=chain)
    number, previous = (last.number, last.seal) if last else (0, "")
    newest = last.entry_id if last else 0
    done = 0
    for entry in _open(chain, 0 if every else newest - _LOOK_BACK):
        number += 1
        seal = seal_of(number, previous, told(entry))
        AuditSeal.objects.create(
            chain=chain, number=number, entry=entry, previous=previous, seal=seal
        )
        previous = seal
        done += 1
    return done


def _open(chain: int, after: int) -> Iterable[AuditEntry]:
    """The entries without a seal that were numbered after this one."""
    if after <= 0:
        return unsealed(chain).iterator(chunk_size=_AT_ONCE)
    if chain == DEPLOYMENT:
        return _RECENT_OF_DEPLOYMENT.ask(after=after)
    return _RECENT.ask(chain=chain, after=after)

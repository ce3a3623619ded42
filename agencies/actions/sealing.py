"""Writes: the seals over the audit record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from threading import Lock

from django.db import IntegrityError, connection, transaction
from django_scopes import scopes_disabled

from agencies.audit_chain import DEPLOYMENT, seal_of, told, unsealed
from agencies.models import Agency, AuditEntry, AuditSeal
from agencies.prepared import Prepared, PreparedInsert, Slot

_TRIES = 20
_AT_ONCE = 500
_WRITTEN_AT_ONCE = 50
_LOOK_BACK = 1000
"""Entries may be committed in another order than they were numbered: so far back is looked at once
more after each deed, and the hourly job looks at all."""

_SEALS = PreparedInsert(AuditSeal)
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
        if isinstance(job, partial) and job.func is seal_soon
    }
    if chain not in waiting:
        # Its failure must not undo or hide the deed: the nightly job seals what is left over.
        transaction.on_commit(partial(seal_soon, chain), robust=True)


class _Turns:
    """Who of this process seals a chain now, and which chains have got entries meanwhile."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sealing: set[int] = set()
        self._more: set[int] = set()

    def begin(self, chain: int) -> bool:
        """False where somebody is at it: they will look again."""
        with self._lock:
            if chain in self._sealing:
                self._more.add(chain)
                return False
            self._sealing.add(chain)
            return True

    def is_done(self, chain: int) -> bool:
        """Whether nothing came meanwhile; the turn is over then."""
        with self._lock:
            if chain in self._more:
                self._more.remove(chain)
                return False
            self._sealing.discard(chain)
            return True

    def give_up(self, chain: int) -> None:
        with self._lock:
            self._sealing.discard(chain)
            self._more.discard(chain)


_TURNS = _Turns()


def seal_soon(chain: int) -> None:
    """Seal what this thread has just committed, or leave it to one that seals the chain now.

    Threads of one process that hand in together would otherwise race for the same next number.
    """
    if not _TURNS.begin(chain):
        return
    try:
        seal_chain(chain)
        while not _TURNS.is_done(chain):
            seal_chain(chain)
    except BaseException:
        _TURNS.give_up(chain)
        raise


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
    for entries in batched(_open(chain, 0 if every else newest - _LOOK_BACK)):
        seals = []
        for entry in entries:
            number += 1
            seal = seal_of(number, previous, told(entry))
            seals.append(
                AuditSeal(chain=chain, number=number, entry=entry, previous=previous, seal=seal)
            )
            previous = seal
        _SEALS.insert(seals)
        done += len(seals)
    return done


def batched(entries: Iterable[AuditEntry]) -> Iterator[list[AuditEntry]]:
    """Some at a time: a statement may hold so many values."""
    left = iter(entries)
    while some := list(islice(left, _WRITTEN_AT_ONCE)):
        yield some


def _open(chain: int, after: int) -> Iterable[AuditEntry]:
    """The entries without a seal that were numbered after this one."""
    if after <= 0:
        return unsealed(chain).iterator(chunk_size=_AT_ONCE)
    if chain == DEPLOYMENT:
        return _RECENT_OF_DEPLOYMENT.ask(after=after)
    return _RECENT.ask(chain=chain, after=after)

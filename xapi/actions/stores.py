"""Writes: which record store an agency has."""

from django.db import transaction
from django.utils.timezone import now

from agencies.actions import record
from agencies.models import Membership
from xapi.models import RecordStore, Statement


@transaction.atomic
def set_store(*, endpoint: str, key: str, secret: str, by: Membership) -> RecordStore:
    """Send statements there from now on; what waits for an earlier store is not sent."""
    end_store(by=by)
    store: RecordStore = RecordStore.objects.create(
        agency=by.agency, endpoint=endpoint.rstrip("/"), key=key, secret=secret, made_by=by
    )
    record(agency=by.agency, actor=by.user, verb="set_record_store", obj=store)
    return store


@transaction.atomic
def end_store(*, by: Membership) -> None:
    """Nothing is sent any more; safe to repeat."""
    live = RecordStore.objects.select_for_update(of=("self",)).filter(
        agency=by.agency, ended_at=None
    )
    for store in live:
        store.ended_at = now()
        store.save(update_fields=["ended_at"])
        Statement.objects.filter(store=store, delivered_at=None).update(next_try_at=None)
        record(agency=by.agency, actor=by.user, verb="end_record_store", obj=store)

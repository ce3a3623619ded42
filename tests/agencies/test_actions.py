"""The audit record is written with the deed, or not at all."""

import pytest
from django.db import transaction
from django_scopes import scopes_disabled

from agencies.actions import record
from agencies.models import Agency, AuditEntry


def test_record_says_who_did_what_to_which_row(asha):
    entry = record(
        agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership, detail={"n": 1}
    )

    assert (entry.object_type, entry.object_id) == (
        "agencies.membership",
        str(asha.membership.pk),
    )
    assert entry.detail == {"n": 1}
    assert str(entry).endswith(f"invited agencies.membership {asha.membership.pk}")


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_raises(asha):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)


def test_record_is_undone_with_the_deed(asha):
    with transaction.atomic():
        record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)
        transaction.set_rollback(True)

    with scopes_disabled():
        assert AuditEntry.objects.count() == 0


def test_record_wants_a_saved_row(asha):
    with pytest.raises(ValueError, match="agency of the audit entry 'opened' is not saved yet"):
        record(agency=asha.agency, actor=asha.user, verb="opened", obj=Agency(name="Unsaved"))

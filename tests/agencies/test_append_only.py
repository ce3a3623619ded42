"""The database refuses to change or remove an audit entry."""

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scopes_disabled

from agencies.actions import record
from agencies.append_only import statements
from agencies.models import AuditEntry


@pytest.fixture
def entry(asha):
    with scopes_disabled():
        yield record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)


def test_audit_entry_cannot_be_updated(entry):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(verb="revoked")

    assert AuditEntry.objects.get(pk=entry.pk).verb == "invited"


def test_audit_entry_cannot_be_deleted(entry):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()

    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_flush_after_a_transactional_test_keeps_the_triggers(asha):
    with scopes_disabled(), transaction.atomic():
        record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)


@pytest.mark.django_db(transaction=True)
def test_triggers_are_back_after_a_flush(asha):
    with scopes_disabled():
        assert AuditEntry.objects.count() == 0
        with transaction.atomic():
            record(agency=asha.agency, actor=asha.user, verb="invited", obj=asha.membership)
        with pytest.raises(IntegrityError, match="append-only"):
            AuditEntry.objects.all().delete()


def test_statements_know_both_engines_and_no_other():
    assert len(statements("agencies_auditentry", "sqlite")) == 4
    assert len(statements("agencies_auditentry", "postgresql")) == 3
    with pytest.raises(ValueError, match="mysql"):
        statements("agencies_auditentry", "mysql")
    with pytest.raises(ValueError, match="plain name"):
        statements("a; drop table b", "sqlite")

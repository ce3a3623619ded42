"""Prepared queries find what the queryset finds, for other values too, and never beyond them."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from agencies.models import AuditEntry, Membership, User
from agencies.prepared import Prepared, PreparedInsert, PreparedRows, PreparedUpdate, Slot
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_user():
    return Prepared(
        lambda: (
            Membership.objects.filter(user=Slot("user", User._meta.pk))
            .select_related("agency", "user")
            .order_by("pk")
        )
    )


def test_it_finds_what_the_queryset_finds(of_user, asha, ben, cara):
    for person in (asha, ben, cara):
        (found,) = of_user.ask(user=person.user.pk)

        assert found == person.membership
        assert found.since == Membership.objects.get(pk=found.pk).since
        with CaptureQueriesContext(connection) as asked:
            assert (found.agency, found.user) == (person.agency, person.user)
        assert not asked.captured_queries


def test_the_sql_is_written_once(asha, ben):
    written = []

    def write():
        written.append(1)
        return User.objects.filter(pk=Slot("pk", User._meta.pk))

    prepared = Prepared(write)
    assert [prepared.first(pk=one.user.pk) for one in (asha, ben)] == [asha.user, ben.user]
    assert written == [1]


def test_nothing_of_the_agency_that_asked_first_stays_in_it(north, south):
    with scopes_disabled():
        asha, cara = make_person("Asha", north), make_person("Cara", south)
    prepared = Prepared(
        lambda: Membership.objects.filter(
            agency=Slot("agency", Membership._meta.pk), user=Slot("user", User._meta.pk)
        )
    )
    with scope(agency=north):
        assert prepared.first(agency=north.pk, user=asha.user.pk) == asha.membership
    with scope(agency=south):
        assert prepared.first(agency=south.pk, user=cara.user.pk) == cara.membership
        assert prepared.first(agency=south.pk, user=asha.user.pk) is None


@pytest.mark.parametrize("pk", [0, -1, 2**63, 10**30])
def test_a_number_that_no_row_has_finds_nothing(pk):
    prepared = Prepared(lambda: User.objects.filter(pk=Slot("pk", User._meta.pk)))

    assert prepared.ask(pk=pk) == []


@pytest.mark.django_db(transaction=True)
def test_a_query_that_locks_is_asked_in_a_transaction_only():
    prepared = Prepared(
        lambda: User.objects.filter(pk=Slot("pk", User._meta.pk)).select_for_update()
    )
    with transaction.atomic():
        assert prepared.ask(pk=1) == []

    with pytest.raises(transaction.TransactionManagementError, match="outside a transaction"):
        prepared.ask(pk=1)


def test_columns_are_what_the_queryset_finds(asha, ben):
    prepared = PreparedRows(
        lambda: User.objects.filter(pk=Slot("pk", User._meta.pk)).values_list("pk", "email")
    )
    for person in (asha, ben):
        assert prepared.rows(pk=person.user.pk) == [(person.user.pk, person.user.email)]
    assert prepared.rows(pk=2**63) == []


def entries_of(person):
    """Unsaved rows with a key to another table, a moment, none of something, and JSON."""
    told = [{}, {"n": 1, "words": ["é", "'; --"]}, {"deep": {"none": None}}]
    return [
        AuditEntry(
            agency=person.agency if n else None,
            actor=person.user,
            verb=f"did_{n}",
            object_type="agencies.user",
            object_id=str(person.user.pk),
            detail=detail,
        )
        for n, detail in enumerate(told)
    ]


def test_rows_are_stored_as_the_model_stores_them(asha):
    insert = PreparedInsert(AuditEntry)
    for rows in (entries_of(asha)[:1], entries_of(asha), entries_of(asha)):
        insert.insert(rows)
    with scopes_disabled():
        by_model = AuditEntry.objects.bulk_create(entries_of(asha))
        fields = [field.attname for field in AuditEntry._meta.concrete_fields]

        for one, other in zip(rows, by_model, strict=True):
            stored = AuditEntry.objects.get(pk=one.pk)
            assert all(getattr(stored, name) == getattr(one, name) for name in fields)
            like = AuditEntry.objects.get(pk=other.pk)
            same = set(fields) - {"id", "at"}
            assert all(getattr(stored, name) == getattr(like, name) for name in same)
            assert not one._state.adding


def test_new_rows_are_told_of_in_one_statement_and_none_in_none(asha):
    insert = PreparedInsert(AuditEntry)
    with CaptureQueriesContext(connection) as asked:
        insert.insert([])
        insert.insert(entries_of(asha))

    assert len(asked) == 1
    assert "INSERT INTO" in asked.captured_queries[0]["sql"]


KEPT = {"sqlite": "SELECT 0", "postgresql": "SELECT count(*) FROM pg_prepared_statements"}


def test_postgresql_keeps_the_plan_and_asks_others_as_before(of_user, asha, ben):
    with connection.cursor() as cursor:
        cursor.execute(KEPT[connection.vendor])
        (before,) = cursor.fetchone()

    for person in [asha, ben] * 3:
        (found,) = of_user.ask(user=person.user.pk)
        assert found == person.membership
    for person in [asha, ben] * 3:
        assert Membership.objects.get(user=person.user) == person.membership

    with connection.cursor() as cursor:
        cursor.execute(KEPT[connection.vendor])
        (after,) = cursor.fetchone()
    assert after - before == {"sqlite": 0, "postgresql": 1}[connection.vendor]


def test_one_row_is_changed_and_no_other_field_of_it(asha, ben):
    update = PreparedUpdate(User, "name", "language")
    asha.user.name, asha.user.language, asha.user.email = "Asha O'Neil", "fr", "other@example.org"
    with CaptureQueriesContext(connection) as asked:
        update.update(asha.user)

    assert len(asked) == 1
    stored = User.objects.get(pk=asha.user.pk)
    assert (stored.name, stored.language) == ("Asha O'Neil", "fr")
    assert stored.email != "other@example.org"
    assert User.objects.get(pk=ben.user.pk).name == ben.user.name


def test_a_row_that_is_gone_is_no_silent_success(asha):
    asha.user.pk += 1000
    with pytest.raises(DatabaseError, match="not there to be changed"):
        PreparedUpdate(User, "name").update(asha.user)

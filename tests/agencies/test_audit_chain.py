"""The seals over the audit record: each deed is sealed, and tampering is named."""

import json
from io import StringIO
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django_scopes import scopes_disabled

from agencies.actions import record, sealing
from agencies.actions.sealing import seal_all, seal_chain, seal_soon
from agencies.audit_chain import DEPLOYMENT, chains, verify
from agencies.models import AuditEntry, AuditSeal

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(asha, django_capture_on_commit_callbacks):
    """Five entries of an agency and one of the deployment, sealed when they stand."""
    with scopes_disabled():
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            for n in range(5):
                write(asha, f"did_{n}")
            record(agency=None, actor=asha.user, verb="upgraded", obj=asha.user)
        yield asha.agency.pk


def write(person, verb, **detail):
    with scopes_disabled(), transaction.atomic():
        record(
            agency=person.agency,
            actor=person.user,
            verb=verb,
            obj=person.membership,
            detail=detail,
        )


def past_the_triggers(statement, *parameters):
    """What somebody with the database in their hands can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            tables = ("agencies_auditentry", "agencies_auditseal")
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
                "AND tbl_name IN (%s, %s)",
                tables,
            )
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(statement, parameters)
            for _, sql in triggers:
                cursor.execute(sql)
        else:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, parameters)
            cursor.execute("SET session_replication_role = DEFAULT")


def test_every_deed_is_sealed_as_soon_as_it_stands(written):
    found = verify(written)

    assert (found.links, found.unsealed, found.problem) == (5, 0, "")
    assert verify(DEPLOYMENT).links == 1
    assert chains() == [DEPLOYMENT, written]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_leaves_no_seal(asha):
    write(asha, "did")
    with scopes_disabled(), transaction.atomic():
        record(agency=asha.agency, actor=asha.user, verb="undone", obj=asha.membership)
        transaction.set_rollback(True)

    found = verify(asha.agency.pk)
    assert (found.links, found.unsealed) == (1, 0)


def test_two_deeds_of_one_transaction_are_sealed_by_one_job(
    asha, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True) as jobs, scopes_disabled():
        for n in range(3):
            record(agency=asha.agency, actor=asha.user, verb=f"did_{n}", obj=asha.membership)

    assert len(jobs) == 1
    assert verify(asha.agency.pk).links == 3


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE agencies_auditentry SET verb = 'other' WHERE verb = 'did_2'", "does not hold"),
        (
            "UPDATE agencies_auditentry SET detail = '{\"passed\": true}' WHERE verb = 'did_2'",
            "does not hold",
        ),
        ("UPDATE agencies_auditentry SET agency_id = NULL WHERE verb = 'did_2'", "another agency"),
        ("DELETE FROM agencies_auditentry WHERE verb = 'did_2'", "is gone"),
        (
            "DELETE FROM agencies_auditseal WHERE number = 3 AND chain <> 0",
            "comes link 4, expected 3",
        ),
        (
            "UPDATE agencies_auditseal SET previous = 'x' WHERE number = 3 AND chain <> 0",
            "does not follow",
        ),
    ],
)
def test_the_first_broken_link_is_named(written, statement, sentence):
    past_the_triggers(statement)

    found = verify(written)

    assert found.links == 2
    assert sentence in found.problem
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_audit", stdout=StringIO())


def test_an_entry_slipped_in_is_not_in_the_chain_until_it_is_sealed(asha, written):
    AuditEntry.objects.create(
        agency=asha.agency, actor=asha.user, verb="slipped", object_type="x", object_id="1"
    )

    assert verify(written).unsealed == 1
    assert seal_all() == 1
    assert verify(written).links == 6


@pytest.mark.parametrize(
    "statement", ["UPDATE agencies_auditseal SET seal = 'x'", "DELETE FROM agencies_auditseal"]
)
def test_the_database_refuses_to_change_or_remove_a_seal(written, statement):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_time_make_one_chain(asha):
    def work():
        try:
            for n in range(5):
                write(asha, f"did_{n}")
        finally:
            connection.close()

    people = [Thread(target=work) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    seal_chain(asha.agency.pk)

    found = verify(asha.agency.pk)
    assert (found.links, found.unsealed, found.problem) == (20, 0, "")


def test_an_export_verifies_without_the_database(written, asha, tmp_path):
    file = tmp_path / "audit.jsonl"
    with file.open("w", encoding="utf-8") as out:
        call_command("export_audit", asha.agency.slug, stdout=out)
    told = StringIO()

    call_command("verify_audit", file=str(file), stdout=told)

    assert verify(written).head in told.getvalue()
    lines = file.read_text().splitlines()
    assert len(lines) == 6
    changed = json.loads(lines[3]) | {"entry": json.loads(lines[3])["entry"] | {"verb": "x"}}
    file.write_text("\n".join([*lines[:3], json.dumps(changed), *lines[4:]]))
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_audit", file=str(file), stdout=StringIO())
    file.write_text("\n".join(lines[:-1]))
    with pytest.raises(CommandError, match="tampered"):
        call_command("verify_audit", file=str(file), stdout=StringIO())


def test_a_file_that_is_no_export_is_refused_with_a_sentence(tmp_path):
    file = tmp_path / "other.txt"
    file.write_text("hello")

    with pytest.raises(CommandError, match="cannot be read as an export"):
        call_command("verify_audit", file=str(file))
    with pytest.raises(CommandError, match="no agency with the short name"):
        call_command("export_audit", "nowhere")
    assert AuditSeal.objects.count() == 0


def test_what_is_committed_while_somebody_seals_is_sealed_by_them(monkeypatch):
    turns = []

    def sealing_slowly(chain):
        turns.append(chain)
        if len(turns) == 1:
            seal_soon(chain)  # another thread, which has just committed

    monkeypatch.setattr(sealing, "seal_chain", sealing_slowly)
    seal_soon(7)
    assert turns == [7, 7]
    seal_soon(7)
    assert turns == [7, 7, 7]


def test_a_seal_that_fails_leaves_the_turn_to_the_next(monkeypatch):
    turns = []

    def failing(chain):
        turns.append(chain)
        raise RuntimeError("the database went")

    monkeypatch.setattr(sealing, "seal_chain", failing)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="the database went"):
            seal_soon(7)
    assert turns == [7, 7]


def test_many_entries_are_sealed_in_their_order(asha):
    for n in range(2 * sealing._WRITTEN_AT_ONCE + 3):
        write(asha, f"did_{n}")

    sealed = seal_chain(asha.agency.pk, every=True)

    verdict = verify(asha.agency.pk)
    assert (verdict.links, verdict.problem) == (sealed, "")
    assert sealed >= 2 * sealing._WRITTEN_AT_ONCE + 3

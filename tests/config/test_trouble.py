"""A database in trouble: the kind is told apart; the page says what is so, the log what to do."""

import os
import subprocess
import sys

import pytest
from django.db import (
    DataError,
    Error,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)

from agencies.database_trouble import BUSY, FULL, GONE, READ_ONLY, TABLES, trouble_of
from agencies.models import Agency
from config import health
from tests.test_repository import ROOT
from training.views import cases


def caused(error, **said):
    """An error of Django's, as the database behind it would have caused it."""
    error.__cause__ = type("Cause", (Exception,), said)()
    return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (caused(OperationalError("database is locked"), sqlite_errorname="SQLITE_BUSY"), BUSY),
        (caused(OperationalError("full"), sqlite_errorname="SQLITE_FULL"), FULL),
        (caused(OperationalError("ro"), sqlite_errorname="SQLITE_READONLY_DBMOVED"), READ_ONLY),
        (caused(OperationalError("io"), sqlite_errorname="SQLITE_IOERR_READ"), GONE),
        (caused(OperationalError("no such column: x"), sqlite_errorname="SQLITE_ERROR"), TABLES),
        (caused(OperationalError("deadlock"), sqlstate="40P01"), BUSY),
        (caused(OperationalError("too many clients"), sqlstate="53300"), BUSY),
        (caused(OperationalError("No space left on device"), sqlstate="53100"), FULL),
        (caused(OperationalError("read-only transaction"), sqlstate="25006"), READ_ONLY),
        (caused(OperationalError("starting up"), sqlstate="57P03"), GONE),
        (caused(OperationalError("password"), sqlstate="28P01"), GONE),
        (caused(OperationalError("no database"), sqlstate="3D000"), GONE),
        (caused(ProgrammingError("column x does not exist"), sqlstate="42703"), TABLES),
        (caused(OperationalError("no answer"), __module__="psycopg.errors"), GONE),
        (InterfaceError("the connection is closed"), GONE),
        (caused(ProgrammingError("syntax error"), sqlstate="42601"), None),
        (DataError("out of range"), None),
        (ZeroDivisionError("one"), None),
        (None, None),
    ],
)
def test_each_kind_is_told_apart(error, trouble):
    assert trouble_of(error) is trouble


class OnSqlite:
    """What the file answers as it would on such a disk, without the disk."""

    full = (
        "PRAGMA max_page_count=1",  # never less than it has
        "PRAGMA max_page_count=1073741823",
    )
    read_only = ("PRAGMA query_only=1", "PRAGMA query_only=0")


class OnPostgres:
    full = (
        "CREATE FUNCTION pg_temp.full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE SQLSTATE '53100' USING MESSAGE = 'No space left on device'; END $$; "
        "CREATE TRIGGER no_room BEFORE INSERT ON agencies_agency "
        "FOR EACH ROW EXECUTE FUNCTION pg_temp.full()",
        "DROP TRIGGER IF EXISTS no_room ON agencies_agency",  # it went with the transaction
    )
    read_only = ("SET TRANSACTION READ ONLY", "SELECT 1")


def fill(cursor, begin):
    cursor.execute(begin)
    for number in range(200):
        Agency.objects.create(name=f"{number:05}" * 40, slug=f"north-{number}")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "trouble"), [("full", FULL), ("read_only", READ_ONLY)])
def test_it_is_known_by_the_database_s_own_error(kind, trouble):
    begin, end = getattr(OnSqlite if connection.vendor == "sqlite" else OnPostgres, kind)
    with connection.cursor() as cursor:
        try:
            with pytest.raises(Error) as refused, transaction.atomic():
                fill(cursor, begin)
        finally:
            cursor.execute(end)

    assert trouble_of(refused.value) is trouble


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "heading", "en_francais"),
    [
        (
            caused(OperationalError("locked"), sqlite_errorname="SQLITE_BUSY"),
            "The server is busy",
            "Le serveur est occupé",
        ),
        (
            caused(OperationalError("full"), sqlite_errorname="SQLITE_FULL"),
            "There is no room left to save",
            "Il n'y a plus de place",
        ),
        (
            caused(OperationalError("read"), sqlite_errorname="SQLITE_READONLY"),
            "Nothing can be saved just now",
            "Rien ne peut être enregistré",
        ),
        (InterfaceError("closed"), "The database does not answer", "La base de données ne répond"),
    ],
)
def test_page_says_what_is_so_and_the_log_what_to_do(
    client, asha, monkeypatch, caplog, error, heading, en_francais
):
    def fail(*_):
        raise error

    client.force_login(asha.user)
    client.raise_request_exception = False
    monkeypatch.setattr(cases, "start_page", fail)

    page = client.get("/training/")

    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) == trouble_of(error).wait
    assert heading in page.text
    assert en_francais in page.text
    assert "Traceback" not in page.text
    assert trouble_of(error).log in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tables", "status", "heading"),
    [
        ("older than this program: run manage.py prepare", 503, "Plumbline is being updated"),
        ("ok", 500, "Something went wrong here"),
    ],
)
def test_a_missing_column_is_a_fault_where_the_tables_are_this_version_s(
    client, asha, monkeypatch, tables, status, heading
):
    def fail(*_):
        raise caused(OperationalError("no such column: x"))

    client.force_login(asha.user)
    client.raise_request_exception = False
    monkeypatch.setattr(cases, "start_page", fail)
    monkeypatch.setattr(health, "tables", lambda: tables)

    page = client.get("/training/")

    assert (page.status_code, heading in page.text) == (status, True)


def manage(command, url):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DEBUG": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////no/such/folder/plumbline.sqlite3", GONE.log),
        ("postgres://nobody@127.0.0.1:1/plumbline?pool_timeout=1", GONE.log),
    ],
)
def test_a_wrong_address_is_a_sentence_at_the_command_line(url, sentence):
    ended = manage(["prepare"], url)

    assert ended.returncode == 1
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_command_on_an_empty_database_says_what_to_do(tmp_path):
    ended = manage(["verify_audit"], f"sqlite:///{tmp_path}/empty.sqlite3")

    assert ended.returncode == 1
    assert TABLES.log in ended.stderr

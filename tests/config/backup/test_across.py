"""A backup of SQLite goes into PostgreSQL: every row, or none and a sentence."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_scopes import scopes_disabled

from agencies.audit_chain import verify
from agencies.models import Agency, User
from config.backup import across, archive, restoring
from config.backup.archive import BackupRefusedError
from reliability.models import Credential, ReportEdition
from tests.config.backup.machines import Machine, rewritten
from tests.databases import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(old):
    return archive.read_manifest(old.backup)


@pytest.fixture
def copy(old, told, tmp_path):
    """The database in the backup."""
    file = tmp_path / "copy.sqlite3"
    archive.extract(old.backup, told, file)
    return file


def test_every_row_comes_across(copy, told):
    with scopes_disabled():
        Agency.objects.create(name="What was there", slug="what-was-there")

        across.fill(copy)

        restoring._same_rows(told)
        assert list(Agency.objects.values_list("name", flat=True)) == ["North Agency"]
        links = sum(verify(int(chain)).links for chain in told.heads)
        assert links == sum(number for number, _ in told.heads.values()) > 0
        assert ReportEdition.objects.get().results["icc"] == 0.1 + 0.2
        assert Credential.objects.get().revoked_at is None
        # New rows are numbered above those that came
        newest = max(User.objects.values_list("pk", flat=True))
        assert User.objects.create(email="next@example.org", name="Next").pk > newest


def test_a_row_that_is_not_taken_is_named_and_nothing_is_moved(copy):
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("PRAGMA ignore_check_constraints = ON")
        opened.execute("DROP TRIGGER IF EXISTS agencies_auditseal_no_update")
        opened.execute("UPDATE agencies_auditseal SET number = -1 WHERE id = 1")
        (number,) = opened.execute("SELECT id FROM agencies_auditseal WHERE number = -1").fetchone()
    before = Agency.objects.create(name="What was there", slug="what-was-there")

    with pytest.raises(BackupRefusedError, match=f"agencies_auditseal .* number {number}, "):
        across.fill(copy)

    assert list(Agency.objects.all()) == [before]


def test_a_row_that_names_what_is_not_there_is_refused(copy):
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("DELETE FROM agencies_membership WHERE id = 1")

    with pytest.raises(BackupRefusedError, match="A row names another that is not there"):
        across.fill(copy)

    assert not Agency.objects.exists()


def test_what_is_read_back_otherwise_is_refused(copy, monkeypatch):
    as_it_is = across._told

    def garbled(fields, row):
        values = as_it_is(fields, row)
        return ["South Agency" if value == "North Agency" else value for value in values]

    monkeypatch.setattr(across, "_told", garbled)
    with pytest.raises(BackupRefusedError, match=r"agencies_agency, number \d+: what was written"):
        across.fill(copy)

    assert not Agency.objects.exists()


@pytest.mark.parametrize("left_out", ["training", "reliability"])
def test_an_older_version_is_refused_before_anything(old, told, tmp_path, left_out):
    (newest,) = [
        node
        for node in MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
        if node[0] == left_out
    ]
    older = [list(one) for one in told.migrations if one != newest]
    file = rewritten(old.backup, tmp_path / "older.backup", migrations=older)

    with pytest.raises(BackupRefusedError, match="by an older version"):
        restoring._refuse_other_tables(archive.read_manifest(file))


def test_rows_of_an_extra_that_is_off_here_are_refused(old, told, tmp_path):
    rows = {**told.rows, "other_table": 3}
    file = rewritten(old.backup, tmp_path / "extra.backup", rows=rows)

    with pytest.raises(BackupRefusedError, match="rows in other_table"):
        restoring._refuse_other_tables(archive.read_manifest(file))
    restoring._refuse_other_tables(told)


@pytest.fixture
def empty(tmp_path):
    """The address of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield address(tmp_path / "empty.sqlite3")
        return
    access = connection.settings_dict
    name = "moved_to"
    server = psycopg.connect(
        host=access["HOST"], user=access["USER"], dbname="postgres", autocommit=True
    )
    with server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        yield address(name)
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_command_moves_an_installation(old, empty, tmp_path):
    machine = Machine(tmp_path / "moved")
    (machine.folder / "secret-key").write_text("the key of the machine that it was moved to, long")
    machine.environment["DATABASE_URL"] = empty

    done = machine.manage("restore", old.backup, "--keys", old.keys)

    assert done.returncode == 0, done.stderr
    assert "badges verified: 1" in done.stdout
    assert machine.manage("verify_audit").returncode == 0
    again = machine.manage("restore", old.backup)
    assert "is not empty" in again.stderr

"""Yesterday's backup on an empty machine: everything is there, and what is not whole is refused."""

import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.backup import archive, engines, restoring
from config.backup.archive import BackupRefusedError
from tests.config.backup.machines import Machine, rewritten


@pytest.fixture(scope="module")
def new(old, tmp_path_factory):
    """An empty machine on which it was restored."""
    machine = Machine(tmp_path_factory.mktemp("machines") / "new")
    (machine.folder / "secret-key").write_text("another key until the old one is put in its place")
    machine.told = machine.manage("restore", old.backup, "--keys", old.keys)
    assert machine.told.returncode == 0, machine.told.stderr
    return machine


def test_an_empty_machine_has_everything_back(old, new):
    for table in ("agencies_user", "agencies_auditentry", "agencies_auditseal"):
        query = f"SELECT * FROM {table} ORDER BY id"  # noqa: S608 - three tables of our own
        assert new.rows(query) == old.rows(query)
        assert new.rows(query)
    assert "Restored as of" in new.told.stdout


def test_a_report_reads_the_same_to_the_byte(old, new):
    query = "SELECT results FROM reliability_reportedition"
    assert new.rows(query) == old.rows(query)
    assert json.loads(new.rows(query)[0][0])["icc"] == 0.1 + 0.2


def test_audit_record_and_badges_are_verified_while_restoring(old, new):
    links = sum(n for (n,) in old.rows("SELECT COUNT(*) FROM agencies_auditseal"))
    assert links > 0
    assert f"the audit record holds: {links} links" in new.told.stdout
    assert "badges verified: 1" in new.told.stdout
    token = new.folder / "badge.jwt"
    token.write_text(new.rows("SELECT badge FROM reliability_credential")[0][0])
    assert new.manage("verify_badge", token).returncode == 0


def test_the_keys_are_apart_and_readable_by_their_owner_only(old):
    private = json.loads(old.keys.read_text())["BADGE_KEYS"]
    with zipfile.ZipFile(old.backup) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert json.loads(private)["keys"][0]["d"].encode() not in everything
    assert oct(old.keys.stat().st_mode & 0o777) == "0o600"
    assert oct(old.backup.stat().st_mode & 0o777) == "0o600"


def test_without_the_old_badge_keys_it_says_so(old, tmp_path):
    machine = Machine(tmp_path / "third")
    (machine.folder / "secret-key").write_text("a third machine's key, of fifty characters or so")

    told = machine.manage("restore", old.backup)

    assert told.returncode == 1
    assert "does not verify" in told.stderr
    assert "Put the keys of that time back" in told.stderr


def test_a_database_that_is_not_empty_is_left_alone(old, new):
    before = new.rows("SELECT COUNT(*) FROM agencies_auditentry")

    told = new.manage("restore", old.backup)

    assert "is not empty" in told.stderr
    assert new.rows("SELECT COUNT(*) FROM agencies_auditentry") == before


@pytest.fixture
def copy_of(old, tmp_path):
    def make(change):
        file = tmp_path / "copy.backup"
        file.write_bytes(change(old.backup.read_bytes()))
        return file

    return make


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-30],
        lambda whole: b"",
        lambda whole: b"not a zip at all",
        lambda whole: flipped(whole, len(whole) // 2),
        lambda whole: flipped(whole, len(whole) // 3),
    ],
)
def test_a_truncated_or_damaged_backup_is_refused_with_a_sentence(copy_of, tmp_path, change):
    file = copy_of(change)

    with pytest.raises(BackupRefusedError, match=r"truncated or damaged|is damaged"):
        archive.extract(file, archive.read_manifest(file), tmp_path / "out")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"sha256": "0" * 64}, "another checksum"),
        ({"member": "missing"}, "holds no database"),
        ({"format": 99}, "has format 99"),
        ({"rows": "many", "unknown": 1}, "manifest is missing or cannot be read"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(old, tmp_path, changed, sentence):
    file = rewritten(old.backup, tmp_path / "changed.backup", **changed)

    with pytest.raises(BackupRefusedError, match=sentence):
        archive.extract(file, archive.read_manifest(file), tmp_path / "out")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"engine": "oracle"}, "The backup was made of oracle"),
        ({"migrations": [["agencies", "9999_of_next_year"]]}, "newer version of the program"),
    ],
)
@pytest.mark.django_db
def test_another_engine_or_a_newer_program_is_refused_before_anything(
    old, tmp_path, monkeypatch, changed, sentence
):
    monkeypatch.setattr(engines, "put_back", lambda copy: pytest.fail("it was put back"))
    monkeypatch.setattr(engines, "is_empty", lambda: True)
    if engines.connection.vendor != "sqlite":
        changed = {"engine": engines.connection.vendor} | changed
    file = rewritten(old.backup, tmp_path / "changed.backup", **changed)

    with pytest.raises(BackupRefusedError, match=sentence):
        restoring.restore(file, print)


def test_the_same_names_are_not_written_over(old):
    assert "exists already" in old.manage("backup", old.backup).stderr
    again = old.backup.with_name("again.backup")
    told = old.manage("backup", again, "--keys", old.keys)
    assert "The backup was made" in told.stderr
    assert "Its keys were not written" in told.stderr
    assert again.exists()
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(Path("/nowhere/at/all")))

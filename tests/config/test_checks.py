"""Keys of several machines: said where the database is elsewhere and the keys are not."""

from types import SimpleNamespace

import pytest

from config import checks
from config.checks import SHARED, keys_of_several_machines


@pytest.fixture
def no_keys(monkeypatch):
    for name in SHARED:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def database_on(monkeypatch, host):
    told = SimpleNamespace(DATABASES={"default": {"HOST": host}})
    monkeypatch.setattr(checks, "settings", told)


def test_keys_of_one_machine_are_told_where_the_database_is_elsewhere(no_keys, monkeypatch):
    database_on(monkeypatch, "10.0.0.5")

    (told,) = keys_of_several_machines()

    assert told.msg.startswith("The database is on 10.0.0.5, and SECRET_KEY, BADGE_KEYS,")
    assert told.level < 30


@pytest.mark.parametrize("host", ["", "localhost", "127.0.0.1", "/var/run/postgresql"])
def test_on_one_machine_nothing_is_said(no_keys, monkeypatch, host):
    database_on(monkeypatch, host)

    assert keys_of_several_machines() == []


def test_keys_that_are_named_are_not_told_of(no_keys, monkeypatch):
    database_on(monkeypatch, "10.0.0.5")
    for name in SHARED[:-1]:
        monkeypatch.setenv(f"{name}_FILE", "/etc/keys")

    (told,) = keys_of_several_machines()

    assert "SECOND_STEP_KEY lie" in told.msg
    assert "BADGE_KEYS" not in told.msg

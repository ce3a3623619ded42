"""A machine that people worked with."""

import pytest

from tests import migrated
from tests.config.backup.machines import FILLING, Machine


@pytest.fixture(scope="package")
def old(tmp_path_factory):
    """A machine that people worked with, and its backup."""
    machine = Machine(tmp_path_factory.mktemp("machines") / "old")
    (machine.folder / "secret-key").write_text("the key of the old machine, fifty characters long")
    migrated.copy_to(machine.database)
    filled = machine.run("-c", FILLING)
    assert filled.returncode == 0, filled.stderr
    machine.backup = machine.folder.parent / "yesterday.backup"
    machine.keys = machine.folder.parent / "keys.json"
    machine.told = machine.manage("backup", machine.backup, "--keys", machine.keys)
    assert machine.told.returncode == 0, machine.told.stderr
    return machine

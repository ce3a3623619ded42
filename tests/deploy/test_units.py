"""The services of systemd: hardened alike, and starting what there is."""

import re
import shutil
import subprocess

import pytest

from tests.deploy.test_variables import read_by_the_program
from tests.test_repository import ROOT

FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(file.name for file in FOLDER.glob("*.service"))
HARDENED = {
    "User=plumbline",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "RestrictNamespaces=yes",
    "MemoryDenyWriteExecute=yes",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged @resources",
    "UMask=0077",
    "EnvironmentFile=/etc/plumbline/environment",
}
WRITABLE = {"/var/lib/plumbline", "/var/backups/plumbline"}
MOST_EXPOSED = 2.0
"""Of 10, as systemd-analyze counts; what is left is mostly that they use the network."""


def lines(name):
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def told(name, key):
    return [line.split("=", 1)[1] for line in lines(name) if line.startswith(f"{key}=")]


def test_there_are_services_for_web_worker_and_backup():
    assert SERVICES == [
        "plumbline-backup.service",
        "plumbline-web@.service",
        "plumbline-worker@.service",
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_each_is_hardened(name):
    assert set(lines(name)) >= HARDENED
    assert set(told(name, "ReadWritePaths")[0].split()) <= WRITABLE
    assert told(name, "MemoryMax")


@pytest.mark.parametrize("name", SERVICES)
def test_each_starts_what_there_is(name):
    start = told(name, "ExecStart")[0]
    command = re.search(r"manage\.py (\w+)", start)
    if command:
        assert list(ROOT.glob(f"*/management/commands/{command[1]}.py"))
    else:
        assert "gunicorn --config deploy/gunicorn.py --bind 127.0.0.1:%i config.wsgi" in start
        assert (ROOT / "deploy" / "gunicorn.py").is_file()


@pytest.mark.parametrize("name", SERVICES)
def test_no_unit_holds_a_setting_of_the_installation(name):
    set_here = {word.split("=")[0] for line in told(name, "Environment") for word in line.split()}

    assert not set_here & read_by_the_program()


def test_a_restart_waits_for_what_is_under_way():
    gunicorn = (ROOT / "deploy" / "gunicorn.py").read_text(encoding="utf-8")
    graceful = int(re.search(r"^graceful_timeout = (\d+)", gunicorn, re.MULTILINE)[1])

    assert int(told("plumbline-web@.service", "TimeoutStopSec")[0]) > graceful


@pytest.mark.full
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_finds_little_exposed(name, tmp_path):
    assert shutil.which("systemd-analyze"), "install Debian's systemd"
    copy = tmp_path / name.replace("@.", "@8001.")
    shutil.copy(FOLDER / name, copy)

    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(copy)],
        capture_output=True,
        text=True,
    )

    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert float(exposure[1]) <= MOST_EXPOSED


@pytest.mark.full
@pytest.mark.parametrize("name", [*SERVICES, "plumbline-backup.timer"])
def test_systemd_understands_every_line(name):
    assert shutil.which("systemd-analyze"), "install Debian's systemd"

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(FOLDER / name)],
        capture_output=True,
        text=True,
    )

    # The program is not installed where this runs: that is all it may complain of.
    said = [line for line in done.stderr.splitlines() if "plumbline" in line]
    assert [line for line in said if "is not executable" not in line] == []

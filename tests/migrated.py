"""An empty database that has been through every migration, made once and copied for each run.

Replaying all migrations takes longer than most test files do. The copy is named after what made
it: a changed migration, or another Django, makes a new one.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import django
from django.conf import settings

MAKING = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""


def copy_to(file):
    """Put the migrated database there; the first to come makes it, and others wait."""
    folder = Path(settings.VAR_DIR) / "tests"
    folder.mkdir(exist_ok=True)
    wanted = folder / f"{_digest()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wanted.exists():
            for older in folder.glob("*.sqlite3"):
                older.unlink()
            _make(wanted, folder)
        shutil.copyfile(wanted, file)


def _make(wanted, folder):
    """In a process of its own, so that it meets no fixture of the tests; extras are on."""
    home = folder / "making"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    environment = {
        **os.environ,
        "VAR_DIR": str(home),
        "DATABASE_URL": "",
        "SECRET_KEY": "a key for tests, of fifty characters and more than that",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    subprocess.run(
        [sys.executable, "-c", MAKING], env=environment, cwd=settings.BASE_DIR, check=True
    )
    for journal in home.glob("*.sqlite3-*"):
        assert not journal.stat().st_size, f"{journal} still holds what was written"
    (home / "plumbline.sqlite3").replace(wanted)
    shutil.rmtree(home)


def _digest():
    base = Path(settings.BASE_DIR)
    files = [
        *(
            file
            for app in ("agencies", "config", "lti", "reliability", "training", "vignettes", "xapi")
            for file in (base / app / "migrations").glob("*.py")
        ),
        base / "agencies" / "append_only.py",
        base / "requirements" / "lti.txt",
    ]
    told = hashlib.sha256(django.__version__.encode())
    for file in sorted(files):
        told.update(str(file.relative_to(base)).encode() + file.read_bytes())
    return told.hexdigest()[:20]

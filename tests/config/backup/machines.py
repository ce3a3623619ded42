"""Installations of their own, and backups with another manifest."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

from django.conf import settings

from config.backup import archive

FILLING = """
import django
django.setup()
from django_scopes import scopes_disabled
from reliability.models import ReportEdition, Study
from tests.factories import make_agency, make_person
from tests.reliability.certificates import certify, coordinator_of
with scopes_disabled():
    north = make_agency("North Agency")
    certify(make_person("Asha", north), coordinator_of(north))
    study = Study.objects.create(agency=north, title="Autumn", tool="static-99r", digest="ab" * 32)
    ReportEdition.objects.create(
        study=study, number=1, engine="e", data_digest=study.digest,
        results={"icc": 0.1 + 0.2, "small": 1e-300, "text": "agr\\u00e9ment", "none": None},
    )
"""


class Machine:
    """An installation of its own: its folder, its keys, its database."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.database = folder / "plumbline.sqlite3"
        left_out = {"SECRET_KEY", "BADGE_KEYS", "PSEUDONYM_KEY"}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in left_out},
            "VAR_DIR": str(folder),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
        }

    def run(self, *command):
        return subprocess.run(
            [sys.executable, *map(str, command)],
            env=self.environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )

    def manage(self, *command):
        return self.run("manage.py", *command)

    def rows(self, query):
        with closing(sqlite3.connect(self.database)) as opened:
            return opened.execute(query).fetchall()


def rewritten(backup, target, **changed):
    """The same backup with another manifest; None leaves the database out."""
    with zipfile.ZipFile(backup) as opened, zipfile.ZipFile(target, "w") as made:
        told = json.loads(opened.read(archive.MANIFEST)) | changed
        made.writestr(archive.MANIFEST, json.dumps(told))
        if changed.get("member") != "missing":
            made.writestr(told["member"], opened.read("database.sqlite3"))
    return target

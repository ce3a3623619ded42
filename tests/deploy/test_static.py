"""Static files carry fingerprints from the first collectstatic on, and pages name them so."""

import os
import re
import subprocess
import sys

import pytest

from config import environment
from tests.test_repository import ROOT

SHOWN = """
import django
django.setup()
from django.templatetags.static import static
print(static("app.css"))
"""


def test_they_do_while_they_are_collected_at_first(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "argv", ["manage.py", "collectstatic", "--noinput"])
    assert environment.collected(tmp_path)

    monkeypatch.setattr(sys, "argv", ["manage.py", "check"])
    assert not environment.collected(tmp_path)

    (tmp_path / "staticfiles.json").write_text("{}")
    assert environment.collected(tmp_path)


@pytest.mark.full
def test_a_page_of_a_new_installation_names_fingerprints(tmp_path):
    told = {**os.environ, "VAR_DIR": str(tmp_path), "SECRET_KEY": "x" * 50}
    told |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(collect, cwd=ROOT, env=told, check=True, capture_output=True)

    asked = [sys.executable, "-c", SHOWN]
    shown = subprocess.run(asked, cwd=ROOT, env=told, check=True, capture_output=True, text=True)

    name = shown.stdout.strip().removeprefix("/static/")
    assert re.fullmatch(r"app\.[0-9a-f]{12}\.css", name)
    assert (tmp_path / "static" / name).is_file()

"""Every variable that the program reads is in the page for deployers and in the example."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment, extras
from tests.test_repository import ROOT

READERS = {"switch", "words", "whole_number", "password", "secret", "token", "get", "_secret"}
WITH_FILE = {"password", "secret", "token", "_secret"}
"""What these read may also stand in a file that NAME_FILE names."""
FOR_THE_SHELL = {"DJANGO_SETTINGS_MODULE"}
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def read_by_the_program():
    found = set()
    for file in [*(ROOT / "config").rglob("*.py"), ROOT / "deploy" / "gunicorn.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found |= _named(node)
    return found - FOR_THE_SHELL | {name.upper() for name in extras.EXTRAS}


def _named(node):
    if not isinstance(node, ast.Call) or not node.args:
        return set()
    called = ast.unparse(node.func)
    reader = called.rsplit(".", 1)[-1]
    name = node.args[0]
    if reader not in READERS or not isinstance(name, ast.Constant) or not _is_variable(name.value):
        return set()
    if reader == "get" and called != "os.environ.get":
        return set()
    return {name.value} | ({f"{name.value}_FILE"} if reader in WITH_FILE else set())


def _is_variable(value):
    return isinstance(value, str) and re.fullmatch("[A-Z][A-Z0-9_]+", value)


def in_the_example():
    return set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE, re.MULTILINE))


def in_the_page():
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    table = page.split("## The environment decides")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", row)}


def test_the_program_reads_variables():
    assert {"SECRET_KEY", "DATABASE_PASSWORD_FILE", "ALLOWED_HOSTS"} <= read_by_the_program()


def test_the_page_lists_what_the_program_reads_and_nothing_else():
    assert in_the_page() == read_by_the_program()


def test_the_example_holds_what_the_program_reads_and_nothing_else():
    assert in_the_example() == read_by_the_program()


def test_the_example_holds_no_usable_secret():
    for name, value in re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", EXAMPLE, re.MULTILINE):
        if re.search("KEY|PASSWORD|SECRET|TOKEN", name) and not name.endswith("_FILE"):
            assert value in {"", environment.PLACEHOLDER}, name


def test_each_line_of_the_example_can_be_taken_as_it_stands():
    """By systemd, by containers and by deploy/plumbline, which treat quotes and $ differently."""
    for line in EXAMPLE.splitlines():
        if line and not line.startswith("# "):
            assert re.fullmatch(r"#?[A-Z][A-Z0-9_]+=[^\"'$`\\]*", line) or line == "#", line


def test_the_example_as_it_is_does_not_start(tmp_path):
    told = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if re.match("[A-Z]", line))
    kept = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**told, **kept},
        capture_output=True,
        text=True,
    )

    assert done.returncode != 0
    assert "SECRET_KEY is still the placeholder" in done.stderr


@pytest.mark.parametrize("key", ["replace-me", "replace-me-please", "django-insecure-abc"])
def test_a_key_that_everybody_knows_is_refused(monkeypatch, tmp_path, key):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret-key").write_text(key)

    with pytest.raises(ImproperlyConfigured, match="placeholder"):
        environment.secret_key(tmp_path / "secret-key")


def test_a_placeholder_is_no_password(monkeypatch):
    monkeypatch.setenv("EMAIL_HOST_PASSWORD", "replace-me")

    with pytest.raises(ImproperlyConfigured, match="EMAIL_HOST_PASSWORD is still"):
        environment.password("EMAIL_HOST_PASSWORD")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is still"):
        environment.database("postgres://u:replace-me@h/n", sqlite_file=Path("x"))


def test_the_password_of_the_database_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "password").write_text("p@ss/word\n")
    monkeypatch.delenv("DATABASE_PASSWORD", raising=False)
    monkeypatch.setenv("DATABASE_PASSWORD_FILE", str(tmp_path / "password"))
    file = tmp_path / "x"

    assert environment.database("postgres://u@h/n", sqlite_file=file)["PASSWORD"] == "p@ss/word"
    assert environment.database("postgres://u:own@h/n", sqlite_file=file)["PASSWORD"] == "own"

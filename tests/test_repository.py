"""What must hold for the checkout as a whole, whichever package one works in."""

import re
import subprocess
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 300
# Pieces, so that this file does not contain what it looks for.
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)"])
)


def tracked(*patterns):
    """Files under version control; in an export without history, all files but the working ones."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True
    )
    names = done.stdout.split("\0") if done.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def requirement_names(text):
    return {re.split(r"[\[<>=~; ]", line, maxsplit=1)[0] for line in text}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_no_migration_is_missing():
    output = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=output)

    assert "No changes detected" in output.getvalue()


def test_no_file_holds_the_address_of_a_package_registry():
    found = []
    for file in tracked():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if REGISTRIES.search(text):
            found.append(str(file.relative_to(ROOT)))

    assert found == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_requirement_is_pinned_with_hashes(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="ascii")
    pins = re.split(r"\n(?=\S)", text.strip())

    assert len(pins) > 20
    for pin in pins:
        assert re.match(r"[a-z0-9._-]+==\S+", pin)
        assert "--hash=sha256:" in pin


@pytest.mark.parametrize("name", ["run", "dev"])
def test_requirements_hold_what_the_project_asks_for(project, name):
    asked = list(project["project"]["dependencies"])
    if name == "dev":
        asked += project["dependency-groups"]["dev"]
    pinned = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="ascii")

    names = re.findall(r"^([a-z0-9._-]+)==", pinned, re.MULTILINE)

    assert requirement_names(asked) <= set(names)


def test_both_requirement_files_agree_on_versions():
    run, dev = (
        set(re.findall(r"^[a-z0-9._-]+==\S+", (ROOT / "requirements" / file).read_text(), re.M))
        for file in ("run.txt", "dev.txt")
    )

    assert run <= dev
    assert {"django==5.2.19"} <= run
    assert any(pin.startswith("pandas==3.") for pin in run)


def test_modules_are_short():
    modules = [file for file in tracked("*.py") if "migrations" not in file.parts]
    long = {
        str(file.relative_to(ROOT)): lines
        for file in modules
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert modules
    assert long == {}


def test_vendored_files_name_their_version_and_licence():
    for folder in (ROOT / "static" / "vendor").iterdir():
        assert (folder / "VERSION").is_file()
        assert list(folder.glob("LICENSE*"))

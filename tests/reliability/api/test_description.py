"""The description of the interface: committed, complete, and readable without a script."""

import os
import re
import subprocess
import sys
from io import StringIO

import yaml
from django.core.management import call_command

from tests.test_repository import ROOT

COMMITTED = ROOT / "docs" / "openapi.yaml"
AGAIN = "./run manage spectacular --file docs/openapi.yaml"


def test_the_committed_description_is_that_of_the_code(capsys):
    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)

    assert COMMITTED.read_text(encoding="utf-8") == written.getvalue(), (
        f"docs/openapi.yaml is not the description of this code. Write it anew: {AGAIN}"
    )


def test_every_operation_has_a_sentence_and_says_its_problems():
    told = yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))

    assert told["openapi"] == "3.1.0"
    for path, methods in told["paths"].items():
        for operation in (methods[name] for name in ("get", "post") if name in methods):
            assert operation["summary"], path
            assert {"400", "406", "429"} <= set(operation["responses"]), path
            is_public = path.startswith("/api/v1/verify/")
            assert is_public or {"401", "403"} <= set(operation["responses"]), path


def test_the_served_description_is_the_committed_one(client):
    served = client.get("/api/v1/openapi.json")

    assert served.json() == yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))


def test_the_page_shows_every_operation_and_problem_without_script_or_style(client):
    told = yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))

    page = client.get("/api/v1/docs/").content.decode()

    for methods in told["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    for name in ("not-valid", "too-many", "no-token"):
        assert f'id="problem-{name}"' in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert "<style" not in page
    assert 'style="' not in page


def test_pages_are_served_without_the_framework_of_the_interface():
    program = (
        "import sys, django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "import reliability.api.urls;"
        "print('rest_framework.views' in sys.modules, 'drf_spectacular.openapi' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["False", "False"]

"""Without the extras the program is whole; with one that is not installed it says so."""

import json
import os
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

from config import extras
from tests.routes import table
from tests.test_repository import ROOT

WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"lti_tool", "pylti1p3", "jwcrypto"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""
ROUTES = """
import json
import django
django.setup()
from django.conf import settings
from tests.routes import table
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
print(json.dumps([sorted(table.routes()), settings.INSTALLED_APPS, sorted(sys.modules)]))
"""
STARTS = """
import django
django.setup()
"""


def run(program, folder, **told):
    left_out = {"LTI", "XAPI", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    surroundings = {name: value for name, value in os.environ.items() if name not in left_out}
    surroundings |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "VAR_DIR": str(folder),
        "SECRET_KEY": "jA3v-yq8Zk2_TwR5mXc9Ue1Bn7Gd4Hs6Lp0Of-iVxQaWzKbMtYrCuEoNh",
        "BEHIND_HTTPS_PROXY": "1",
        "ALLOWED_HOSTS": "training.example.ca",
        "DATABASE_URL": "",
        **told,
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT + program],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
    )


def test_base_installation_may_be_deployed_and_has_every_route_of_its_own(tmp_path):
    done = run(ROUTES, tmp_path)

    assert done.returncode == 0, done.stderr
    routes, apps, modules = json.loads(done.stdout.splitlines()[-1])
    extra = {route for route in table.routes() if route.partition(":")[0] in extras.EXTRAS}
    assert set(routes) == table.routes() - extra
    assert extra
    assert not {"lti", "lti_tool", "xapi"} & {*apps, *modules}


def test_extra_that_is_not_installed_is_a_sentence(tmp_path):
    done = run(STARTS, tmp_path, LTI="1", XAPI="1")

    assert done.returncode != 0
    assert "Install requirements/lti.txt" in done.stderr


def test_tests_run_with_every_extra():
    assert set(settings.EXTRAS) == set(extras.EXTRAS)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["project"]["optional-dependencies"]) >= set(extras.EXTRAS)


@pytest.mark.parametrize("told", [{}, {"LTI": "0"}, {"LTI": ""}])
def test_extras_are_off_by_default(monkeypatch, told):
    for name in ("LTI", "XAPI"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    assert extras.chosen() == ()

"""A journey full of canaries through the logging that is really set: none of them gets out.

In a process of its own, because pytest puts its own handlers in place of the program's.
"""

import os
import re
import subprocess
import sys

import pytest

from tests import migrated
from tests.test_repository import ROOT

CANARY = "canary7391"
JOURNEY = f"""
import logging
import django
django.setup()
from django.db import DataError, IntegrityError, connection
from django.core.management import call_command
from django.test import Client
from django.urls import path
from agencies.models import Agency, User
from config import urls

call_command("createcachetable")
CANARY = {CANARY!r}
person = User.objects.create_user(CANARY + "@north.example", CANARY, name=CANARY)
Agency.objects.create(name=CANARY, slug=CANARY)

def fault(request):
    raise ValueError(f"score {{CANARY}} of {{request.POST}}")

def twice(request):
    User.objects.create_user(CANARY + "@north.example", name=CANARY)

def wrong(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM agencies_user WHERE name = %s AND (", [CANARY])

def told(request):
    raise IntegrityError(f'violates "x"\\nDETAIL: Key (name)=({{CANARY}}) exists')

def data(request):
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        raise DataError(f'invalid input: "{{CANARY}}"') from error

for view in (fault, twice, wrong, told, data):
    urls.urlpatterns.append(path(view.__name__, view))

client = Client(raise_request_exception=False, headers={{"Authorization": "Bearer " + CANARY}})
client.cookies["sessionid"] = CANARY
strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
for view in (fault, twice, wrong, told, data):
    client.post(f"/{{view.__name__}}?q=" + CANARY, {{"score": CANARY, "token": CANARY}})
client.post("/account/login/", {{"login": CANARY + "@north.example", "password": CANARY + "!"}})
strict.post("/account/login/?next=" + CANARY, {{"login": CANARY}})
for page in ("shared", "invitation", "verify", "account/confirm-email"):
    client.get(f"/{{page}}/{{CANARY}}/?q=" + CANARY)
client.get(f"/account/password/reset/key/1-{{CANARY}}/")
client.get("/no/such/page?name=" + CANARY)
client.get("/api/v1/tools/?token=" + CANARY)
client.post("/api/v1/score/", CANARY, content_type="application/json")
client.get("/metrics")
client.force_login(person)
client.get("/?name=" + CANARY)

try:
    raise ValueError(CANARY)
except ValueError:
    logging.getLogger("plumbline").exception("Job %s failed", 7)
logging.getLogger("plumbline").warning("the journey is over")
"""  # noqa: S608 - the query is meant to fail


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    file = tmp_path_factory.mktemp("canaries") / "site.sqlite3"
    migrated.copy_to(file)
    return file


@pytest.mark.parametrize(("form", "level"), [("", "DEBUG"), ("json", "INFO")])
def test_no_canary_gets_into_the_log(database, tmp_path, form, level):
    copy = tmp_path / "site.sqlite3"
    copy.write_bytes(database.read_bytes())
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{copy}",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "for-this-journey-only",
        "ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_FORM": form,
        "LOG_LEVEL": level,
        "LOG_REQUESTS": "1",
        "DEBUG": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", JOURNEY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert "the journey is over" in done.stderr
    assert len(re.findall("(Internal Server Error|Service Unavailable): /", done.stderr)) == 5
    assert "UNIQUE constraint failed" in done.stderr
    assert "Forbidden" in done.stderr
    lines = [line for line in done.stderr.splitlines() if CANARY in line]
    assert lines == []
    assert not re.search(r"sessionid|csrftoken|Bearer", done.stderr)

"""The cast, and how tests meet the database, the task queue and the browser."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import translation

from agencies.models import Role
from config import compat
from tests import migrated
from tests.factories import make_agency, make_person

CHROMIUMS = ("/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium")
"""The first that is there: without windows it is the same engine at three fifths of the work."""
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config):
    # Playwright's synchronous calls run an event loop in the thread that also reads the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Not by assignment alone: a folder's conftest may have imported a task before this runs.
    tasks = override_settings(
        TASKS={"default": {"BACKEND": compat.IMMEDIATE_TASK_BACKEND, "QUEUES": []}}
    )
    tasks.enable()
    config.add_cleanup(tasks.disable)
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PSEUDONYM_KEY = "the key of the tests, nobody's own"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """What flushes the database comes last: it also empties what migrations filled in."""
    for item in items:
        if _flushes(item):
            item.add_marker("alone")
    result = yield
    items.sort(key=lambda item: item.get_closest_marker("alone") is not None)
    return result


def _flushes(item):
    database = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (database and database.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def _english():
    """A page read in French leaves its language behind in the thread; the next test starts anew.

    So does what is made once for a file: it is made before this, after the last test.
    """
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    there = [path for path in CHROMIUMS if Path(path).exists()]
    path = os.environ.get("CHROMIUM") or next(iter(there), CHROMIUMS[0])
    assert Path(path).exists(), (
        f"No Chromium at {path}. Install Debian's chromium-headless-shell or chromium, or set "
        "CHROMIUM to the path of another."
    )
    return {**browser_type_launch_args, "executable_path": path, "args": BROWSER_ARGS}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A database file of its own for every run, so that two runs do not meet.

    It begins as a copy of one that has been through every migration.
    """
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        migrated.copy_to(file)
        connection.settings_dict["TEST"]["NAME"] = str(file)
    else:
        # One for each process of the run
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        connection.settings_dict["TEST"]["NAME"] = f"test_plumbline_{worker}"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Migrations find their work done, and do only what is new."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let the flush after a transactional test past the append-only triggers (SQLite)."""
    if connection.vendor != "sqlite":
        yield
        return
    flush = type(connection.ops).sql_flush

    def sql_flush(operations, style, tables, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
        made_again = [sql for _, sql in triggers]
        return [*dropped, *flush(operations, style, tables, **options), *made_again]

    type(connection.ops).sql_flush = sql_flush
    yield
    type(connection.ops).sql_flush = flush


@pytest.fixture
def north(db):
    return make_agency("North Agency")


@pytest.fixture
def south(db):
    return make_agency("South Agency")


@pytest.fixture
def asha(north):
    """An assessor in North."""
    return make_person("Asha", north, Role.ASSESSOR)


@pytest.fixture
def ben(north):
    """Another assessor in North."""
    return make_person("Ben", north, Role.ASSESSOR)


@pytest.fixture
def cara(south):
    """An assessor in South: to North's pages, an outsider."""
    return make_person("Cara", south, Role.ASSESSOR)


@pytest.fixture
def tom(north):
    """North's coordinator."""
    return make_person("Tom", north, Role.COORDINATOR)


@pytest.fixture
def eva(north):
    """A panel expert in North."""
    return make_person("Eva", north, Role.EXPERT)


@pytest.fixture
def ana(north):
    """North's analyst."""
    return make_person("Ana", north, Role.ANALYST)

"""A real server process is killed in the middle of an exam: nothing acknowledged is lost."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest
from django.conf import settings

from tests import migrated
from tests.factories import PASSWORD

# How a server that is gone ends a request: before the answer, or in the middle of it.
GONE = (OSError, http.client.HTTPException)
ITEMS = [f"i{n}" for n in range(1, 11)]
SETTING_UP = """
import django
django.setup()
from django.core.management import call_command
from django_scopes import scopes_disabled
call_command("createcachetable", verbosity=0)
from tests.factories import make_agency, make_person
from tests.training.exam_bank import enrol, make_bank, rule_exams
with scopes_disabled():
    asha = make_person("Asha", make_agency())
    make_bank(asha.agency, 6)
    rule_exams(enrol(asha), cases=4)
"""


class Server:
    """The program as it is deployed, on a database of its own, in a process of its own."""

    def __init__(self, folder):
        self.file = folder / "plumbline.sqlite3"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(folder),
            "SECRET_KEY": "a key for one test, of fifty characters and more than that",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
            "DATABASE_URL": "",
        }
        self.process = None

    def set_up(self):
        migrated.copy_to(self.file)
        subprocess.run(
            [sys.executable, "-c", SETTING_UP],
            env=self.environment,
            cwd=settings.BASE_DIR,
            check=True,
        )

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--log-level", "warning"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread"]
        command += ["--threads", "2"]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=settings.BASE_DIR, start_new_session=True
        )
        for _ in range(600):
            if self.is_open():
                return
            time.sleep(0.05)
        raise AssertionError("the server did not open its port within 30 seconds")

    def kill(self):
        """Master and workers at once, without a word: as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while self.is_open():
            time.sleep(0.05)

    def is_open(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def rows(self, query, case):
        with sqlite3.connect(self.file) as database:
            return database.execute(query, [case]).fetchall()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    """Just enough of one: cookies, the token of the last page, and where it was led."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.page = ""

    def get(self, path):
        with self.opener.open(self.address + path, timeout=60) as reply:
            self.page = reply.read().decode()
            return reply

    def post(self, path, fields):
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)[1]
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        with self.opener.open(self.address + path, body, timeout=60) as reply:
            text = reply.read().decode()
            if reply.headers["Content-Type"].startswith("text/html"):
                self.page = text
            return reply

    def field(self, name):
        return re.search(rf'name="{name}" value="([^"]*)"', self.page)[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("killed"))
    made.set_up()
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def asha(server):
    """Asha, signed in, her exam begun."""
    made = Browser(server.address)
    made.get("/account/login/")
    made.post("/account/login/", {"login": "asha@example.org", "password": PASSWORD})
    made.get("/training/exams/start/1/static-99r/")
    made.post("/training/exams/start/1/static-99r/", {})
    return made


def open_next_case(browser):
    """Open the file of the next case; answers the address of its scoring page."""
    browser.get("/training/exams/1/")
    path = re.search(r'class="main-action" href="(/training/cases/\d+/)"', browser.page)[1]
    browser.get(path)
    browser.post(f"{path}notice/", {})
    return path


def save(browser, path, question, value, revision):
    fields = {
        "question": question,
        f"{question}-value": value,
        f"{question}-revision": revision,
    }
    return browser.post(f"{path}autosave/", fields).status == 200


def test_killed_between_autosave_and_handing_in_nothing_acknowledged_is_lost(server, asha):
    path = open_next_case(asha)
    save(asha, path, "eligibility", "yes", 0)
    acknowledged = {}

    def score_on():
        """Scores item after item, again and again, until the server is gone."""
        for turn in range(1000):
            for item in ITEMS:
                value = str(turn % 2)
                try:
                    save(asha, path, item, value, turn)
                except GONE:
                    return
                acknowledged[item] = (int(value), turn + 1)

    person = threading.Thread(target=score_on)
    person.start()
    while len(acknowledged) < len(ITEMS):
        time.sleep(0.01)
    time.sleep(0.3)
    server.kill()
    person.join()
    server.start()

    case = int(re.search(r"\d+", path)[0])
    kept = {
        item: (score, revision)
        for item, score, revision in server.rows(
            "SELECT item, score, revision FROM training_draftrating r "
            "JOIN training_draft d ON d.id = r.draft_id WHERE d.assignment_id = ?",
            case,
        )
    }
    behind = {item for item, saved in acknowledged.items() if kept[item][1] < saved[1]}
    ahead = {item for item in kept if kept[item][1] > acknowledged[item][1]}
    assert behind == set()
    assert len(ahead) <= 1, "more was stored than the one answer that was under way"
    assert all(kept[item] == acknowledged[item] for item in set(kept) - ahead)

    asha.get(path)
    form = {"action": "submit", "submission_key": asha.field("submission_key")}
    assert asha.post(path, form).url.endswith("/receipt/")
    stored = server.rows(
        "SELECT r.item, r.score FROM training_rating r "
        "JOIN training_coding c ON c.id = r.coding_id WHERE c.assignment_id = ?",
        case,
    )
    assert dict(stored) == {item: score for item, (score, _revision) in kept.items()}


def test_killed_while_handing_in_the_coding_is_there_once_and_whole(server, asha):
    path = open_next_case(asha)
    case = int(re.search(r"\d+", path)[0])
    form = {"action": "submit", "submission_key": asha.field("submission_key")}
    form |= {"eligibility-value": "yes", "eligibility-revision": "0"}
    for item in ITEMS:
        form |= {f"{item}-value": "0", f"{item}-revision": "0"}

    def hand_in():
        try:
            asha.post(path, form)
        except GONE:
            return

    person = threading.Thread(target=hand_in)
    person.start()
    time.sleep(0.05)
    server.kill()
    person.join()
    server.start()

    counted = "SELECT count(*) FROM training_coding WHERE assignment_id = ?"
    assert server.rows(counted, case)[0][0] in (0, 1)
    asha.get("/training/exams/1/")
    asha.get(path)
    for _ in range(2):
        assert asha.post(path, form).url.endswith("/receipt/")
    assert server.rows(counted, case) == [(1,)]
    stored = server.rows(
        "SELECT count(*), sum(r.score) FROM training_rating r "
        "JOIN training_coding c ON c.id = r.coding_id WHERE c.assignment_id = ?",
        case,
    )
    assert stored == [(10, 0)]

"""The worker as a process of its own: does what is due, and ends cleanly when told to."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from itertools import count

import pytest
from django.db import InterfaceError, OperationalError
from django.utils.timezone import now

from config.management.commands import worker
from tests import migrated
from tests.test_repository import ROOT

MANAGE = [sys.executable, "manage.py"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The environment of a prepared site in a database of its own."""
    file = tmp_path_factory.mktemp("site") / "site.sqlite3"
    migrated.copy_to(file)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "x" * 50}
    subprocess.run([*MANAGE, "prepare"], cwd=ROOT, env=environment, check=True, timeout=120)
    return environment | {"FILE": str(file)}


def finished_jobs(site):
    question = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'"
    with closing(sqlite3.connect(site["FILE"])) as database:
        return database.execute(question).fetchone()[0]


def test_worker_in_batch_does_what_is_due_and_ends(site):
    subprocess.run([*MANAGE, "worker", "--batch"], cwd=ROOT, env=site, check=True, timeout=60)

    assert finished_jobs(site) >= 3


def test_worker_keeps_the_schedule_and_ends_on_sigterm(site):
    with closing(sqlite3.connect(site["FILE"])) as database, database:
        database.execute("UPDATE config_schedule SET next_run_at = '2020-01-01 00:00:00'")
    before = finished_jobs(site)
    process = subprocess.Popen([*MANAGE, "worker"], cwd=ROOT, env=site)
    try:
        deadline = time.monotonic() + 60
        while finished_jobs(site) < before + 3 and time.monotonic() < deadline:
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()

    assert finished_jobs(site) >= before + 3


@pytest.fixture
def no_beats(monkeypatch):
    monkeypatch.setattr(worker.WorkerBeat, "beat", lambda name, at: None)


def test_ticking_survives_a_database_that_is_away(no_beats, monkeypatch, caplog):
    class Stopped:
        rounds = 0

        def is_set(self):
            return self.rounds == 2

        def wait(self, seconds):
            self.rounds += 1

    def away(moment):
        assert moment <= now()
        raise OperationalError("gone")

    monkeypatch.setattr(worker.jobs, "tick", away)

    worker.keep_ticking(Stopped(), "worker-1")

    assert caplog.text.count("The schedule waits.") == 2


class Turns:
    """Stops after so many turns, without waiting."""

    def __init__(self, most):
        self.left = most

    def is_set(self):
        return self.left == 0

    def wait(self, seconds):
        self.left -= 1


def test_a_worker_says_now_and_then_that_it_lives_even_if_the_clock_is_set_back(monkeypatch):
    beats, moments = [], count()
    monkeypatch.setattr(worker, "now", lambda: now() - timedelta(hours=next(moments)))
    monkeypatch.setattr(worker.jobs, "tick", lambda at: [])
    monkeypatch.setattr(worker.WorkerBeat, "beat", lambda name, at: beats.append(name))

    worker.keep_ticking(Turns(7), "worker-1")

    assert beats == ["worker-1"] * 3


def test_a_worker_goes_on_when_the_database_is_back(monkeypatch, caplog):
    answers = [OperationalError("the connection failed"), InterfaceError("closed"), None]
    asked = []

    def work(name, **options):
        asked.append((name, options["worker_id"]))
        if answer := answers.pop(0):
            raise answer

    given_back = []
    monkeypatch.setattr(worker, "call_command", work)
    monkeypatch.setattr(worker.jobs, "give_back", lambda name, at: given_back.append(name))

    worker.keep_working(Turns(5), worker_id="worker-1")

    assert asked == [("db_worker", "worker-1")] * 3
    assert given_back == ["worker-1"] * 2
    assert caplog.text.count("Jobs wait.") == 2


def test_a_fault_of_the_program_ends_the_worker(monkeypatch):
    def work(name, **options):
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "call_command", work)

    with pytest.raises(ZeroDivisionError):
        worker.keep_working(Turns(5))

"""The worker as a process of its own: does what is due, and ends cleanly when told to."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta

import pytest
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
        raise worker.DatabaseError("gone")

    monkeypatch.setattr(worker.jobs, "tick", away)

    worker.keep_ticking(Stopped())

    assert caplog.text.count("The schedule could not be read") == 2


def test_a_worker_says_now_and_then_that_it_lives(monkeypatch):
    beats, moment = [], now()

    class Stopped:
        rounds = 0

        def is_set(self):
            return self.rounds == 7

        def wait(self, seconds):
            nonlocal moment
            moment += timedelta(seconds=seconds)
            self.rounds += 1

    monkeypatch.setattr(worker, "now", lambda: moment)
    monkeypatch.setattr(worker.jobs, "tick", lambda at: [])
    monkeypatch.setattr(worker.WorkerBeat, "beat", lambda name, at: beats.append((name, at)))

    worker.keep_ticking(Stopped())

    assert len(beats) == 3
    assert len({name for name, _ in beats}) == 1

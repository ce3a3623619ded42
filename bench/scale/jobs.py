"""What runs without anybody waiting for it: jobs of the schedule, commands, a study's reading."""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.management import call_command
from django.db import connection
from django.utils.module_loading import import_string
from django.utils.timezone import localdate, now
from django_scopes import scope, scopes_disabled

from agencies.models import Agency
from bench.scale.agency import TOOL
from bench.scale.asking import Asked, ask

ROOT = Path(__file__).resolve().parent.parent.parent
OFTEN = {
    "each minute: exams that are over": "training.tasks.close_due_exams",
    "each minute: decisions due": "reliability.tasks.decide_exams",
    "each hour: audit seals": "agencies.tasks.seal_audit",
    "each hour: old studies": "reliability.tasks.forget_old_studies",
    "each 6 hours: certificates that expire": "reliability.tasks.remind_of_expiry",
    "each 6 hours: due dates": "training.tasks.remind_of_due_dates",
}
MOST_READ = 300_000
"""Codings up to which a study of all of them is read here: it holds them in memory."""


def jobs(*, with_long: bool = True) -> Iterator[tuple[str, Asked]]:
    """Every job with its name in plain words; those last that read everything one by one."""
    for words, name in OFTEN.items():
        yield words, ask(import_string(name).func, runs=3)
    yield from _studies()
    yield "each night: tallies", ask(_tallies, runs=0)
    yield "migrate, nothing to do", ask(lambda: call_command("migrate", verbosity=0), runs=1)
    yield from _changes()
    if with_long:
        yield "each night: charts of all", ask(_charts, runs=0)
        yield "verify_audit", ask(_verified, runs=0)
    yield from _copies(with_restore=with_long)


def _studies() -> Iterator[tuple[str, Asked]]:
    """Codings of a month, and of everything, as the rows of a study."""
    from reliability.actions.studying.from_codings import plan_of_codings

    agency = Agency.objects.get()

    def read(**asked: Any) -> int:
        with scope(agency=agency):
            return len(plan_of_codings(agency, TOOL, "between", asked).rows)

    month = localdate().replace(day=1)
    yield "a study of this month's codings, reading", ask(lambda: read(since=month), runs=0)
    if _codings() <= MOST_READ:
        yield "a study of every coding, reading", ask(read, runs=0)


def _codings() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM training_coding")
        return int(cursor.fetchone()[0])


def _tallies() -> None:
    from reliability.actions.monitoring.tallying import write_tallies

    agency = Agency.objects.get()
    with scope(agency=agency):
        write_tallies(agency, now())


def _charts() -> None:
    """The night's run without its tallies, which have a line of their own."""
    from reliability.actions.monitoring import running

    agency = Agency.objects.get()
    with mock.patch.object(running, "write_tallies"), scope(agency=agency):
        run = running.monitor_agency(agency)
    if run.error:
        raise RuntimeError(run.error[:500])


def _verified() -> None:
    call_command("verify_audit", stdout=io.StringIO())


def _changes() -> Iterator[tuple[str, Asked]]:
    """What a migration of the largest table does, each undone."""
    table = "training_rating"
    told = {
        "migration: a column with a default": (
            f"ALTER TABLE {table} ADD COLUMN tried boolean NOT NULL DEFAULT false",
            f"ALTER TABLE {table} DROP COLUMN tried",
        ),
        "migration: an index": (
            f"CREATE INDEX tried ON {table} (item)",
            "DROP INDEX tried",
        ),
        "migration: a check of every row": (
            f"ALTER TABLE {table} ADD CONSTRAINT tried CHECK (score IS NULL OR score > -100)",
            f"ALTER TABLE {table} DROP CONSTRAINT tried",
        ),
    }
    for words, (change, back) in told.items():
        yield words, ask(_executing(change), runs=0)
        _executing(back)()


def _executing(statement: str) -> Callable[[], None]:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return act


def _copies(*, with_restore: bool) -> Iterator[tuple[str, Asked]]:
    """A backup of everything, and that backup restored into an empty database."""
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        file = str(Path(folder) / "made.backup")
        with scopes_disabled():
            yield "backup", ask(lambda: call_command("backup", file, stdout=io.StringIO()), runs=0)
        if with_restore:
            yield "restore", _restored(file)


def _restored(file: str) -> Asked:
    here = str(connection.settings_dict["NAME"])
    target = f"{here}_back"
    _executing(f'CREATE DATABASE "{target}"')()
    environment = {**os.environ}
    environment["DATABASE_URL"] = os.environ["DATABASE_URL"].replace(f"/{here}?", f"/{target}?")
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command, by this interpreter
        [sys.executable, "manage.py", "restore", file],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - began
    _executing(f'DROP DATABASE "{target}"')()
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:])
    return Asked(took, 0, took, "", 0.0)

"""Runs background jobs and keeps the schedule."""

import logging
import secrets
import threading
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection
from django.utils.timezone import now

from agencies.database_trouble import said, trouble_of
from config import jobs
from config.clock import Clock
from config.models import BEATS_EVERY, WorkerBeat

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TICKS = 5
TICKS_A_BEAT = BEATS_EVERY // timedelta(seconds=SECONDS_BETWEEN_TICKS)


class Command(BaseCommand):
    help = "Run background jobs and the schedule until stopped. Any number may run side by side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Do what is due now, then exit.")
        parser.add_argument(
            "--heartbeat",
            type=Path,
            metavar="FILE",
            help="Touch this file at every look at the schedule: for a health check beside it.",
        )

    def handle(
        self, *, batch: bool, verbosity: int, heartbeat: Path | None = None, **options: Any
    ) -> None:
        work = {"queue_name": "*", "reload": False, "batch": batch, "startup_delay": False}
        if batch:
            jobs.tick(now())
            call_command("db_worker", verbosity=verbosity, **work)
            return
        name, stopped = secrets.token_hex(8), threading.Event()
        ticker = threading.Thread(target=keep_ticking, args=[stopped, name, heartbeat], daemon=True)
        ticker.start()
        try:
            keep_working(stopped, worker_id=name, verbosity=verbosity, **work)
        finally:
            stopped.set()
            ticker.join(timeout=SECONDS_BETWEEN_TICKS)


def keep_working(stopped: threading.Event, **work: Any) -> None:
    """Run jobs until told to stop; a database that is away for a while only delays them.

    The job that it left in the middle is given back, for whoever is free: nobody runs it now.
    """
    was_away = False
    while not stopped.is_set():
        try:
            if was_away:
                jobs.give_back(work["worker_id"], now())
            call_command("db_worker", **work)
        except Error as error:
            trouble = trouble_of(error)
            if trouble is None:
                raise
            logger.error("%s Jobs wait. (It said: %s)", trouble.log, said(error))
            was_away = True
            connection.close()
            stopped.wait(SECONDS_BETWEEN_TICKS)
        else:
            return


def keep_ticking(stopped: threading.Event, name: str, heartbeat: Path | None = None) -> None:
    """Tick until told to stop, and say now and then that this worker lives.

    Turns are counted and not timed: a clock that is set back must not silence a worker.
    """
    clock = Clock()
    for turn in count():
        if stopped.is_set():
            break
        clock.look()
        at = now()
        try:
            if turn % TICKS_A_BEAT == 0:
                WorkerBeat.beat(name, at)
            jobs.tick(at)
            _touch(heartbeat)
        except Error as error:
            _tell(error)
            connection.close()
        stopped.wait(SECONDS_BETWEEN_TICKS)
    connection.close()


def _tell(error: Error) -> None:
    trouble = trouble_of(error)
    if trouble is None:
        logger.error("The schedule could not be read; trying again soon", exc_info=error)
    else:
        logger.error("%s The schedule waits. (It said: %s)", trouble.log, said(error))


def _touch(heartbeat: Path | None) -> None:
    """A disk that is full stops the sign of life, and not the schedule."""
    if heartbeat:
        with suppress(OSError):
            heartbeat.touch()

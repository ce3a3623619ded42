"""Runs background jobs and keeps the schedule."""

import logging
import secrets
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils.timezone import now

from config import jobs
from config.models import BEATS_EVERY, WorkerBeat

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TICKS = 5


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
        stopped = threading.Event()
        ticker = threading.Thread(target=keep_ticking, args=[stopped, heartbeat], daemon=True)
        ticker.start()
        try:
            call_command("db_worker", verbosity=verbosity, **work)
        finally:
            stopped.set()
            ticker.join(timeout=SECONDS_BETWEEN_TICKS)


def keep_ticking(stopped: threading.Event, heartbeat: Path | None = None) -> None:
    """Tick until told to stop; a database that is away for a while only delays the schedule."""
    name, told_at = secrets.token_hex(8), None
    while not stopped.is_set():
        at = now()
        try:
            if told_at is None or at - told_at >= BEATS_EVERY:
                WorkerBeat.beat(name, at)
                told_at = at
            jobs.tick(at)
            _touch(heartbeat)
        except DatabaseError:
            logger.exception("The schedule could not be read; trying again soon")
            connection.close()
        stopped.wait(SECONDS_BETWEEN_TICKS)
    connection.close()


def _touch(heartbeat: Path | None) -> None:
    """A disk that is full stops the sign of life, and not the schedule."""
    if heartbeat:
        with suppress(OSError):
            heartbeat.touch()

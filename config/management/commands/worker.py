"""Runs background jobs and keeps the schedule."""

import logging
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils.timezone import now

from config import jobs

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TICKS = 5


class Command(BaseCommand):
    help = "Run background jobs and the schedule until stopped. Any number may run side by side."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Do what is due now, then exit.")

    def handle(self, *, batch: bool, verbosity: int, **options: Any) -> None:
        work = {"queue_name": "*", "reload": False, "batch": batch, "startup_delay": False}
        if batch:
            jobs.tick(now())
            call_command("db_worker", verbosity=verbosity, **work)
            return
        stopped = threading.Event()
        ticker = threading.Thread(target=keep_ticking, args=[stopped], daemon=True)
        ticker.start()
        try:
            call_command("db_worker", verbosity=verbosity, **work)
        finally:
            stopped.set()
            ticker.join(timeout=SECONDS_BETWEEN_TICKS)


def keep_ticking(stopped: threading.Event) -> None:
    """Tick until told to stop; a database that is away for a while only delays the schedule."""
    while not stopped.is_set():
        try:
            jobs.tick(now())
        except DatabaseError:
            logger.exception("The schedule could not be read; trying again soon")
            connection.close()
        stopped.wait(SECONDS_BETWEEN_TICKS)
    connection.close()

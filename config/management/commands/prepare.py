"""Brings the database to what this version of the program expects."""

import time
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Migrate and make the cache table; with --demo, load the demo as well. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Also load the demo.")

    def handle(self, *, demo: bool, **options: Any) -> None:
        self.step("tables", "migrate", verbosity=0)
        self.step("cache", "createcachetable", verbosity=0)
        if demo and "demo" in get_commands():
            call_command("demo")

    def step(self, name: str, command: str, **options: Any) -> None:
        start = time.monotonic()
        call_command(command, **options)
        self.stdout.write(f"   {name}: ready ({time.monotonic() - start:.1f} s)")

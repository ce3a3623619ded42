"""Brings the database to what this version of the program expects."""

import time
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from config import expanding
from reliability.actions.manuals import standings


class Command(BaseCommand):
    help = "Migrate and make the cache table; with --demo, load the demo as well. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="Also load the demo.")
        parser.add_argument(
            "--plan", action="store_true", help="Only say what it would do, and who must stop."
        )

    def handle(self, *, demo: bool, plan: bool, **options: Any) -> None:
        if plan:
            self.stdout.write("\n".join(expanding.plan(_due())))
            return
        self.step("tables", "migrate", verbosity=0)
        self.step("cache", "createcachetable", verbosity=0)
        self.manuals()
        if demo and "demo" in get_commands():
            call_command("demo")

    def manuals(self) -> None:
        """Point at certificates of an earlier manual that nobody was told about."""
        with scopes_disabled():
            waiting = [one.tool for one in standings(localdate()) if one.change is None]
        for tool in waiting:
            self.stdout.write(
                f"   certificates of {tool} are of an earlier manual and do not hold any more. "
                f"Announce a day: manage.py new_manual {tool} --ends DAY --do"
            )

    def step(self, name: str, command: str, **options: Any) -> None:
        start = time.monotonic()
        call_command(command, **options)
        self.stdout.write(f"   {name}: ready ({time.monotonic() - start:.1f} s)")


def _due() -> list[Migration]:
    executor = MigrationExecutor(connection)
    return [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]

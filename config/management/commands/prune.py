"""Deletes what nobody needs any more after some days; without --do it only counts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from config import pruning


class Command(BaseCommand):
    """Counts leftovers; with --do deletes them. A worker does so every day."""

    help = (
        "Count leftovers past their days: ended sign-ins, unused invitations, old job results and "
        "the like. With --do delete them. Never codings, decisions, certificates or the audit "
        "record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--do", action="store_true", help="delete; without it only count")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        for kind, n in pruning.counted(at):
            self.stdout.write(f"{n:>7}  {kind.what}; they go {kind.when}")
        if options["do"]:
            deleted = sum(pruning.prune_all(at).values())
            self.stdout.write(f"Deleted: {deleted} rows. The audit record keeps the counts.")
        else:
            self.stdout.write("Nothing was deleted: repeat with --do.")

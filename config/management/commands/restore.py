"""Put a backup into an empty database, and check it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup import keys
from config.backup.archive import BackupRefusedError
from config.backup.restoring import restore


class Command(BaseCommand):
    """Refuses whatever is not a whole backup, and a database that is not empty."""

    help = "Fill the empty database from a backup; verify the audit record and every badge."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="KEYS",
            help="first put the keys of this file where this installation has none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["keys"]:
                written = keys.put_back(options["keys"])
                self.stdout.write(f"   keys put back: {', '.join(written) or 'none was missing'}")
            told = restore(options["file"], lambda line: self.stdout.write(f"   {line}"))
        except (BackupRefusedError, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Restored as of {told.made_at}. Start the program.")
        if options["keys"]:
            self.stdout.write("If the secret key was put back, start every process anew.")

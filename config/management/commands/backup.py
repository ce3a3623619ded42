"""Write a backup while people go on working."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup import keys
from config.backup.archive import BackupRefusedError, checksum
from config.backup.making import make


class Command(BaseCommand):
    """One file with the database; with --keys, another with the keys, to be kept elsewhere."""

    help = "Write the whole database, as it is at one moment, to a new file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="KEYS",
            help="write the deployment's keys to this file: keep it apart from the backup",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            told = make(file)
        except (BackupRefusedError, OSError) as refused:
            raise CommandError(f"No backup was made. {refused}") from refused
        try:
            written = keys.write(options["keys"]) if options["keys"] else ()
        except (BackupRefusedError, OSError) as refused:
            message = f"The backup was made: {file}. Its keys were not written. {refused}"
            raise CommandError(message) from refused
        rows = sum(told.rows.values())
        self.stdout.write(f"{file}: {file.stat().st_size} bytes, {rows} rows, {told.engine}")
        self.stdout.write(f"SHA-256 {checksum(file)}")
        for chain, (number, seal) in told.heads.items():
            self.stdout.write(f"audit chain {chain}: {number} links, head {seal}")
        if written:
            self.stdout.write(f"{options['keys']}: {', '.join(written)}. Keep it elsewhere.")
        else:
            self.stdout.write("The keys are not in it. Keep them elsewhere (--keys FILE).")

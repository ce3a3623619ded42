"""Check the folders of cases against the content rules, for authors and for every release."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vignettes.casefile import LIBRARY, read_case
from vignettes.linter import lint, names
from vignettes.linter.screen import hashed


class Command(BaseCommand):
    """One line per finding; status 1 when there is one."""

    help = "Check the folders of cases (default: the whole library) against the content rules."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
        parser.add_argument(
            "--names", action="store_true", help="list words with a capital letter, for review"
        )
        parser.add_argument(
            "--hash", metavar="WORD", help="print the form in which a word is added to the screen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["hash"]:
            self.stdout.write(hashed(options["hash"]))
            return
        folders: list[Path] = options["folders"] or shipped_folders()
        count = 0
        for folder in folders:
            findings = lint(folder)
            count += len(findings)
            for finding in findings:
                self.stdout.write(f"{folder}/{finding}")
            if options["names"]:
                self._names(folder)
        if count:
            raise CommandError(f"{count} findings in {len(folders)} cases.", returncode=1)
        self.stdout.write(f"{len(folders)} cases checked, nothing to mend.")

    def _names(self, folder: Path) -> None:
        case, _ = read_case(folder)
        words = names.capitalised(case) if case else {}
        listed = ", ".join(f"{word} ({count})" for word, count in words.items())
        self.stdout.write(f"{folder.name}: {listed or 'none'}")


def shipped_folders() -> list[Path]:
    """Every case of the library that ships."""
    return sorted(path for path in LIBRARY.iterdir() if path.is_dir())

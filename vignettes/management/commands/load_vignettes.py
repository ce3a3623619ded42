"""Publish the shipped cases, or those of another folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vignettes import actions
from vignettes.casefile import GOLD, LIBRARY


class Command(BaseCommand):
    """All cases or none: one refused case leaves the database as it was."""

    help = "Publish the cases of a folder (default: the shipped library). Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=LIBRARY, help="one case, or a folder of cases"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(
                f"{folder} is not a folder. Name one case, or a folder of cases.", returncode=2
            )
        try:
            if (folder / GOLD).is_file():
                loaded = [actions.load_vignette(folder=folder.resolve())]
            else:
                loaded = actions.load_library(folder=folder)
        except actions.VignetteRefusedError as error:
            raise CommandError(str(error), returncode=2) from None
        new = sum(case.is_new for case in loaded)
        self.stdout.write(f"{len(loaded)} cases: {new} published, {len(loaded) - new} unchanged.")

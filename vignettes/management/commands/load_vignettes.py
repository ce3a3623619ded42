"""Publish the shipped cases, or those of another folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vignettes import actions
from vignettes.archive import LARGEST_UPLOAD, ArchiveRefusedError
from vignettes.casefile import GOLD, LIBRARY
from vignettes.drafting.importing import case_of_zip


class Command(BaseCommand):
    """All cases or none: one refused case leaves the database as it was."""

    help = "Publish the cases of a folder (default: the shipped library). Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=LIBRARY,
            help="one case as a folder or a zip, or a folder of cases",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.exists():
            raise CommandError(
                f"{folder} is not a folder or a zip. Name one case, or a folder of cases.",
                returncode=2,
            )
        try:
            loaded = _loaded(folder)
        except (actions.VignetteRefusedError, ArchiveRefusedError) as error:
            raise CommandError(str(error), returncode=2) from None
        new = sum(case.is_new for case in loaded)
        self.stdout.write(f"{len(loaded)} cases: {new} published, {len(loaded) - new} unchanged.")


def _loaded(path: Path) -> list[actions.Loaded]:
    """Publish what lies there: a zip of one case, the folder of one, or a folder of cases."""
    if path.is_file():
        with path.open("rb") as file:
            case = case_of_zip(file.read(LARGEST_UPLOAD + 1))
        return [actions.publish_case(case=case, actor=None, agency=None)]
    if (path / GOLD).is_file():
        return [actions.load_vignette(folder=path.resolve())]
    return actions.load_library(folder=path)

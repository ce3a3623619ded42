"""Measure the bank of cases: what it covers, how it reads, how long it lasts."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Agency
from vignettes.access import published_versions
from vignettes.bank import (
    BankCase,
    cases_of_folder,
    cases_of_versions,
    difficulty,
    floor,
    measure,
    printing,
)
from vignettes.bank.case import UnreadableCaseError
from vignettes.casefile import LIBRARY


class Command(BaseCommand):
    """Prints the figures; status 1 when one falls below what the last release reached."""

    help = "Measure the cases: coverage of rules, scores and levels, wording, and supply."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=LIBRARY, metavar="FOLDER")
        parser.add_argument(
            "--published", metavar="AGENCY", help="measure what this agency has published instead"
        )
        parser.add_argument("--json", action="store_true", help="print every figure as JSON")
        parser.add_argument(
            "--write-floor", action="store_true", help="keep these figures as the next floor"
        )

        parser.add_argument(
            "--write-difficulty", action="store_true", help="keep the simulated difficulty"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        writes = options["write_floor"] or options["write_difficulty"]
        is_shipped = options["folder"] == LIBRARY and not options["published"]
        if writes and not is_shipped:
            message = (
                "What is written is of the shipped library: leave out the folder and --published."
            )
            raise CommandError(message, returncode=2)
        bank = measure(_cases(options["folder"], options["published"]))
        changes = floor.changes(bank) if is_shipped else {}
        if options["json"]:
            figures = bank.as_dict() | {"floor_changes": changes}
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(printing.lines(bank)))
        if is_shipped and not options["json"]:
            self.stdout.write("\n".join(printing.floor_lines(changes)))
        if options["write_floor"]:
            floor.FLOOR.write_text(floor.as_toml(bank), encoding="utf-8")
        if options["write_difficulty"]:
            told = difficulty.as_toml(bank.simulated)
            difficulty.DIFFICULTY.write_text(told, encoding="utf-8")
        fallen = floor.below(bank) if is_shipped else floor.faults(bank)
        if fallen and not options["published"]:
            raise CommandError("\n".join(fallen), returncode=1)


def _cases(folder: Path, agency: str | None) -> list[BankCase]:
    if agency is not None:
        found = Agency.objects.filter(slug=agency).first()
        if found is None:
            message = f"There is no agency with the short name {agency}. See them in the admin."
            raise CommandError(message, returncode=2)
        versions = published_versions(found).select_related("vignette__variant_of")
        return cases_of_versions(versions.prefetch_related("gold_codings", "spans"))
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder of cases.", returncode=2)
    try:
        return cases_of_folder(folder)
    except UnreadableCaseError as error:
        raise CommandError(str(error), returncode=2) from None

"""Writes what the program is made of, as a CycloneDX document."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.sbom import UnknownLicenceError, sbom


class Command(BaseCommand):
    """Prints the document, or writes it into a file."""

    help = "Write the software bill of materials (CycloneDX 1.6, JSON)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, help="a file; printed without it")

    def handle(self, *args: Any, output: Path | None = None, **options: Any) -> None:
        try:
            text = json.dumps(sbom(), indent=1, sort_keys=True) + "\n"
        except UnknownLicenceError as refused:
            raise CommandError(str(refused)) from refused
        if output is None:
            self.stdout.write(text, ending="")
        else:
            output.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {output}")

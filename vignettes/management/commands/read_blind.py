"""Read a case as an assessor does, score it, and keep what differs from the computed scores."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vignettes.bank import blind, readers
from vignettes.bank.differences import Found, differences
from vignettes.casefile import LIBRARY, READINGS, CaseFile, read_case
from vignettes.phrases import LANGUAGES
from vignettes.readings import Difference, told

FORM = (
    "Scores are handed in as TOML, a table for each tool; leave out an item that cannot be scored:",
    "",
    "[static-99r]",
    'eligible = "yes"',
    "i1 = 0",
)


class Command(BaseCommand):
    """Prints the case or, with scores, the differences; status 2 when asked wrongly."""

    help = "Read a case without its facts and scores; hand in scores and see what differs, and why."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", metavar="CODE", help="a case of the library, or a folder")
        parser.add_argument("--language", choices=LANGUAGES, required=True)
        parser.add_argument(
            "--without-sheets", action="store_true", help="print the text without the items"
        )
        parser.add_argument("--scores", type=Path, metavar="FILE", help="the scores of the reader")
        parser.add_argument(
            "--reader", metavar="LETTER", help="who read: a capital letter, and not the writer"
        )
        parser.add_argument(
            "--again", action="store_true", help="replace this reader's reading of the same text"
        )
        parser.add_argument(
            "--cause",
            action="append",
            default=[],
            metavar="TOOL/ITEM=CAUSE",
            help="where the fault of a difference lay: text, facts, rule or reader",
        )
        parser.add_argument(
            "--mended", metavar="SENTENCE", help="with --cause: what was done, in one sentence"
        )
        parser.add_argument(
            "--looked-again",
            action="store_true",
            help="keep that this reader went through the text as mended since",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder, case = _case(options["case"])
        try:
            if options["scores"]:
                self._hand_in(folder, case, options)
            elif options["cause"] or options["looked_again"]:
                self._settle(folder, case, options)
            else:
                self._show(case, options)
        except (blind.SheetRefusedError, readers.ReadingRefusedError) as error:
            raise CommandError(str(error), returncode=2) from None

    def _show(self, case: CaseFile, options: dict[str, Any]) -> None:
        self.stdout.write(blind.page(case.texts[options["language"]]))
        if not options["without_sheets"]:
            self.stdout.write("\n".join([*blind.sheets(options["language"]), "", *FORM]))

    def _hand_in(self, folder: Path, case: CaseFile, options: dict[str, Any]) -> None:
        try:
            source = options["scores"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                f"{options['scores']} cannot be read: {error}", returncode=2
            ) from None
        given = blind.read_sheets(source)
        found = differences(case, options["language"], given)
        reading = readers.reading_of(
            case,
            language=options["language"],
            reader=options["reader"],
            day=datetime.now(UTC).date(),
            tools=tuple(given),
            differences=tuple(one.difference for one in found if not one.is_open),
        )
        readers.keep(folder, reading, again=options["again"])
        for one in found:
            self._tell(one)
        missing = [tool.id for tool in blind.tools() if tool.id not in given]
        if missing:
            self.stdout.write(f"Not scored: {', '.join(missing)}.")
        count = len(reading.differences)
        self.stdout.write(f"{count} differences, kept in {folder / READINGS}.")

    def _tell(self, one: Found) -> None:
        self.stdout.write(f"{_shown(one.difference)}{' (the sources allow it)' * one.is_open}")
        for line in one.reason:
            self.stdout.write(f"    {line}")

    def _settle(self, folder: Path, case: CaseFile, options: dict[str, Any]) -> None:
        causes = dict(cause.partition("=")[::2] for cause in options["cause"])
        reading = readers.settle(
            folder,
            case,
            language=options["language"],
            reader=options["reader"],
            causes=causes,
            mended=options["mended"],
        )
        for one in reading.differences:
            self.stdout.write(f"{_shown(one)}: {one.cause or 'no cause yet'}")


def _shown(one: Difference) -> str:
    return f"{one.tool}/{one.item}: read {told(one.read)}, computed {told(one.computed)}"


def _case(name: str) -> tuple[Path, CaseFile]:
    folder = LIBRARY / name if (LIBRARY / name).is_dir() else Path(name)
    case, found = read_case(folder)
    if case is None:
        raise CommandError(f"{name} cannot be read: {found[0]}", returncode=2)
    return folder, case

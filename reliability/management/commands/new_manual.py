"""A new version of a manual: from which day certificates of an earlier one do not hold any more."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from instruments import catalogue
from reliability.actions import manuals


class Command(BaseCommand):
    """Tells what is to be announced; with a tool and --ends --do announces it."""

    help = (
        "List tools whose certificates are of an earlier manual; with a tool, --ends and --do let "
        "those end by a day, and tell holders and coordinators."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tool", nargs="?", help="such as static-99r")
        parser.add_argument("--ends", type=_day, metavar="DAY", help="such as 2027-03-31")
        parser.add_argument("--do", action="store_true", help="without it nothing is changed")

    def handle(self, *args: Any, **options: Any) -> None:
        with scopes_disabled():
            if options["tool"]:
                self._announce(options["tool"], options["ends"], options["do"])
            else:
                self.stdout.write("\n".join(_lines()))

    def _announce(self, tool: str, ends: date | None, do: bool) -> None:
        if ends is None:
            raise CommandError("Say from which day earlier certificates do not hold: --ends DAY.")
        try:
            version = catalogue.tool(tool).version
            found = manuals.of_earlier_manuals(tool, localdate()).count()
            if not do:
                self.stdout.write(
                    f"{tool}: manual {version} is in force. {found} certificates of an earlier one "
                    f"would end on {ends}. Nothing was changed: repeat with --do."
                )
                return
            marked = manuals.announce(tool=tool, ends_on=ends, at=now())
        except (catalogue.UnknownTool, manuals.ManualRefusedError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"{tool}: {marked} of {found} certificates end on {ends} now; their holders and "
            "coordinators are written to. The others had that day already."
        )


def _lines() -> list[str]:
    told = [
        f"{one.tool}: manual {one.version} is in force, {one.certificates} certificates are of an "
        f"earlier one. "
        + (
            f"Announced: they end on {one.change.earlier_ends_on}."
            if one.change
            else "Not announced: they do not hold any more. Announce a day: "
            f"manage.py new_manual {one.tool} --ends DAY --do"
        )
        for one in manuals.standings(localdate())
    ]
    return told or ["Every certificate that runs is of the manual in force."]


def _day(told: str) -> date:
    return date.fromisoformat(told)

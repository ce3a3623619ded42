"""The keys that sign badges: which there are, a new one, one fewer, badges signed anew."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from reliability.actions import signing_anew
from reliability.credentials import keys


class Command(BaseCommand):
    """Lists the keys; changes them, and signs badges anew, where it is asked to."""

    help = "List the keys that sign badges, or change to a new one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument(
            "--rotate", action="store_true", help="sign with a new key; the old ones stay published"
        )
        chosen.add_argument(
            "--new", action="store_true", help="print a new private set for BADGE_KEYS; keeps none"
        )
        chosen.add_argument(
            "--withdraw",
            metavar="KEY",
            help="publish this key no more: somebody else has it, so nothing it signed shall count",
        )
        chosen.add_argument(
            "--sign-anew",
            action="store_true",
            help="sign with the present key every badge whose own key is not published; tells "
            "the holders",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["new"]:
                self.stdout.write(json.dumps(keys.new_set()))
                return
            if options["withdraw"]:
                keys.withdraw(options["withdraw"])
                self.stdout.write("Withdrawn. Now: badge_keys --sign-anew")
            if options["sign_anew"]:
                with scopes_disabled():
                    self.stdout.write(f"{signing_anew.sign_anew()} badges were signed anew.")
            if options["rotate"]:
                self.stdout.write(f"Badges are signed with the key {keys.rotate()} from now on.")
            self.stdout.write("\n".join(_lines()))
        except keys.BadKeysError as refused:
            raise CommandError(str(refused)) from refused


def _lines() -> list[str]:
    signs, *published = [told["kid"] for told in keys.public_keys()]
    return [f"{signs}  signs", *(f"{kid}  published, signs no more" for kid in published)]

"""The pseudonym key: its fingerprint, and what to do when it was lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scopes_disabled

from reliability.actions.studying import keys


class Command(BaseCommand):
    """Shows the fingerprint; with --accept goes on with a key that is not the earlier one."""

    help = "Show the fingerprint of the key under which people and files in studies are hashed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--accept",
            action="store_true",
            help="the earlier key is lost for good: hash under the present one from now on",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(keys.fingerprint())
            if options["accept"]:
                with scopes_disabled():
                    self.stdout.write(_said(keys.accept_new_key()))
        except keys.BadKeyError as refused:
            raise CommandError(refused.text.en) from refused


def _said(changed: int) -> str:
    if not changed:
        return "No agency has used another key: nothing was changed."
    return (
        f"{changed} agencies go on with this key. People and files of their earlier studies get "
        "other hashes in new ones: they are not recognised from year to year."
    )

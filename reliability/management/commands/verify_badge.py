"""Verify a badge offline: a token, or the picture that carries one."""

import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate, now

from reliability.credentials import keys
from reliability.credentials.verifying import BadgeRefusedError, BadgeTold, verified

_IN_PICTURE = re.compile(r'<openbadges:credential[^>]*\bverify="([^"]+)"')


class Command(BaseCommand):
    """Says what the badge says, if its signature holds; status 1 with a sentence if not."""

    help = "Verify an Open Badge 3.0 (a .jwt or a .svg file) by its signature, without a network."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--keys",
            type=Path,
            metavar="KEYS.json",
            help="the issuer's public keys, saved from /verify/keys.json; else this installation's",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = _token(options["file"].read_text(encoding="utf-8"))
            key_set = (
                json.loads(options["keys"].read_text(encoding="utf-8"))
                if options["keys"]
                else keys.key_set()
            )
            told = verified(token, key_set, now())
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise CommandError(f"A file cannot be read: {error}.") from error
        except (BadgeRefusedError, keys.BadKeysError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(_lines(told)))


def _token(text: str) -> str:
    found = _IN_PICTURE.search(text)
    return found[1] if found else text


def _lines(told: BadgeTold) -> list[str]:
    return [
        "The signature holds.",
        f"Holder: {told.holder_name}",
        f"Achievement: {told.achievement}, version {told.tool_version} ({told.language})",
        f"Issued by: {told.issuer}",
        f"From {localdate(told.valid_from)} until {localdate(told.valid_until)}",
        f"Key: {told.key_id}",
        "Whether it was revoked since is told by the verification page only.",
    ]

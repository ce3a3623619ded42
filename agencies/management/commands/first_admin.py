"""The first person of an installation: whoever adds the agencies and invites their admins."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from agencies.actions.accounts import make_first_admin
from agencies.models import User


class Command(BaseCommand):
    """Asks for the password, or reads it from a file: it is never on a command line."""

    help = "Make the first system admin. Does nothing where there is one, so it may be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--password-file",
            metavar="FILE",
            help="read the password from this file's first line; - is standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"].strip().lower(), options["name"].strip()
        if User.objects.filter(is_superuser=True, is_active=True).exists():
            self.stdout.write("There is a system admin already. Nothing was done.")
            return
        self._refuse_taken(email)
        password = _password(options["password_file"])
        try:
            validate_email(email)
            validate_password(password, User(email=email, name=name))
        except ValidationError as refused:
            raise CommandError(f"No account was made. {' '.join(refused.messages)}") from refused
        make_first_admin(email=email, name=name, password=password)
        self.stdout.write(f"{email} is the system admin, and signs in with this password.")

    def _refuse_taken(self, email: str) -> None:
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(
                f"No account was made. {email} has an account that is no system admin. Name "
                "another address, or let that person be made one by somebody who is."
            )


def _password(file: str | None) -> str:
    if file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The password cannot be read from {file}: {error}") from error
    if not sys.stdin.isatty():
        raise CommandError(
            "There is no terminal to ask for a password. Give --password-file FILE, or - to read "
            "it from standard input."
        )
    password = getpass.getpass("Password (12 or more characters): ")
    if password != getpass.getpass("Once more: "):
        raise CommandError("No account was made. The two passwords differ.")
    return password

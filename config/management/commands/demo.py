"""Loads the demonstration and prints who may sign in."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from config.demo.build import SignIn, build


class Command(BaseCommand):
    help = (
        "Load the library and a demonstration of three agencies. Safe to repeat: keeps what exists."
    )

    def handle(self, **options: Any) -> None:
        password = demo_password(settings.VAR_DIR / "demo-password")
        people = build(password, lambda sentence: self.stdout.write(f"   {sentence}"))
        self.stdout.write(sheet(people, password))


def demo_password(file: Path) -> str:
    """One password for everybody in the demonstration, made on the first run and kept."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(f"plumb-{secrets.token_hex(4)}", encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def sheet(people: list[SignIn], password: str) -> str:
    """The sign-ins, as a visitor reads them."""
    lines = ["", "   Sign in as any of these; the password of all is " + password, ""]
    agency = ""
    for person in people:
        if person.agency != agency:
            agency = person.agency
            lines.append(f"   {agency}")
        lines.append(f"     {person.role:<14} {person.email}")
    lines += [
        "",
        "   Everybody is invented. Codings of assessors and panel are simulated, and say so.",
        "",
    ]
    return "\n".join(lines)

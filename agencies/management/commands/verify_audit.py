"""Read the audit record's chains and name the first link that does not hold."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.actions.sealing import seal_all
from agencies.audit_chain import DEPLOYMENT, Link, Verdict, chains, first_break, verify
from agencies.models import Agency


class Command(BaseCommand):
    """Prints each chain's length and head; status 1 where one is broken."""

    help = "Verify that no audit entry was changed, removed or slipped in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", metavar="FILE", help="verify what export_audit wrote instead")
        parser.add_argument("--json", action="store_true", help="print the same as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"]:
            found = [_verdict_on(Path(options["file"]))]
        else:
            seal_all()
            found = [verify(chain) for chain in chains()]
        names = {agency.pk: agency.slug for agency in Agency.objects.all()}
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found], indent=1))
        else:
            for one in found:
                self.stdout.write(_sentence(one, names))
        if any(one.problem for one in found):
            raise CommandError("The audit record was tampered with.", returncode=1)


def _sentence(one: Verdict, names: dict[int, str]) -> str:
    name = "the deployment" if one.chain == DEPLOYMENT else names.get(one.chain, str(one.chain))
    if one.problem:
        return f"{name}: BROKEN after {one.links} sound links. {one.problem}"
    return f"{name}: {one.links} links hold, head {one.head or 'none'}"


def _verdict_on(file: Path) -> Verdict:
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        chain = lines[0]["chain"]
        links = [
            Link(one["number"], one["previous"], one["seal"], one["entry"]) for one in lines[1:]
        ]
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        message = f"{file} cannot be read as an export of export_audit: {error}."
        raise CommandError(message, returncode=2) from error
    count, head, problem = first_break(links, chain)
    if not problem and head != lines[0]["head"]:
        problem = f"The file ends at link {count}, before the head that its first line names."
    return Verdict(chain, count, head, 0, problem)

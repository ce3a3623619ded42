"""Hand out an agency's audit record with its seals, one JSON object a line."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.actions.sealing import seal_chain
from agencies.audit_chain import DEPLOYMENT, links_of, verify
from agencies.models import Agency


class Command(BaseCommand):
    """The first line names the chain and its head; `verify_audit --file` reads it anywhere."""

    help = "Write the audit record of an agency (or, without one, of the deployment) as JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", nargs="?", help="the agency's short name")

    def handle(self, *args: Any, agency: str | None, **options: Any) -> None:
        chain = DEPLOYMENT if agency is None else _agency(agency).pk
        seal_chain(chain, every=True)
        head = verify(chain).head
        self.stdout.write(json.dumps({"chain": chain, "agency": agency, "head": head}))
        for link in links_of(chain):
            line = {"number": link.number, "previous": link.previous, "seal": link.seal}
            self.stdout.write(json.dumps(line | {"entry": link.told}, ensure_ascii=False))


def _agency(slug: str) -> Agency:
    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        message = f"There is no agency with the short name {slug}. See them in the admin."
        raise CommandError(message, returncode=2)
    return found

"""Certificates as the pages show them: each with its status in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from instruments import catalogue
from reliability.credentials.addresses import verification_url
from reliability.credentials.pdf import language_name
from reliability.credentials.status import Standing, Status, name_of, standing_of
from reliability.models import Credential


@dataclass(frozen=True)
class Card:
    """One certificate on a page."""

    credential: Credential
    standing: Standing
    tool: str
    exam_language: str
    address: str

    @property
    def title(self) -> str:
        return f"{self.tool} ({self.credential.tool_version})"


def card(credential: Credential) -> Card:
    """One certificate with its words, in the reader's language."""
    return Card(
        credential,
        standing_of(credential),
        name_of(credential.tool),
        language_name(credential.language),
        verification_url(credential),
    )


def cards(credentials: Iterable[Credential]) -> tuple[Card, ...]:
    """Several certificates, in the order given."""
    return tuple(card(credential) for credential in credentials)


def of_status(credentials: QuerySet[Credential], status: str, today: date) -> QuerySet[Credential]:
    """Those whose status is this one today: as `status_of` says, asked of the database."""
    live = credentials.filter(revoked_at=None)
    current = Q(pk=None)
    for tool in catalogue.tools():
        current |= Q(tool=tool.id, tool_version=tool.version)
    over = ~current & (Q(superseded_on=None) | Q(superseded_on__lte=today))
    return {
        Status.REVOKED: credentials.filter(revoked_at__isnull=False),
        Status.EXPIRED: live.filter(valid_until__lt=today),
        Status.SUPERSEDED: live.filter(over, valid_until__gte=today),
        Status.VALID: live.filter(~over, valid_until__gte=today),
    }[Status(status)]

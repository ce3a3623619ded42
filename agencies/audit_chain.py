"""The chain over the audit record: what a seal covers, and where a chain breaks.

An entry is sealed right after the transaction that wrote it. Who changes, removes or slips in an
entry afterwards, past the triggers, leaves a link that no longer holds. Who rewrites a whole chain
is found by its head, noted elsewhere: `manage.py verify_audit` prints it, backups keep it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db.models import QuerySet
from django_scopes import scopes_disabled

from agencies.models import Agency, AuditEntry, AuditSeal

DEPLOYMENT = 0
_AT_ONCE = 2000


@dataclass(frozen=True)
class Link:
    """One sealed entry as it can be read without the database. `told` is what the seal covers."""

    number: int
    previous: str
    seal: str
    told: Mapping[str, Any] | None
    """None where the entry is gone."""


@dataclass(frozen=True)
class Verdict:
    """What reading one chain found. `problem` is the first broken link's sentence, "" if none."""

    chain: int
    links: int
    head: str
    unsealed: int
    problem: str


def told(entry: AuditEntry) -> dict[str, Any]:
    """Everything about an entry that its seal covers."""
    return {
        "id": entry.pk,
        "agency": entry.agency_id,
        "actor": entry.actor_id,
        "verb": entry.verb,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": entry.detail,
    }


def seal_of(number: int, previous: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 over the entry, its place and the seal before it, as canonical JSON."""
    covered = {"number": number, "previous": previous, "entry": dict(entry)}
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def chain_of(agency: Agency | None) -> int:
    return agency.pk if agency is not None else DEPLOYMENT


def chains() -> list[int]:
    """Every chain that has entries, sealed or not: the deployment's first."""
    with scopes_disabled():
        of_entries = AuditEntry.objects.order_by().values_list("agency_id", flat=True).distinct()
        of_seals = AuditSeal.objects.order_by().values_list("chain", flat=True).distinct()
        return sorted({pk or DEPLOYMENT for pk in of_entries} | set(of_seals))


def unsealed(chain: int) -> QuerySet[AuditEntry]:
    """The entries of a chain that no seal covers yet, in the order in which they were written."""
    entries = AuditEntry.objects.filter(link=None).order_by("pk")
    return entries.filter(agency_id=chain) if chain else entries.filter(agency=None)


def links_of(chain: int) -> Iterator[Link]:
    """The links of a chain in their order, read some at a time."""
    after = 0
    while True:
        with scopes_disabled():
            seals = list(
                AuditSeal.objects.filter(chain=chain, number__gt=after).order_by("number")[
                    :_AT_ONCE
                ]
            )
            entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            entry = entries.get(seal.entry_id)
            yield Link(seal.number, seal.previous, seal.seal, told(entry) if entry else None)
        if len(seals) < _AT_ONCE:
            return
        after = seals[-1].number


def verify(chain: int) -> Verdict:
    """Read one chain from its first link to its head."""
    count, head, problem = first_break(links_of(chain), chain)
    with scopes_disabled():
        return Verdict(chain, count, head, unsealed(chain).count(), problem)


def first_break(links: Iterable[Link], chain: int) -> tuple[int, str, str]:
    """How many links hold, the seal of the last of them, and a sentence on the first that fails."""
    count, head = 0, ""
    for link in links:
        problem = _problem(link, count + 1, head, chain)
        if problem:
            return count, head, problem
        count, head = link.number, link.seal
    return count, head, ""


def _problem(link: Link, number: int, previous: str, chain: int) -> str:
    if link.number != number:
        return (
            f"After link {number - 1} comes link {link.number}, expected {number}: seals were "
            "removed. Compare with a backup."
        )
    if link.told is None:
        return (
            f"The entry that link {number} seals is gone: it was deleted past the triggers. "
            "Compare with a backup."
        )
    name = f"Link {number}, entry {link.told['id']} ({link.told['verb']}, {link.told['at']})"
    if (link.told["agency"] or DEPLOYMENT) != chain:
        return f"{name}: the entry now belongs to another agency. It was changed after sealing."
    if link.previous != previous:
        return f"{name} does not follow from the link before it: the chain was cut and joined."
    if link.seal != seal_of(number, previous, link.told):
        return f"{name} does not hold: the entry or its seal was changed after it was written."
    return ""

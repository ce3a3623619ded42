"""Writes: a new version of a manual. Certificates of an earlier one end by a day; people are told.

What a booster is here: the pages of the rules, practice cases, then one more attempt at the exam.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from instruments import catalogue
from reliability.actions.monitoring.alerting import AlertRefusedError
from reliability.actions.monitoring.boosting import check_booster
from reliability.actions.telling import SUPERSEDED
from reliability.credentials.access import CERTIFYING_ROLES
from reliability.credentials.status import is_of_earlier_manual
from reliability.models import Credential, ManualChange
from reliability.tasks import tell_holder, tell_of_manual
from training.actions.sitting import open_again
from training.models import Retake


class ManualRefusedError(Exception):
    """This cannot be done. The message is a sentence."""


@dataclass(frozen=True)
class Standing:
    """How many certificates of one tool are of an earlier manual, and what was announced."""

    tool: str
    version: str
    certificates: int
    change: ManualChange | None


def of_earlier_manuals(tool: str, today: date) -> QuerySet[Credential]:
    """Certificates that run and are not of the manual in force."""
    running = Credential.objects.filter(tool=tool, revoked_at=None, valid_until__gte=today)
    return running.exclude(tool_version=catalogue.tool(tool).version)


def standings(today: date) -> Iterator[Standing]:
    """The tools of which somebody holds a certificate of an earlier manual."""
    for tool in catalogue.tools():
        found = of_earlier_manuals(tool.id, today).count()
        if found:
            change = ManualChange.objects.filter(tool=tool.id, version=tool.version).first()
            yield Standing(tool.id, tool.version, found, change)


@transaction.atomic
def announce(*, tool: str, ends_on: date, at: datetime) -> int:
    """Let certificates of earlier manuals end on this day, and tell holders and coordinators.

    Returns how many got the day now. Safe to repeat; another day replaces the one before, and
    everybody is told again. Raises ManualRefusedError.
    """
    today = localdate(at)
    if ends_on < today:
        raise ManualRefusedError(f"{ends_on} is past. People must be told before it happens.")
    version = catalogue.tool(tool).version
    ManualChange.objects.update_or_create(
        tool=tool, version=version, defaults={"earlier_ends_on": ends_on}
    )
    wanted = of_earlier_manuals(tool, today).exclude(superseded_on=ends_on)
    wanted = wanted | of_earlier_manuals(tool, today).filter(superseded_on=None)
    marked = list(wanted.select_for_update(of=("self",)).select_related("agency").order_by("pk"))
    for credential in marked:
        _mark(credential, ends_on, version)
    for agency in sorted({credential.agency_id for credential in marked}):
        tell_of_manual.enqueue(agency, tool)
    return len(marked)


def _mark(credential: Credential, ends_on: date, version: str) -> None:
    credential.superseded_on = ends_on
    credential.save(update_fields=["superseded_on"])
    detail = {"on": str(ends_on), "by": version, "was": credential.tool_version}
    record(
        agency=credential.agency,
        actor=None,
        verb="certificate_superseded",
        obj=credential,
        detail=detail,
    )
    # One letter to a person, whose copies under an earlier name are the same certificate.
    if not Credential.objects.filter(renames=credential).exists():
        tell_holder.enqueue(credential.pk, SUPERSEDED)


def boosters_due(certificates: QuerySet[Credential], today: date) -> QuerySet[Credential]:
    """Of these certificates the ones whose holder needs a booster and was given none yet."""
    renewed = Credential.objects.filter(
        holder=OuterRef("holder"),
        tool=OuterRef("tool"),
        revoked_at=None,
        issued_at__gt=OuterRef("issued_at"),
        decision__exam__attempt__gt=OuterRef("decision__exam__attempt"),
    )
    opened = Retake.objects.filter(
        enrolment=OuterRef("decision__enrolment"),
        tool=OuterRef("tool"),
        opened_at__gt=OuterRef("issued_at"),
    )
    found = certificates.filter(
        ~Exists(renewed),
        ~Exists(opened),
        superseded_on__isnull=False,
        revoked_at=None,
        renamed_as=None,
        valid_until__gte=today,
        decision__enrolment__left_at=None,
        holder__is_active=True,
    )
    return found.order_by("superseded_on", "pk")


def needs_booster(credential: Credential, today: date) -> bool:
    """Whether the page of this certificate proposes a booster."""
    if not is_of_earlier_manual(credential) or credential.revoked_at is not None:
        return False
    here = Credential.objects.filter(pk=credential.pk)
    return credential.superseded_on is None or boosters_due(here, today).exists()


@transaction.atomic
def open_booster(*, credential: Credential, by: Membership, at: datetime) -> Retake:
    """One more attempt at the exam for the holder. Raises ManualRefusedError."""
    credential = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    if by.agency_id != credential.agency_id or by.role not in CERTIFYING_ROLES:
        raise ManualRefusedError(_("Coordinators of this agency open boosters."))
    if credential.holder_id == by.user_id:
        raise ManualRefusedError(_("Somebody else opens your own booster."))
    if not needs_booster(credential, localdate(at)):
        raise ManualRefusedError(
            _("This certificate needs no booster: it is of today's manual, or one was opened.")
        )
    enrolment = credential.decision.enrolment
    try:
        check_booster(enrolment, credential.tool, at)
    except AlertRefusedError as refused:
        raise ManualRefusedError(str(refused)) from refused
    reason = _("Booster for a new version of the manual.")
    return open_again(enrolment=enrolment, tool=credential.tool, reason=reason, by=by, at=at)

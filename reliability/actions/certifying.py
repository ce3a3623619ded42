"""Writes: a certificate is issued for a decision, renamed for its holder, or revoked."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership, User
from instruments import catalogue
from reliability.actions.telling import ISSUED, REVOKED
from reliability.certification import Policy, read_policy
from reliability.credentials.access import CERTIFYING_ROLES
from reliability.credentials.badge import signed_badge
from reliability.credentials.status import Status, status_of
from reliability.models import Credential, Decision, ManualChange, Outcome
from reliability.tasks import tell_holder
from training.models import Coding

UNCONFIRMED = {"recalled", "disputed"}
"""A decision that counts rules of these standings certifies nobody: see docs/certificates.md."""


class CertificateRefusedError(Exception):
    """A certificate cannot be issued, renamed or revoked. The message is a sentence."""


@transaction.atomic
def issue(*, decision: Decision, actor: Membership, at: datetime | None = None) -> Credential:
    """The certificate for a passing decision of a person; the one there is, if there is one.

    Bound to the manual that the exam was scored by, and valid as long as the policy says. Raises
    CertificateRefusedError.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    _refuse_stranger(decision.agency_id, actor)
    existing = Credential.objects.filter(
        decision__exam=decision.exam_id, renames=None, revoked_at=None
    ).first()
    if existing is not None:
        return existing
    _refuse_unfounded(decision, actor)
    issued_at = at or now()
    policy = read_policy(decision.policy.rules)
    version = _version(decision)
    credential = Credential.objects.create(
        agency=decision.agency,
        holder=decision.enrolment.assessor.user,
        holder_name=decision.enrolment.assessor.user.name,
        decision=decision,
        tool=decision.tool,
        tool_version=version,
        superseded_on=_ends_on(decision.tool, version),
        language=_language(decision),
        issued_at=issued_at,
        valid_until=months_later(localdate(issued_at), policy.validity.months),
        is_demonstration=_is_demonstration(decision, policy),
    )
    _sign(credential)
    detail = {"decision": decision.pk, "tool": credential.tool, "version": credential.tool_version}
    record(
        agency=decision.agency,
        actor=actor.user,
        verb="certificate_issued",
        obj=credential,
        detail=detail,
    )
    tell_holder.enqueue(credential.pk, ISSUED)
    return credential


@transaction.atomic
def rename(*, credential: Credential, actor: User) -> Credential:
    """A copy under the holder's present name, alike in all else. The earlier copy stays valid.

    Neither public page leads to the other. Raises CertificateRefusedError.
    """
    credential = Credential.objects.select_for_update(of=("self",)).get(pk=credential.pk)
    if credential.holder_id != actor.pk:
        raise CertificateRefusedError(_("Only its holder can ask for a copy under a new name."))
    if status_of(credential) is not Status.VALID:
        raise CertificateRefusedError(
            _("This certificate is not valid any more, so there is no copy of it.")
        )
    used = Credential.objects.filter(decision=credential.decision_id, holder_name=actor.name)
    if not actor.name.strip() or used.exists():
        raise CertificateRefusedError(
            _("There is a certificate under the name of your account already. Change it first.")
        )
    copy = Credential.objects.create(
        agency=credential.agency,
        holder=actor,
        holder_name=actor.name,
        decision_id=credential.decision_id,
        renames=_newest_copy(credential),
        tool=credential.tool,
        tool_version=credential.tool_version,
        language=credential.language,
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        is_demonstration=credential.is_demonstration,
        reminded_on=credential.reminded_on,
        superseded_on=credential.superseded_on,
    )
    _sign(copy)
    detail = {"earlier": credential.pk}
    record(agency=copy.agency, actor=actor, verb="certificate_renamed", obj=copy, detail=detail)
    return copy


@transaction.atomic
def revoke(*, credential: Credential, actor: Membership, because: str) -> None:
    """End a certificate and every copy of it, for a reason. Raises CertificateRefusedError."""
    _refuse_stranger(credential.agency_id, actor)
    if credential.holder_id == actor.user_id:
        raise CertificateRefusedError(_("Somebody else revokes your own certificate."))
    if not because.strip():
        raise CertificateRefusedError(_("Say why the certificate is revoked."))
    copies = list(
        Credential.objects.select_for_update().filter(
            decision=credential.decision_id, revoked_at=None
        )
    )
    if not copies:
        raise CertificateRefusedError(_("This certificate is revoked already."))
    at = now()
    for copy in copies:
        copy.revoked_at, copy.revoked_because = at, because.strip()
        copy.save(update_fields=["revoked_at", "revoked_because"])
        record(
            agency=copy.agency,
            actor=actor.user,
            verb="certificate_revoked",
            obj=copy,
            detail={"because": copy.revoked_because},
        )
    tell_holder.enqueue(copies[0].pk, REVOKED)


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _refuse_stranger(agency_pk: int, actor: Membership) -> None:
    if actor.agency_id != agency_pk or actor.role not in CERTIFYING_ROLES:
        raise CertificateRefusedError(
            _("A coordinator or an agency admin of the agency issues and revokes certificates.")
        )


def _refuse_unfounded(decision: Decision, actor: Membership) -> None:
    holder = decision.enrolment.assessor.user
    problems = {
        _("The decision does not say passed, so there is no certificate."): (
            decision.outcome != Outcome.PASSED
        ),
        _("The policy alone computed this decision. A person confirms it first."): (
            decision.basis == Decision.Basis.COMPUTED
        ),
        _("A later decision on this exam stands. Look at that one."): (
            Decision.objects.filter(follows=decision).exists()
        ),
        _("Its certificate was revoked. A new decision is needed for a new certificate."): (
            Credential.objects.filter(decision=decision).exists()
        ),
        _("Nobody issues a certificate to themselves. Ask another coordinator."): (
            holder.pk == actor.user_id
        ),
        _("The assessor's account has no name. A certificate needs one: ask them to add it."): (
            not holder.name.strip()
        ),
    }
    for sentence, is_so in problems.items():
        if is_so:
            raise CertificateRefusedError(sentence)


def _language(decision: Decision) -> str:
    """The one that most cases were read in; where that was not kept, the one of the enrolment."""
    enrolment = decision.enrolment
    handed_in = Coding.objects.filter(assignment__exam=decision.exam_id).exclude(language="")
    read = Counter(handed_in.values_list("language", flat=True)).most_common(1)
    own = enrolment.language or enrolment.assessor.user.language or settings.LANGUAGE_CODE
    worked_in = read[0][0] if read else own
    return "fr-ca" if worked_in.startswith("fr") else "en"


def _version(decision: Decision) -> str:
    """The manual in force, unless a case of the exam was still scored by an earlier one."""
    in_force = catalogue.tool(decision.tool).version
    scored = Coding.objects.filter(assignment__exam=decision.exam_id).order_by("submitted_at")
    earlier = scored.exclude(tool_version=in_force).values_list("tool_version", flat=True)
    return earlier.first() or in_force


def _ends_on(tool: str, version: str) -> date | None:
    in_force = catalogue.tool(tool).version
    if version == in_force:
        return None
    change = ManualChange.objects.filter(tool=tool, version=in_force).first()
    return change.earlier_ends_on if change else None


def _is_demonstration(decision: Decision, policy: Policy) -> bool:
    """An agency of invented people, or a policy that counts what nobody has confirmed."""
    return decision.agency.is_demonstration or bool(UNCONFIRMED & set(policy.counted))


def _sign(credential: Credential) -> None:
    """The badge names the row, so the row comes first."""
    credential.badge = signed_badge(credential)
    credential.save(update_fields=["badge"])


def _newest_copy(credential: Credential) -> Credential:
    return Credential.objects.filter(decision=credential.decision_id).latest("pk")

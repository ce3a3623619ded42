"""Whose certificate is whose: the holder's own, and those that an agency has issued."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.access import memberships
from agencies.models import Agency, Membership, Role, User
from reliability.models import Credential, Decision, Outcome

CERTIFYING_ROLES = (Role.COORDINATOR, Role.AGENCY_ADMIN)
"""Who issues and revokes the certificates of an agency."""
_WITH_NAMES = ("agency", "holder")


def by_code(code: str) -> Credential | None:
    """The certificate that a verification code opens to everybody who has it."""
    return Credential.objects.filter(code=code).select_related("agency").first()


def issuers() -> QuerySet[Agency]:
    """The agencies that are public: those that have issued a certificate, and no others."""
    return Agency.objects.filter(credentials__isnull=False).distinct()


def own(user: User) -> QuerySet[Credential]:
    """The certificates of a person, from whichever agency."""
    return Credential.objects.filter(holder=user).select_related(*_WITH_NAMES)


def issued_by(membership: Membership) -> QuerySet[Credential]:
    """The certificates of the agency that a person works in, for those who issue them."""
    if not _may_certify(membership):
        return Credential.objects.none()
    return Credential.objects.filter(agency=membership.agency).select_related(*_WITH_NAMES)


def seen_by(user: User, membership: Membership | None) -> QuerySet[Credential]:
    """What a person may open: their own, and those that their agency has issued."""
    if membership is None or not _may_certify(membership):
        return own(user)
    return own(user) | issued_by(membership)


def decisions(membership: Membership) -> QuerySet[Decision]:
    """The decisions of the agency, for those who issue certificates on them."""
    if not _may_certify(membership):
        return Decision.objects.none()
    return Decision.objects.filter(agency=membership.agency)


def to_issue(membership: Membership) -> QuerySet[Decision]:
    """Decisions that say passed, by a person, are the last word, and have no certificate yet."""
    there_is_one = Credential.objects.filter(
        Q(revoked_at=None) | Q(decision=OuterRef("pk")), decision__exam=OuterRef("exam")
    )
    return (
        decisions(membership)
        .filter(~Exists(there_is_one), outcome=Outcome.PASSED, followed_by=None)
        .exclude(basis=Decision.Basis.COMPUTED)
        .exclude(enrolment__assessor__user=membership.user)
        .select_related("enrolment__assessor__user", "exam")
    )


def doubted(membership: Membership) -> QuerySet[Credential]:
    """Certificates that hold although the last word on their exam is no longer passed."""
    last_words = Decision.objects.filter(exam=OuterRef("decision__exam"), followed_by=None)
    return issued_by(membership).filter(
        Exists(last_words.exclude(outcome=Outcome.PASSED)), revoked_at=None
    )


def has_new_name(credential: Credential, user: User) -> bool:
    """The holder's account has a name that none of the copies bears."""
    copies = Credential.objects.filter(decision=credential.decision_id, holder_name=user.name)
    return bool(user.name.strip()) and not copies.exists()


def people(membership: Membership) -> QuerySet[User]:
    """Whose transcript a person may read: that of the agency's own people."""
    if not _may_certify(membership):
        return User.objects.filter(pk=membership.user_id)
    return User.objects.filter(memberships__agency=membership.agency).distinct()


def _may_certify(membership: Membership) -> bool:
    here = memberships(membership.user).filter(agency=membership.agency)
    return membership.role in CERTIFYING_ROLES or here.filter(role__in=CERTIFYING_ROLES).exists()


def every_badge() -> Iterator[tuple[str, str]]:
    """Code and signed badge of every certificate of the deployment, for whoever has its server."""
    rows = Credential.objects.exclude(badge="").order_by("pk").values_list("code", "badge")
    return iter(rows.iterator())

"""What reliability holds on a person: decisions, appeals and certificates."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.models import User
from agencies.own_data import Holding
from reliability.models import Appeal, Credential, Decision

GONE = "The holder deleted the account and did not wish to keep the certificate."


def export(user: User) -> dict[str, Any]:
    """Decisions on one's own exams with their reasons, appeals, and certificates."""
    own = {"enrolment__assessor__user": user}
    return {
        "decisions": list(
            Decision.objects.filter(**own)
            .order_by("made_at", "pk")
            .values("agency__name", "tool", "exam__title", "outcome", "basis", "reason", "made_at")
        ),
        "appeals": list(
            Appeal.objects.filter(decision__enrolment__assessor__user=user).values(
                "decision__tool", "reason", "made_at", "answer", "answered_at"
            )
        ),
        "certificates": list(
            Credential.objects.filter(holder=user).values(
                "agency__name",
                "tool",
                "tool_version",
                "holder_name",
                "code",
                "issued_at",
                "valid_until",
                "revoked_at",
                "revoked_because",
                "badge",
            )
        ),
    }


def forget(user: User, keeps_more: bool) -> None:
    """Certificates stay as they are where their holder wishes it; else they end without a name."""
    if keeps_more:
        return
    for credential in Credential.objects.filter(holder=user):
        if credential.revoked_at is None:
            credential.revoked_at, credential.revoked_because = now(), GONE
            record(agency=credential.agency, actor=user, verb="certificate_revoked", obj=credential)
        credential.holder_name, credential.badge = user.name, ""
        credential.save(update_fields=["revoked_at", "revoked_because", "holder_name", "badge"])


HOLDING = Holding(
    "certification",
    export,
    keeps=_("Decisions and appeals under a pseudonym: they are never changed."),
    question=_("Keep my certificates valid, with my name on them and on the page that verifies."),
    forget=forget,
)

"""What reliability holds on a person: decisions, appeals and certificates."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.actions import record
from agencies.models import User
from agencies.own_data import Holding
from reliability.models import (
    Appeal,
    Credential,
    Decision,
    MonitorPoint,
    OutsideTraining,
    Remedy,
    ReportEdition,
    ShareLink,
    Study,
)

GONE = "The holder deleted the account and did not wish to keep the certificate."


def export(user: User) -> dict[str, Any]:
    """Decisions on one's own exams, appeals, certificates, and how check cases went.

    Of a check case what one's own charts tell: the day, the case and how many items were right.
    """
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
        **_studied(user),
    } | _monitored(user)


def _studied(user: User) -> dict[str, Any]:
    """The studies, reports and links that a person made. As a rater nobody can be found in one."""
    own = {"made_by__user": user}
    return {
        "studies_made": list(
            Study.objects.filter(created_by__user=user)
            .order_by("created_at", "pk")
            .values("agency__name", "title", "tool", "created_at")
        ),
        "reports_made": list(
            ReportEdition.objects.filter(**own)
            .order_by("made_at", "pk")
            .values("study__title", "number", "made_at")
        ),
        "links_made": list(
            ShareLink.objects.filter(**own)
            .order_by("made_at", "pk")
            .values("edition__study__title", "made_at", "expires_at", "closed_at")
        ),
    }


def _monitored(user: User) -> dict[str, Any]:
    points = MonitorPoint.objects.filter(enrolment__assessor__user=user).order_by("at", "pk")
    remedies = Remedy.objects.filter(alert__enrolment__assessor__user=user)
    trained = OutsideTraining.objects.filter(assessor__user=user, withdrawn_at=None)
    return {
        "check_cases": list(
            points.values(
                "agency__name",
                "version__vignette__code",
                "tool",
                "at",
                "hits",
                "items",
                "deviation",
            )
        ),
        "remedies": list(
            remedies.order_by("assigned_at", "pk").values(
                "alert__tool", "kind", "note", "assigned_at", "due_on", "read_at", "done_at"
            )
        ),
        "training_elsewhere": list(
            trained.order_by("taken_on", "pk").values(
                "title", "provider", "taken_on", "tool", "hours", "note"
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
    keeps=_(
        "Decisions, appeals and how check cases went, under a pseudonym: they are never changed. "
        "In studies of agreement your codings stand under a hash that names nobody."
    ),
    question=_("Keep my certificates valid, with my name on them and on the page that verifies."),
    forget=forget,
)

"""What training holds on a person: what they scored, wrote, asked and were enrolled in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.own_data import Holding
from training.models import Assignment, Coding, CodingQuestion, Contest, Enrolment, OwnNote, Reading


def export(user: User) -> dict[str, Any]:
    """One's own answers and words; no right scores, and not what a case is given for."""
    own = {"assessor__user": user}
    return {
        "enrolments": list(
            Enrolment.objects.filter(**own).values(
                "agency__name",
                "programme__title",
                "cohort__name",
                "enrolled_at",
                "due_on",
                "time_factor",
                "language",
                "on_leave_since",
                "left_at",
            )
        ),
        "reading": list(
            Reading.objects.filter(enrolment__assessor__user=user).values(
                "page", "answers", "passed_at", "read_at"
            )
        ),
        "declined": list(
            Assignment.objects.filter(**own, declined_at__isnull=False).values(
                "version__vignette__code", "tool", "declined_at", "decline_reason"
            )
        ),
        "codings": [_told(coding) for coding in _codings(user)],
        "notes": list(OwnNote.objects.filter(**own).values("tool", "rule", "text", "changed_at")),
        "questions": list(
            CodingQuestion.objects.filter(asker__user=user).values(
                "tool", "rule", "item", "text", "asked_at", "answer", "answered_at"
            )
        ),
        "contests": list(
            Contest.objects.filter(coding__assessor__user=user).values(
                "item", "reason", "made_at", "outcome", "answer", "answered_at"
            )
        ),
    }


def _codings(user: User) -> Any:
    found = Coding.objects.filter(assessor__user=user).select_related("agency", "version__vignette")
    return found.prefetch_related("ratings", "marks").order_by("submitted_at", "pk")


def _told(coding: Coding) -> dict[str, Any]:
    return {
        "agency": coding.agency.name,
        "case": coding.version.vignette.code,
        "tool": coding.tool,
        "tool_version": coding.tool_version,
        "attempt": coding.attempt,
        "submitted_at": coding.submitted_at,
        "eligibility": coding.eligibility,
        "language": coding.language,
        "answers": [
            {
                "item": rating.item,
                "score": rating.score,
                "insufficient": rating.insufficient,
                "not_applicable": rating.not_applicable,
                "reason": rating.reason,
            }
            for rating in coding.ratings.all()
        ],
        "marks": [
            {"item": mark.question, "language": mark.language, "place": mark.place}
            for mark in coding.marks.all()
        ],
    }


def forget(user: User, keeps_more: bool) -> None:
    """Notes to oneself are nobody else's: they go."""
    OwnNote.objects.filter(assessor__user=user).delete()


HOLDING = Holding(
    "training",
    export,
    keeps=_(
        "Codings, questions and contests under a pseudonym: decisions and the figures of the "
        "group rest on them. Your own notes are deleted."
    ),
    forget=forget,
)

"""What this app holds on a person."""

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.own_data import Holding
from lti.models import Account, Grade, Launch


def export(user: User) -> dict[str, Any]:
    """Which subject of which platform the person is, and what was sent there."""
    accounts = Account.objects.filter(user=user)
    grades = Grade.objects.filter(account__user=user)
    return {
        "accounts": list(
            accounts.values("platform__name", "agency__name", "subject", "linked_at", "ended_at")
        ),
        "grades": list(
            grades.values("placement__course_title", "placement__title", "sent", "sent_at")
        ),
    }


def forget(user: User, keep: bool) -> None:
    """Nothing here names the person any more. What the platform has is the platform's to delete."""
    accounts = Account.objects.filter(user=user)
    pairs = list(accounts.values_list("platform", "subject"))
    for platform, subject in pairs:
        Launch.objects.filter(platform=platform, subject=subject).delete()
    Grade.objects.filter(account__user=user).delete()
    accounts.filter(ended_at=None).update(ended_at=now())
    accounts.update(subject="")


HOLDING = Holding(
    "learning_platforms",
    export,
    keeps=_("Grades that a learning platform was sent: they are there, and deleted there."),
    forget=forget,
)

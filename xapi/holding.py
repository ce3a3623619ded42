"""What this app holds on a person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import User
from agencies.own_data import Holding
from xapi.models import Statement


def export(user: User) -> dict[str, Any]:
    """What was said of the person, and when it arrived."""
    found = Statement.objects.filter(user=user).order_by("at")
    return {
        "statements": list(found.values("id", "verb", "part", "tool", "at", "delivered_at")),
    }


def forget(user: User, keep: bool) -> None:
    """What waits is not sent, and the list of who is who loses the person."""
    Statement.objects.filter(user=user).delete()


HOLDING = Holding(
    "record_store",
    export,
    keeps=_("Statements that a learning record store was sent, under a made-up name."),
    forget=forget,
)

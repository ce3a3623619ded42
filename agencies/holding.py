"""What this app itself holds on a person."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from agencies.models import ApiToken, AuditEntry, Invitation, Leave, Membership, User
from agencies.own_data import Holding

TOKEN_FIELDS = (
    *("agency__name", "name", "start", "scopes", "made_at", "expires_at", "ended_at"),
    "last_used_on",
)
"""All but the hash of the secret."""


def export(user: User) -> dict[str, Any]:
    """The account, roles, leave, ways to sign in, and what the audit record holds of one's acts.

    Without the details of acts: they are about other people too, and about how exams are drawn.
    """
    addresses = EmailAddress.objects.filter(user=user)
    roles = Membership.objects.filter(user=user).order_by("pk")
    return {
        "account": {
            name: getattr(user, name)
            for name in ("email", "name", "language", "single_key_shortcuts", "joined_at")
        }
        | {"last_sign_in": user.last_login},
        "addresses": list(addresses.values("email", "verified", "primary")),
        "roles": list(roles.values("agency__name", "role", "cohort", "since", "ended_at")),
        "leave": list(Leave.objects.filter(user=user).values("agency__name", "since", "until")),
        "invitations": list(
            Invitation.objects.filter(membership__user=user).values(
                "agency__name", "email", "role", "made_at", "accepted_at"
            )
        ),
        "second_steps": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "sign_in_services": list(
            SocialAccount.objects.filter(user=user).values("provider", "uid", "extra_data")
        ),
        "sign_ins": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at")
        ),
        "api_tokens": list(ApiToken.objects.filter(membership__user=user).values(*TOKEN_FIELDS)),
        "own_acts": list(
            AuditEntry.objects.filter(actor=user).values(
                "agency__name", "verb", "object_type", "object_id", "at"
            )
        ),
    }


HOLDING = Holding(
    "account",
    export,
    keeps=_(
        "That somebody had these roles at these times, and the audit record, under a pseudonym: "
        "the agency has to be able to show who was allowed to do what."
    ),
)

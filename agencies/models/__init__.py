"""Who works where: people, agencies, roles, and the record of what was done.

A model of any app that belongs to one agency has a foreign key `agency` and the manager

    objects = ScopedManager(agency="agency")      # from django_scopes

(`agency="cohort__agency"` where it belongs to one through another row). A query outside
`django_scopes.scope(agency=...)` then raises instead of showing another agency's rows; the
decorator `agencies.access.membership_required` opens that scope for a view, and commands, jobs
and tests open it themselves.
"""

from agencies.models.api import ApiToken, SentOnce, Webhook, WebhookDelivery
from agencies.models.audit import AuditEntry, AuditSeal
from agencies.models.joining import Invitation, Leave
from agencies.models.people import Agency, Membership, Role, SecondFactor, User, UserManager

__all__ = [
    "Agency",
    "ApiToken",
    "AuditEntry",
    "AuditSeal",
    "Invitation",
    "Leave",
    "Membership",
    "Role",
    "SecondFactor",
    "SentOnce",
    "User",
    "UserManager",
    "Webhook",
    "WebhookDelivery",
]

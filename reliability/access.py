"""Who may read an agency's agreement figures."""

from __future__ import annotations

from django.db.models import QuerySet

from agencies.models import Membership
from reliability.models import Study
from training.access import GROUP_ROLES


def studies(membership: Membership) -> QuerySet[Study]:
    """The studies of this member's agency; none for roles that may not read them."""
    if membership.role not in GROUP_ROLES:
        return Study.objects.none()
    return Study.objects.filter(agency=membership.agency)

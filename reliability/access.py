"""Who may read an agency's agreement figures, and who may bring a panel's decision into force."""

from __future__ import annotations

from django.db.models import QuerySet

from agencies.models import Membership, Role
from reliability.models import Study
from training.access import GROUP_ROLES
from vignettes.models import Adjudication, ExpertCoding

GOLD_ROLES = (Role.COORDINATOR, Role.ADJUDICATOR, Role.AGENCY_ADMIN)
"""Who looks at the consequences of a panel's decision and publishes it."""


def studies(membership: Membership) -> QuerySet[Study]:
    """The studies of this member's agency; none for roles that may not read them."""
    if membership.role not in GROUP_ROLES:
        return Study.objects.none()
    return Study.objects.filter(agency=membership.agency)


def adjudications(membership: Membership) -> QuerySet[Adjudication]:
    """The decisions that this member may publish: the agency's own; an editor's for the library."""
    if membership.role not in GOLD_ROLES:
        return Adjudication.objects.none()
    own = Adjudication.objects.filter(agency=membership.agency).select_related(
        "panel__version__vignette", "panel__agency", "agency"
    )
    return own if membership.user.is_editor else own.filter(panel__for_library=False)


def expert_codings(membership: Membership) -> QuerySet[ExpertCoding]:
    """What the experts of this member's agency coded, for those who read a whole group."""
    if membership.role not in GROUP_ROLES:
        return ExpertCoding.objects.none()
    return ExpertCoding.objects.filter(agency=membership.agency).order_by()


def may_read_names(membership: Membership) -> bool:
    """Whether consequences name assessors: for those who read the scores of a whole group."""
    return membership.role in GROUP_ROLES

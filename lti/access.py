"""Which platform, account and link somebody may use, and in which role a launch signs them in."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_scopes import scopes_disabled
from lti_tool.models import LtiRegistration

from agencies.access import addresses_of, needs_second_factor, own_invitations
from agencies.models import Agency, Invitation, Membership, Role, User
from lti.models import Account, Grade, Launch, Placement, Platform


def platforms(membership: Membership) -> QuerySet[Platform]:
    """The agency's platforms, for its agency admin; nothing for others."""
    if membership.role != Role.AGENCY_ADMIN:
        return Platform.objects.none()
    found: QuerySet[Platform] = Platform.objects.filter(agency=membership.agency)
    return found.select_related("registration", "agency")


def platform(membership: Membership, pk: int) -> Platform:
    """One platform of the agency; 404 for another agency's."""
    return get_object_or_404(platforms(membership), pk=pk)


def placement(membership: Membership, pk: int) -> Placement:
    """One link of the agency, for whoever comes by it; 404 for another agency's."""
    found = Placement.objects.filter(agency=membership.agency, platform__ended_at=None)
    return get_object_or_404(found.select_related("programme", "platform", "agency"), pk=pk)


def registration_for(issuer: str, client: str) -> LtiRegistration | None:
    """The live registration of an issuer, and of a client of it where one is named."""
    found = LtiRegistration.objects.active().filter(issuer=issuer, platform__ended_at=None)
    if client:
        found = found.filter(client_id=client)
    two = list(found[:2])
    return two[0] if len(two) == 1 else None


def registration(pk: int) -> LtiRegistration | None:
    """A registration that is still in use."""
    return LtiRegistration.objects.active().filter(pk=pk, platform__ended_at=None).first()


def platform_of(registration: LtiRegistration) -> Platform:
    """Whose it is: the agency follows from the platform, never from what a message says."""
    with scopes_disabled():
        return Platform.objects.select_related("agency", "registration").get(
            registration=registration
        )


def account_of(launch: Launch) -> Account | None:
    """Who the subject is, on this platform and on no other; None where nobody said so yet."""
    found = Account.objects.filter(platform=launch.platform, subject=launch.subject, ended_at=None)
    return found.select_related("user", "platform__agency").first()


def grades(platform: Platform) -> QuerySet[Grade]:
    """What is or was to be sent to this platform, the newest first."""
    found: QuerySet[Grade] = Grade.objects.filter(placement__platform=platform)
    return found.select_related("placement", "account__user").order_by("-wanted_at", "-pk")


def courses(platform: Platform) -> list[Placement]:
    """One link of each course whose members the platform tells."""
    found = placements_with_members(platform).order_by("-pk")
    return list({(one.deployment, one.course): one for one in found}.values())


def placements_with_members(platform: Platform) -> QuerySet[Placement]:
    """The links of a platform that is in use, and that says who is in the course."""
    found: QuerySet[Placement] = Placement.objects.filter(
        platform=platform, platform__ended_at=None
    )
    return found.exclude(members_url="")


def bound_membership(user: User, agency: Agency) -> Membership | None:
    """The one role in which a launch may sign this person in: assessor, in the platform's agency.

    None where a person has to sign in here instead: whoever has no such role, looks after the
    library or the installation, or needs a second step, which no platform vouches for.
    """
    if not user.is_active or user.is_staff or user.is_superuser or user.is_editor:
        return None
    own = Membership.objects.filter(user=user, agency=agency, role=Role.ASSESSOR, ended_at=None)
    found = own.select_related("agency", "user").first()
    return None if found is None or needs_second_factor(found) else found


def may_link(user: User, agency: Agency) -> bool:
    """Whether the person belongs to the agency and has an address that is shown to be theirs."""
    own = Membership.objects.filter(user=user, agency=agency, ended_at=None)
    return bool(addresses_of(user)) and own.exists()


def invitation_to(user: User, agency: Agency) -> Invitation | None:
    """An open invitation of this person to the agency, as assessor: one that a link may use."""
    wanted = (one for one in own_invitations(user) if one.agency_id == agency.pk)
    return next((one for one in wanted if one.role == Role.ASSESSOR), None)


def accounts(platform: Platform) -> QuerySet[Account]:
    """Who is tied to somebody of this platform, by name; the first 500."""
    found = Account.objects.filter(platform=platform, ended_at=None).select_related("user")
    return found.order_by("user__name")[:500]


def waiting_launch(pk: int) -> Launch | None:
    """A launch that waits for an answer, unless its platform has been ended."""
    found = Launch.objects.select_related("agency", "platform__registration", "placement")
    return found.filter(pk=pk, platform__ended_at=None).first()

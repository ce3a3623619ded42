"""Who is in an agency, who is away, who was asked and who has left: what the people page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Lower
from django.utils.timezone import localdate

from agencies.models import Agency, Invitation, Leave, Membership, Role, User


@dataclass(frozen=True)
class Person:
    """One line of the people page."""

    user: User
    roles: tuple[Membership, ...]
    leave: Leave | None

    @property
    def cohorts(self) -> str:
        return ", ".join(sorted({role.cohort for role in self.roles if role.cohort}))

    @property
    def left_on(self) -> date | None:
        ended = [role.ended_at for role in self.roles if role.ended_at]
        return localdate(max(ended)) if len(ended) == len(self.roles) and ended else None


def current(agency: Agency, *, words: str = "", role: str = "") -> QuerySet[User]:
    """People with a role in the agency now, by name."""
    own = Membership.objects.filter(agency=agency, user=OuterRef("pk"), ended_at=None)
    if role:
        own = own.filter(role=role)
    return _matching(User.objects.filter(Exists(own)), words)


def leavers(agency: Agency, *, words: str = "") -> QuerySet[User]:
    """People who had a role in the agency and have none now."""
    own = Membership.objects.filter(agency=agency, user=OuterRef("pk"))
    left = User.objects.filter(Exists(own), ~Exists(own.filter(ended_at=None)))
    return _matching(left, words)


def known(agency: Agency) -> QuerySet[User]:
    """Everybody who has or had a role in the agency: whose page may be opened."""
    return User.objects.filter(
        Exists(Membership.objects.filter(agency=agency, user=OuterRef("pk")))
    )


def listed(agency: Agency, users: QuerySet[User], *, ended: bool = False) -> list[Person]:
    """These people with their roles here and their leave, in three queries."""
    roles = Membership.objects.filter(agency=agency).order_by("since", "pk")
    if not ended:
        roles = roles.filter(ended_at=None)
    found = list(users.prefetch_related(Prefetch("memberships", roles, to_attr="roles_here")))
    leaves = {
        leave.user_id: leave
        for leave in Leave.objects.filter(agency=agency, user__in=found, over_at=None)
    }
    return [Person(user, tuple(_roles(user)), leaves.get(user.pk)) for user in found]


def open_invitations(agency: Agency) -> QuerySet[Invitation]:
    """Those that are neither used nor withdrawn; also the expired ones, to be sent again."""
    return Invitation.objects.filter(
        agency=agency, accepted_at=None, withdrawn_at=None
    ).select_related("invited_by")


def taken(agency: Agency) -> set[tuple[str, str]]:
    """(address, role) of everybody who is here or is invited: nobody is asked twice."""
    here = Membership.objects.filter(agency=agency, ended_at=None)
    pairs: Iterable[tuple[str, str]] = here.values_list(Lower("user__email"), "role")
    asked: Iterable[tuple[str, str]] = open_invitations(agency).values_list(Lower("email"), "role")
    return {*pairs, *asked}


def _matching(users: QuerySet[User], words: str) -> QuerySet[User]:
    for word in words.split()[:5]:
        users = users.filter(name__icontains=word) | users.filter(email__icontains=word)
    return users.order_by(Lower("name"), "pk")


def _roles(user: User) -> list[Membership]:
    roles: list[Membership] = user.roles_here  # type: ignore[attr-defined]
    order = list(Role.values)
    return sorted(roles, key=lambda own: (own.ended_at is not None, order.index(own.role)))

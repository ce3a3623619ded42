"""Makes people and agencies; each app's makers lie in tests/<app>/factories.py."""

from typing import NamedTuple

from agencies.actions.accounts import verify_address
from agencies.models import Agency, Membership, Role, User

PASSWORD = "plumb-line-42"


class Person(NamedTuple):
    """One member of the cast: who they are, and the role they have."""

    user: User
    membership: Membership

    @property
    def agency(self) -> Agency:
        return self.membership.agency


def make_agency(name: str = "North Agency", **fields) -> Agency:
    fields.setdefault("slug", name.split()[0].lower())
    fields.setdefault("support_contact", f"{name} support line, extension 100")
    return Agency.objects.create(name=name, **fields)


def make_user(name: str = "Asha", **fields) -> User:
    fields.setdefault("email", f"{name.lower()}@example.org")
    user = User.objects.create_user(password=PASSWORD, name=name, **fields)
    verify_address(user)
    return user


def make_person(name: str, agency: Agency, role: Role | str = Role.ASSESSOR, **fields) -> Person:
    user = make_user(name, **fields)
    return Person(user, Membership.objects.create(user=user, agency=agency, role=role))

"""What an agency admin sees of the record store, and nobody else."""

from dataclasses import dataclass

from django.db.models import QuerySet

from agencies.models import Membership, Role, User
from xapi.models import RecordStore, Statement
from xapi.wording import name_of


@dataclass(frozen=True)
class Known:
    """A person, and the name under which the store knows them."""

    user: User
    name: str


def store_of(membership: Membership) -> RecordStore | None:
    """The agency's store, for its agency admin."""
    if membership.role != Role.AGENCY_ADMIN:
        return None
    return RecordStore.objects.filter(agency=membership.agency, ended_at=None).first()


def statements(store: RecordStore) -> QuerySet[Statement]:
    """What it was told or is to be told, the newest first."""
    return Statement.objects.filter(store=store)


def who_is_who(store: RecordStore) -> list[Known]:
    """Everybody of whom the store was told something."""
    told = Statement.objects.filter(store=store).values("user")
    people = User.objects.filter(pk__in=told).order_by("name", "pk")
    return [Known(user, name_of(store, user.pk)) for user in people[:500]]

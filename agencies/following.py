"""What other apps do when somebody comes to an agency, is away from it, or leaves it.

`agencies` knows none of them: each registers a `Follower` when it starts.
"""

from datetime import date, datetime

from agencies.models import Agency, Membership, User


class Follower:
    """What an app does; override what matters. Called inside the transaction of the change."""

    def joined(self, membership: Membership, by: User | None) -> None:
        """Somebody has begun in a role; `membership.cohort` names the group they start with."""

    def left(self, membership: Membership, by: User | None, at: datetime) -> None:
        """Somebody has left a role."""

    def leave_began(self, agency: Agency, user: User, since: date, by: User | None) -> None:
        """Somebody is away from this day on."""

    def leave_ended(self, agency: Agency, user: User, until: date, by: User | None) -> None:
        """Somebody is back on this day."""


_followers: list[Follower] = []


def register(follower: Follower) -> None:
    """Tell this follower of every change from now on; one of its kind is enough."""
    if not any(type(known) is type(follower) for known in _followers):
        _followers.append(follower)


def followers() -> tuple[Follower, ...]:
    return tuple(_followers)

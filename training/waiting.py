"""What waits for those who look after a group, gathered from whoever has something to tell.

Deciding and certifying are not the business of this app: their own app registers a teller when the
program starts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agencies.models import Membership


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits: in words with its number, and where it is done."""

    words: str
    href: str
    names: tuple[str, ...] = ()
    """Whom it concerns, where the words alone would make one search."""


Teller = Callable[[Membership], list[Waiting]]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Ask this function what waits from now on, before what training itself has."""
    if teller not in _tellers:
        _tellers.append(teller)


def told_by_others(membership: Membership) -> list[Waiting]:
    """What other apps have for this person, in the order in which they registered."""
    return [one for teller in _tellers for one in teller(membership)]

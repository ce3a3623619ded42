"""One list of the coordinator's morning: the first of what waits, and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Window

SHOWN = 20
"""How many of each list the page shows; the rest is a link away."""


@dataclass(frozen=True)
class Row:
    """One thing that needs somebody: who or what, in which state, and where it is seen to."""

    who: str
    words: str
    href: str
    since: date
    chip: str = ""
    tone: str = ""


@dataclass(frozen=True)
class List:
    """The first of what waits, how many there are, and where all of them are."""

    key: str
    title: str
    rows: tuple[Row, ...]
    n: int
    href: str
    act: str
    """What the link of each row says."""

    @property
    def n_more(self) -> int:
        return self.n - len(self.rows)


def listed(
    found: QuerySet[Any], row: Callable[[Any], Row], *, key: str, title: str, href: str, act: str
) -> List:
    """The first ones as rows, each with the number of all: one query, however many there are."""
    first = list(found.annotate(in_all=Window(Count("pk")))[:SHOWN])
    n = first[0].in_all if first else 0
    return List(key, title, tuple(row(one) for one in first), n, href, act)

"""How hard each check case is, from those who scored it and whose own charts are sound.

What is the case's is then not taken for the assessor's, and a fall is seen sooner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reliability import monitoring
from reliability.models import Alert, MonitorPoint, Watch

LEAST_PEERS = 10
"""Others who scored a case, below which nothing is known of its difficulty."""
LEAST_CODINGS = 200
"""Codings in all, below which the clustering cannot be taken apart well enough to rely on."""
LEAST_KNOWN = 0.8
"""The share of a person's cases whose difficulty is known, below which all count as alike."""


@dataclass(frozen=True)
class Score:
    """Hits and items on a case, of one coding or of several together."""

    hits: int = 0
    items: int = 0
    codings: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.items + other.items, self.codings + other.codings)

    def __sub__(self, other: Score) -> Score:
        return Score(self.hits - other.hits, self.items - other.items, self.codings - other.codings)


@dataclass(frozen=True)
class Peers:
    """What sound assessors reached on each case; nothing where too little is known."""

    left: float | None = None
    """The clustering that is left where the difficulty is known; None: it cannot be told."""
    together: Mapping[int, Score] = field(default_factory=dict)
    own: Mapping[tuple[int, int], Score] = field(default_factory=dict)
    """By enrolment and version: what is to be left out for that person."""

    def expected(self, enrolment: int, version: int, level: float) -> float | None:
        """The share of hits to expect of somebody of this level; None where it is not known."""
        others = self.together.get(version, Score()) - self.own.get((enrolment, version), Score())
        if self.left is None or others.codings < LEAST_PEERS:
            return None
        return monitoring.expected_share(others.hits, others.items, level=level)

    def clustering(self, shares: Iterable[float | None], otherwise: float) -> float:
        """The clustering that limits allow for, with these expectations of a person's cases."""
        told = [share is not None for share in shares]
        is_known = bool(told) and sum(told) >= LEAST_KNOWN * len(told)
        return self.left if is_known and self.left is not None else otherwise


def peers_of(agency_id: int, tool: str, doubted: Iterable[int] = ()) -> Peers:
    """Read the points of everybody whose charts show no signal, in one query and two more.

    `doubted`: versions with gold that is being checked; wrong gold looks like a hard case.
    """
    about = {"agency": agency_id, "tool": tool}
    unsound = set(
        Watch.objects.filter(**about).exclude(signal="").values_list("enrolment", flat=True)
    )
    unsound |= set(
        Alert.objects.filter(**about, closed_at=None, enrolment__isnull=False).values_list(
            "enrolment", flat=True
        )
    )
    points = MonitorPoint.objects.filter(**about, items__gt=0).exclude(version__in=list(doubted))
    rows = points.order_by().values_list("enrolment", "version", "hits", "items")
    by_version: dict[int, list[tuple[int, int]]] = defaultdict(list)
    own: dict[tuple[int, int], Score] = defaultdict(Score)
    for enrolment, version, hits, items in rows:
        if enrolment not in unsound:
            by_version[version].append((hits, items))
            own[enrolment, version] += Score(hits, items, 1)
    if sum(map(len, by_version.values())) < LEAST_CODINGS:
        return Peers()
    apart = monitoring.clustering_of({str(key): told for key, told in by_version.items()})
    together = {
        version: Score(sum(h for h, _ in told), sum(n for _, n in told), len(told))
        for version, told in by_version.items()
    }
    return Peers(None if apart.of_day is None else apart.left, together, dict(own))

"""Given against right scores of each item, and gold that strong assessors miss.

Reads the counts that the nightly run keeps. Of cases that the reader still has to score nothing is
told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from agencies.models import Membership
from instruments import catalogue
from reliability import access
from reliability.models import AnswerTally
from reliability.reports.alert_words import item_name
from reliability.reports.hard import SHOWN, open_answers, percent

NO_SCORE = -99
STRONG_LEAST = 5
"""Strong assessors below whom a gold score is not listed."""
STRONG_SHARE = 0.4
"""Missed by so many of them, a gold score is worth a look."""


@dataclass(frozen=True)
class Cell:
    """How often one score was given where another is right."""

    n: int
    share: str
    is_right: bool


@dataclass(frozen=True)
class Confusion:
    """Given against right scores of one item."""

    item: str
    title: str
    given: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...], int], ...]
    """Right score, its cells, and how many answers."""
    cases: tuple[tuple[Any, int, int], ...]
    """Version, misses and answers: the cases on which it is missed most."""


def confusion(membership: Membership, tool: str, item: str, language: str) -> Confusion:
    """The table of one item over all cases, and the cases behind it."""
    found = open_answers(membership, tool).filter(item=item)
    if language:
        found = found.filter(language=language)
    counts = {
        (right, given): n
        for right, given, n in found.values_list("right", "given").annotate(all=Sum("n"))
    }
    scores = sorted({score for pair in counts for score in pair} | set(_values_of(tool, item)))
    rows = []
    for right in sorted({right for right, _given in counts}):
        n = sum(counts.get((right, given), 0) for given in scores)
        cells = tuple(
            Cell(
                counts.get((right, given), 0),
                percent(counts.get((right, given), 0) / n if n else None),
                right == given,
            )
            for given in scores
        )
        rows.append((_score(right), cells, n))
    return Confusion(
        item=item,
        title=item_name(tool, item),
        given=tuple(_score(score) for score in scores),
        rows=tuple(rows),
        cases=tuple(_cases(found)),
    )


def _values_of(tool: str, item: str) -> tuple[int, ...]:
    return tuple(catalogue.tool(tool).item(item).values)


def _score(score: int) -> str:
    if score == NO_SCORE:
        return _("no score")
    return str(score).replace("-", "\N{MINUS SIGN}")


def _cases(found: QuerySet[AnswerTally]) -> Iterable[tuple[Any, int, int]]:
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = found.values_list("version", "right", "given").annotate(all=Sum("n"))
    for version, right, given, n in rows:
        counts[version][0] += n if right != given else 0
        counts[version][1] += n
    worst = sorted(counts, key=lambda pk: (-counts[pk][0] / counts[pk][1], pk))
    worst = [pk for pk in worst if counts[pk][0]][:10]
    versions = {
        one.version_id: one.version
        for one in found.filter(version__in=worst).select_related("version__vignette")
    }
    for pk in worst:
        yield versions[pk], counts[pk][0], counts[pk][1]


@dataclass(frozen=True)
class GoldRow:
    """One gold score that assessors miss who do well elsewhere."""

    version: Any
    item: str
    title: str
    right: str
    given: str
    missed: int
    n: int
    alert: int | None


def gold_to_check(membership: Membership, tool: str) -> tuple[GoldRow, ...]:
    """The gold scores that strong assessors miss most, each with what most of them gave."""
    rows = open_answers(membership, tool).filter(strong=True)
    counts: dict[tuple[int, str, int], dict[int, int]] = defaultdict(dict)
    told = rows.values_list("version", "item", "right", "given").annotate(all=Sum("n"))
    for version, item, right, given, n in told:
        counts[version, item, right][given] = n
    found = []
    for (version, item, right), given in counts.items():
        n, missed = sum(given.values()), sum(given.values()) - given.get(right, 0)
        if n >= STRONG_LEAST and missed >= STRONG_SHARE * n:
            most = max((score for score in given if score != right), key=lambda one: given[one])
            found.append((missed / n, version, item, right, most, missed, n))
    found = sorted(found, reverse=True)[:SHOWN]
    versions = {
        one.version_id: one.version
        for one in rows.filter(version__in=[one[1] for one in found]).select_related(
            "version__vignette"
        )
    }
    alerts = {
        (version, item): pk
        for pk, version, item in access.alerts(membership)
        .filter(kind="gold", tool=tool, closed_at=None)
        .values_list("pk", "version", "item")
    }
    return tuple(
        GoldRow(
            version=versions[version],
            item=item,
            title=item_name(tool, item),
            right=_score(right),
            given=_score(most),
            missed=missed,
            n=n,
            alert=alerts.get((version, item)),
        )
        for _share, version, item, right, most, missed, n in found
    )

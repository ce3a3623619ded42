"""When everybody moves together: look at the rule or the gold, not at the people."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from instruments.sheet import Text
from reliability.monitoring.baseline import Baseline, baseline
from reliability.monitoring.chances import CLUSTERING
from reliability.monitoring.point import Point
from reliability.stats.distributions import t_upper_tail

LEAST = 4
"""Assessors with items in the period, below which nothing is said of a group."""
EXPLAINS = 0.5
"""The share of the fall from which one case, item or rule is said to explain it."""

UNKNOWN = baseline(None)
"""Of whoever has no baseline."""

Kind = Literal["answer", "case", "rule", "item"]


@dataclass(frozen=True)
class Explains:
    """One thing that lies behind a fall of the group."""

    kind: Kind
    """answer: one item of one case, named "CASE ITEM"."""
    name: str
    share: float
    """Of the hits that the group fell short by; more than 1 where all the rest rose."""


@dataclass(frozen=True)
class GroupDrift:
    """Whether the group fell below its own baselines in a period."""

    moved: bool
    p: float | None
    """The chance of such a fall if nobody changed; None with too few assessors."""
    assessors: int
    below: int
    """Of them, how many are below their own baseline."""
    expected: float | None
    seen: float | None
    explained_by: tuple[Explains, ...]
    """Without it the fall would not be one; the most specific first. Empty unless moved."""
    sentence: Text


@dataclass(frozen=True)
class _Row:
    assessor: str
    case: str
    item: str | None
    rules: frozenset[str]
    n: int
    hits: int
    expected: float

    @property
    def short(self) -> float:
        return self.n * self.expected - self.hits


def group_drift(
    series: Mapping[str, Sequence[Point]],
    baselines: Mapping[str, Baseline],
    *,
    since: date,
    error_rate: float = 0.01,
) -> GroupDrift:
    """Compare each assessor's points from `since` on with his own baseline, then all together.

    The assessors are the sample: the mean of their shortfalls is tested one-sided by Student's t,
    with the standard error of the model where the one seen is smaller. A sound group is said to
    have moved in `error_rate` of the periods looked at, if each has cases of his own. Where all
    have the same cases, a hard case moves all of them: then it is named as the explanation.
    """
    rows = [
        row
        for assessor in sorted(series)
        for point in series[assessor]
        if point.at >= since and point.n_items
        for row in _rows(assessor, point, baselines.get(assessor, UNKNOWN).level)
    ]
    assessors = len({row.assessor for row in rows})
    if assessors < LEAST:
        return GroupDrift(False, None, assessors, 0, None, None, (), _few(assessors))
    p, below = _test(rows)
    moved = p < error_rate
    answers = sum(row.n for row in rows)
    expected = sum(row.n * row.expected for row in rows) / answers
    seen = sum(row.hits for row in rows) / answers
    why = _explained(rows, error_rate) if moved else ()
    told = _sentence(moved, assessors, below, expected, seen, why)
    return GroupDrift(moved, p, assessors, below, expected, seen, why, told)


def _rows(assessor: str, point: Point, level: float) -> Iterator[_Row]:
    expected = point.expected or level
    if len(point.items) != point.n_items:
        rules = frozenset(sign.rule for sign in point.rules)
        yield _Row(assessor, point.case, None, rules, point.n_items, point.n_hits, expected)
        return
    for item, is_hit in point.items:
        governs = frozenset(sign.rule for sign in point.rules if item in sign.items)
        yield _Row(assessor, point.case, item, governs, 1, int(is_hit), expected)


def _test(rows: Sequence[_Row]) -> tuple[float, int]:
    """The p value, and how many assessors are below their baseline."""
    short: dict[str, float] = defaultdict(float)
    items: dict[str, int] = defaultdict(int)
    by_case: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        short[row.assessor] += row.short
        items[row.assessor] += row.n
        by_case[row.assessor, row.case] += row.n
    shares = [short[name] / items[name] for name in short]
    n, level = len(shares), sum(row.n * row.expected for row in rows) / sum(items.values())
    if n < 2:
        return 1.0, sum(share > 0 for share in shares)
    effects: dict[str, float] = defaultdict(float)
    for (name, _), number in by_case.items():
        effects[name] += number * (1 + (number - 1) * CLUSTERING)
    model = level * (1 - level) * sum(effects[name] / items[name] ** 2 for name in items) / n**2
    mean = sum(shares) / n
    own = sum((share - mean) ** 2 for share in shares) / (n - 1) / n
    p = t_upper_tail(mean / math.sqrt(max(own, model)), n - 1)
    return p, sum(share > 0 for share in shares)


def _explained(rows: Sequence[_Row], error_rate: float) -> tuple[Explains, ...]:
    whole = sum(row.short for row in rows)
    found: list[Explains] = []
    for kind, names in KINDS.items():
        shorts: dict[str, float] = defaultdict(float)
        for row in rows:
            for name in names(row):
                shorts[name] += row.short
        for name in sorted(shorts, key=lambda one: (-round(shorts[one], 9), one)):
            share = shorts[name] / whole
            if share < EXPLAINS:
                break
            rest = [row for row in rows if name not in names(row)]
            if not rest or _test(rest)[0] >= error_rate:
                found.append(Explains(kind, name, share))
    return tuple(found)


KINDS: Mapping[Kind, Callable[[_Row], frozenset[str]]] = {
    "answer": lambda row: frozenset({f"{row.case} {row.item}"} if row.item else ()),
    "case": lambda row: frozenset({row.case}),
    "rule": lambda row: row.rules,
    "item": lambda row: frozenset({row.item} if row.item else ()),
}


def _few(assessors: int) -> Text:
    return Text(
        en=f"{assessors} assessors in this period: fewer than {LEAST} are no group to speak of.",
        fr=f"{assessors} évaluateurs dans cette période : moins de {LEAST} ne forment pas un "
        "groupe dont on puisse parler.",
    )


def _sentence(
    moved: bool,
    assessors: int,
    below: int,
    expected: float,
    seen: float,
    why: Sequence[Explains],
) -> Text:
    en = (
        f"{below} of {assessors} assessors are below their own level: {seen:.0%} for "
        f"{expected:.0%}."
    )
    fr = (
        f"{below} évaluateurs sur {assessors} sont sous leur propre niveau : {100 * seen:.0f} % "
        f"pour {100 * expected:.0f} %."
    )
    if not moved:
        return Text(en=f"{en} The group did not move.", fr=f"{fr} Le groupe n'a pas bougé.")
    en, fr = f"{en} The group moved together", f"{fr} Le groupe a bougé ensemble"
    if not why:
        return Text(
            en=f"{en}: look at what all of them were told, not at the people.",
            fr=f"{fr} : regardez ce qui a été dit à tous, et non les personnes.",
        )
    return Text(
        en=f"{en}, and {why[0].name} explains it: look at the rule or the gold, not at the people.",
        fr=f"{fr}, et {why[0].name} l'explique : regardez la règle ou la référence, et non les "
        "personnes.",
    )

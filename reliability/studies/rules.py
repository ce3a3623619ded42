"""Codings that break a rule of their tool: by checks that need no facts, flags, and facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from instruments import catalogue, checks
from instruments.facts import Facts
from instruments.scores import Scores
from reliability.stats.arrays import BoolArray, FloatArray, IntArray
from reliability.studies.explained import Progress, explained
from reliability.studies.frame import Codings
from reliability.studies.results import RuleFinding
from reliability.studies.totals import as_items, distinct

CSEM_ONLY = "csem_only"
_MOST_NUMBERS = 20
_WRITTEN = ("recomputed", "total_is_sum", "band_label", "band_of_total", "band_or_label")
_WRITTEN_TOO = ("band_overridden", "misread_band", "most_missing", "no_override")
Evidence = Literal["check", "flag"]


@dataclass
class _Found:
    """The codings of one finding, gathered over the distinct ones."""

    level: Literal["error", "warning"]
    evidence: Evidence
    items: list[str] = field(default_factory=list)
    codings: list[IntArray] = field(default_factory=list)

    def add(self, items: Iterable[str], codings: IntArray) -> None:
        self.items += [item for item in items if item not in self.items]
        self.codings.append(codings)


def rule_findings(
    codings: Codings,
    facts: Mapping[str, Facts] | None = None,
    progress: Progress | None = None,
) -> tuple[RuleFinding, ...]:
    """Every rule that a coding of the study breaks, the most frequent first.

    Each distinct coding (scores, total and band as written, flag) is checked once. Where targets
    carry facts, `explained` adds the rules whose misreading explains a wrong score.
    """
    found = _checked(codings)
    rows = [_row(rule, one, codings) for rule, one in found.items()]
    rows += explained(codings, facts, progress) if facts else []
    return tuple(sorted(rows, key=lambda row: (row.level, -row.codings, row.evidence, row.id)))


def _checked(codings: Codings) -> dict[tuple[str, Evidence], _Found]:
    found: dict[tuple[str, Evidence], _Found] = {}
    if not len(codings):
        return found
    flag = _flag(codings)
    first, which = distinct(_columns(codings, flag))
    members = np.split(np.argsort(which, kind="stable"), np.cumsum(np.bincount(which))[:-1])
    for place, same in zip(first.tolist(), members, strict=True):
        scores = _scores(codings, place)
        plain = checks.findings(codings.tool, scores)
        _gather(found, plain, "check", same)
        if flag[place] == 1:
            known = {(one.id, one.items) for one in plain}
            flagged = checks.findings(codings.tool, scores, only_csem=True)
            _gather(found, [f for f in flagged if (f.id, f.items) not in known], "flag", same)
    return found


def _gather(
    found: dict[tuple[str, Evidence], _Found],
    findings: Iterable[checks.Finding],
    evidence: Evidence,
    same: IntArray,
) -> None:
    for one in findings:
        known = found.setdefault((one.id, evidence), _Found(one.level, evidence))
        known.add(one.items, same)


def _flag(codings: Codings) -> IntArray:
    return codings.flags.get(CSEM_ONLY, np.full(len(codings), -1, dtype=np.intp))


def _columns(codings: Codings, flag: IntArray) -> FloatArray:
    """What a finding depends on, as numbers."""
    bands = {name: place for place, name in enumerate(sorted(set(codings.band_given)))}
    named = np.array([bands[name] for name in codings.band_given], dtype=np.float64)
    return np.column_stack([codings.scores, codings.total_given, named, flag])


def _scores(codings: Codings, place: int) -> Scores:
    """A coding as the checks read it. A blank cell is an item entered as not scored."""
    total = codings.total_given[place]
    return Scores(
        as_items(codings.items, codings.scores[place]),
        total=None if np.isnan(total) else int(total),
        band=codings.band_given[place] or None,
    )


def _row(rule: tuple[str, Evidence], found: _Found, codings: Codings) -> RuleFinding:
    places = np.unique(np.concatenate(found.codings))
    numbers = np.sort(codings.numbers[places])[:_MOST_NUMBERS]
    return RuleFinding(
        id=rule[0],
        evidence=found.evidence,
        level=found.level,
        items=tuple(found.items),
        codings=len(places),
        asked=int(_asked(rule[0], found.evidence, codings).sum()),
        raters=len(np.unique(codings.rater_of[places])),
        numbers=tuple(numbers.tolist()),
    )


def _asked(rule: str, evidence: Evidence, codings: Codings) -> BoolArray:
    """Codings on which the check could be made."""
    if evidence == "flag":
        return np.asarray(_flag(codings) >= 0, dtype=np.bool_)
    if _is_of_what_is_written(rule, codings.tool):
        named = np.array([bool(name) for name in codings.band_given], dtype=np.bool_)
        return np.asarray(named | ~np.isnan(codings.total_given), dtype=np.bool_)
    return np.ones(len(codings), dtype=np.bool_)


def _is_of_what_is_written(rule: str, tool: str) -> bool:
    """Whether the check compares a total or a level that was written down."""
    if rule == "recomputed":
        return True
    known = {one.id: one for one in catalogue.tool(tool).rules}
    check = known[rule].check if rule in known else None
    return check is not None and check.name in (*_WRITTEN, *_WRITTEN_TOO)

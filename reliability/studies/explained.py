"""Where the targets of a study carry facts: the misread rules that explain wrong scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from instruments.diagnosis import Coded, diagnose
from instruments.facts import Facts
from instruments.misreading import Explanation, explain, misreadings
from instruments.scores import Scores
from reliability.studies.frame import Codings
from reliability.studies.results import RuleFinding
from reliability.studies.totals import as_items

_MOST_NUMBERS = 20


def explained(codings: Codings, facts: Mapping[str, Facts]) -> list[RuleFinding]:
    """One finding for each rule whose misreading gives a wrong score, alone or in a pair.

    `codings` counts those with such a score, `asked` those of files in which misreading the rule
    changes anything. `probability` is that of the rater in whom the rule is most likely misread,
    by all of that rater's codings in the study.
    """
    items: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    asked: dict[str, int] = defaultdict(int)
    by_rater: dict[int, list[Coded]] = defaultdict(list)
    for place in range(len(codings)):
        target = codings.targets[codings.target_of[place]]
        if target not in facts:
            continue
        scores = Scores(as_items(codings.items, codings.scores[place]))
        by_rater[int(codings.rater_of[place])].append(
            Coded(target, codings.tool, facts[target], scores)
        )
        for rule in _governing(codings.tool, facts[target]):
            asked[rule] += 1
        for rule, item in _blamed(explain(codings.tool, facts[target], scores)):
            items[rule].append(item)
            places[rule].append(place)
    likely = _likely(by_rater)
    return [
        _finding(rule, items[rule], places[rule], max(asked[rule], 1), likely, codings)
        for rule in places
    ]


@lru_cache(maxsize=512)
def _governing(tool: str, facts: Facts) -> tuple[str, ...]:
    return tuple(misreadings(tool, facts))


def _blamed(found: Explanation) -> list[tuple[str, str]]:
    """The likeliest rule of each wrong score, or both rules of the likeliest pair."""
    blamed = []
    for item, one in found.items.items():
        if one.verdict == "explained":
            blamed.append((one.rules[0], item))
        elif one.verdict == "pair":
            blamed += [(rule, item) for rule in one.pairs[0]]
    return blamed


def _likely(by_rater: Mapping[int, list[Coded]]) -> dict[str, list[float]]:
    """Each rule's probability in every rater who was tested on it."""
    likely: dict[str, list[float]] = defaultdict(list)
    for told in by_rater.values():
        for rule, finding in diagnose(told).rules.items():
            likely[rule].append(finding.probability)
    return likely


def _finding(
    rule: str,
    items: list[str],
    places: list[int],
    asked: int,
    likely: Mapping[str, list[float]],
    codings: Codings,
) -> RuleFinding:
    unique = np.unique(np.array(places, dtype=np.intp))
    known = likely.get(rule, [])
    return RuleFinding(
        id=rule,
        evidence="facts",
        level="error",
        items=tuple(dict.fromkeys(items)),
        codings=len(unique),
        asked=max(asked, len(unique)),
        raters=len(np.unique(codings.rater_of[unique])),
        numbers=tuple(np.sort(codings.numbers[unique])[:_MOST_NUMBERS].tolist()),
        probability=max(known) if known else None,
    )

"""Where the targets of a study carry facts: the misread rules that explain wrong scores.

A file is scored right once, and once more with each of its rules misread; every coding of it is
held against these. Pairs of rules are looked for where several codings of a file have the same
wrong score that no single rule gives: one alone is more likely a slip.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from instruments.diagnosis import Coded, diagnose
from instruments.facts import Facts
from instruments.misreading import explain, misreadings
from instruments.rulings import Rulings, rulings
from instruments.scores import Scores
from reliability.studies.frame import Codings
from reliability.studies.results import RuleFinding
from reliability.studies.totals import as_items

MOST_PAIRS = 30
MOST_RATERS = 12
_MOST_NUMBERS = 20
_SEVERAL = 2
Items = Mapping[str, int | None]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class _File:
    """One target: its right scores, and those with each rule misread that changes anything."""

    right: Rulings
    others: Mapping[str, Rulings]

    def wrong(self, given: Items) -> Iterator[tuple[str, int]]:
        """Scores that differ from the right one, and from every other admissible one."""
        for item, ruling in self.right.items.items():
            score = given.get(item)
            if score is None or ruling.value is None or ruling.predicts(score):
                continue
            admitted = any(one.items[item].predicts(score) for one in self.right.alternatives)
            if not admitted and score not in ruling.disputed:
                yield item, score

    def likeliest(self, item: str, given: Items) -> str | None:
        """Of the rules whose misreading gives the score, the one that fits most of the coding."""
        fits = {
            rule: sum(other.items[one].predicts(score) for one, score in given.items() if score)
            for rule, other in self.others.items()
            if other.items[item].predicts(given[item])
        }
        return max(fits, key=lambda rule: fits[rule]) if fits else None


@dataclass
class _Gathered:
    """What is blamed on each rule: codings and items; and the codings that could show it."""

    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    items: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: Counter[str] = field(default_factory=Counter)
    unexplained: dict[tuple[str, str, int], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def blame(self, rule: str, item: str, places: Iterable[int]) -> None:
        self.places[rule] += places
        self.items[rule].append(item)


def explained(
    codings: Codings, facts: Mapping[str, Facts], progress: Progress | None = None
) -> list[RuleFinding]:
    """One finding for each rule whose misreading gives a wrong score, alone or in a pair, and for
    each rule by which the tool may not be used on a file that was scored all the same.

    `codings` counts those with such a score, `asked` those of files in which misreading the rule
    changes anything. `probability` is that of the rater in whom the rule is most likely misread,
    by that rater's codings in the study; it is worked out for the raters with most wrong scores,
    of those with several. `progress` is told of each file scored.
    """
    gathered, told = _Gathered(), _told(codings, facts)
    files: dict[str, _File] = {}
    names = sorted({name for name, _ in told.values()})
    for name in names:
        if progress is not None:
            progress("rules", len(files), len(names))
        files[name] = _File(
            rulings(codings.tool, facts[name]), misreadings(codings.tool, facts[name])
        )
    for place, (name, given) in told.items():
        _hold(gathered, files[name], name, given, place)
    _pairs(gathered, codings.tool, facts)
    likely = _likely(gathered, codings, facts, told)
    return [_finding(rule, gathered, likely, codings) for rule in gathered.places]


def _told(codings: Codings, facts: Mapping[str, Facts]) -> dict[int, tuple[str, Items]]:
    """The codings of files with facts, by place."""
    names = [codings.targets[target] for target in codings.target_of.tolist()]
    return {
        place: (name, as_items(codings.items, codings.scores[place]))
        for place, name in enumerate(names)
        if name in facts
    }


def _hold(gathered: _Gathered, file: _File, name: str, given: Items, place: int) -> None:
    """One coding against its file."""
    gathered.asked.update(file.others.keys())
    use = file.right.eligibility
    if use.answer != "yes":
        if use.answer == "no" and any(score is not None for score in given.values()):
            for rule in use.rules:
                gathered.asked[rule] += rule not in file.others
                gathered.blame(rule, "", [place])
        return
    for item, score in file.wrong(given):
        cause = file.likeliest(item, given)
        if cause is None:
            gathered.unexplained[name, item, score].append(place)
        else:
            gathered.blame(cause, item, [place])


def _pairs(gathered: _Gathered, tool: str, facts: Mapping[str, Facts]) -> None:
    """The wrong scores that come most often without a single rule to explain them."""
    often = [
        (key, places) for key, places in gathered.unexplained.items() if places[_SEVERAL - 1 :]
    ]
    often.sort(key=lambda one: (-len(one[1]), one[0]))
    for (name, item, score), places in often[:MOST_PAIRS]:
        found = explain(tool, facts[name], {item: score}).items.get(item)
        if found is not None and found.pairs:
            for rule in found.pairs[0]:
                gathered.blame(rule, item, places)


def _likely(
    gathered: _Gathered,
    codings: Codings,
    facts: Mapping[str, Facts],
    told: Mapping[int, tuple[str, Items]],
) -> dict[str, float]:
    """Each rule's highest probability among the raters with most wrong scores."""
    wrong = Counter(
        int(codings.rater_of[place]) for places in gathered.places.values() for place in places
    )
    several = [rater for rater in wrong if wrong[rater] >= _SEVERAL]
    asked = sorted(several, key=lambda rater: (-wrong[rater], codings.raters[rater]))[:MOST_RATERS]
    by_rater: dict[int, list[Coded]] = {rater: [] for rater in asked}
    for place, (name, given) in told.items():
        rater = int(codings.rater_of[place])
        if rater in by_rater:
            by_rater[rater].append(Coded(name, codings.tool, facts[name], Scores(given)))
    likely: dict[str, float] = {}
    for rater in asked:
        for rule, finding in diagnose(by_rater[rater]).rules.items():
            likely[rule] = max(finding.probability, likely.get(rule, 0.0))
    return likely


def _finding(
    rule: str, gathered: _Gathered, likely: Mapping[str, float], codings: Codings
) -> RuleFinding:
    places = np.unique(np.array(gathered.places[rule], dtype=np.intp))
    return RuleFinding(
        id=rule,
        evidence="facts",
        level="error",
        items=tuple(dict.fromkeys(item for item in gathered.items[rule] if item)),
        codings=len(places),
        asked=max(gathered.asked[rule], len(places)),
        raters=len(np.unique(codings.rater_of[places])),
        numbers=tuple(np.sort(codings.numbers[places])[:_MOST_NUMBERS].tolist()),
        probability=likely.get(rule),
    )

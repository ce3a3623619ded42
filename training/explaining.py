"""From a wrong answer to the rules that explain it. Only for those who may see gold."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from django.utils.translation import gettext as _

from instruments import misreading
from instruments.facts import Facts
from instruments.misreading import ItemExplanation, Readings
from instruments.rulings import Rulings
from instruments.scores import Scores
from vignettes.gold import ELIGIBLE
from vignettes.models import Eligibility, GoldCoding, VignetteVersion

MOST_PAIRS = 2
"""Pairs of rules to show where no single rule explains an answer; more would only confuse."""


@dataclass(frozen=True)
class Cause:
    """What explains one wrong answer."""

    alone: tuple[str, ...] = ()
    """Head rules each of which, misread alone, gives the answer; the likeliest first."""
    together: tuple[tuple[str, ...], ...] = ()
    """Rules that give it only when misread together."""
    silence: str = ""
    """A sentence, where no single rule is named."""
    is_open: bool = False
    """A second admissible reading gives this answer, so it is not called wrong."""


NOTHING_FOUND = Cause()


def causes_of(
    gold: GoldCoding, eligibility: str, scores: Mapping[str, int | None]
) -> dict[str, Cause]:
    """Question to what explains the answer, for every wrong one of a coding."""
    given = given_scores(eligibility, scores)
    readings, facts = _readings_of(gold), facts_of(gold.version)
    found = misreading.explain(gold.tool, facts, given, readings)
    causes = {item: _cause(explained) for item, explained in found.items.items()}
    if found.eligibility is not None:
        rules = tuple(cause.rule for cause in found.eligibility.causes)
        causes[ELIGIBLE] = Cause(alone=rules, silence="" if rules else _unexplained())
    return causes


Judge = Callable[[str, Mapping[str, int | None]], list[str]]
"""From the first answer and the scores of a coding to the rules that explain what is wrong."""


def likeliest_rules(
    gold: GoldCoding, eligibility: str, scores: Mapping[str, int | None]
) -> list[str]:
    """One rule for each wrong answer that a single rule explains: the one that also fits the rest.

    The rulings of a case are kept, so that a page over a whole group need not score each case anew
    for each coding.
    """
    return judge_of(gold)(eligibility, scores)


def judge_of(gold: GoldCoding) -> Judge:
    """The same for many codings of one case, whose facts are read once."""
    readings = _readings_of(gold)
    return partial(_explained, readings.right, readings.misread)


def _explained(
    right: Rulings,
    misread: Mapping[str, Rulings],
    eligibility: str,
    scores: Mapping[str, int | None],
) -> list[str]:
    answer = right.eligibility.answer
    if answer == "undecided":
        return []
    if eligibility not in ("", answer):
        answers = {rule: other.eligibility.answer for rule, other in misread.items()}
        return [rule for rule, given in answers.items() if given == eligibility][:1]
    found = (
        _likeliest(right, misread, item, scores)
        for item, score in scores.items()
        if answer == "yes" and score is not None and not right.items[item].predicts(score)
    )
    return [rule for rule in found if rule]


def rules_in_play(gold: GoldCoding) -> tuple[str, ...]:
    """The head rules that this case tests: misreading one of them would change an answer."""
    return tuple(_readings_of(gold).misread)


@dataclass(frozen=True)
class MisreadCase:
    """What misreading one rule changes on a case."""

    rule: str
    eligibility: str
    """The answer to the first question that it gives; "" where that stays as it is."""
    items: Mapping[str, int]
    """Item -> the score that it gives, for the items that it changes."""


def misread_cases(gold: GoldCoding) -> list[MisreadCase]:
    """What each rule that this case tests gives when it is misread; nothing on open cases."""
    readings = _readings_of(gold)
    right, misread = readings.right, readings.misread
    answer = right.eligibility.answer
    if answer == "undecided":
        return []
    return [
        MisreadCase(
            rule=rule,
            eligibility="" if other.eligibility.answer == answer else other.eligibility.answer,
            items={
                item: ruling.value
                for item, ruling in other.items.items()
                if ruling.value is not None and ruling.value != right.items[item].value
            },
        )
        for rule, other in misread.items()
    ]


def rules_read_right(
    gold: GoldCoding, eligibility: str, scores: Mapping[str, int | None]
) -> frozenset[str]:
    """The head rules that this coding shows to be read right.

    An answer must be as the rule gives it and otherwise than its misreading would, and none the
    other way round. An item left out, or a slip that fits neither, shows nothing.
    """
    readings = _readings_of(gold)
    right, misread = readings.right, readings.misread
    answer = right.eligibility.answer
    if answer == "undecided" or eligibility != answer:
        return frozenset()
    return frozenset(
        rule
        for rule, other in misread.items()
        if other.eligibility.answer != answer or _shows_right(right, other, scores)
    )


def _shows_right(right: Rulings, other: Rulings, scores: Mapping[str, int | None]) -> bool:
    given = {item: score for item, score in scores.items() if score is not None}
    as_right = {item for item, score in given.items() if right.items[item].predicts(score)}
    as_other = {item for item, score in given.items() if other.items[item].predicts(score)}
    return bool(as_right - as_other) and not as_other - as_right


def _likeliest(
    right: Rulings, misread: Mapping[str, Rulings], item: str, scores: Mapping[str, int | None]
) -> str:
    score = scores[item]
    others = [other.items[item] for other in right.alternatives]
    if score in right.items[item].disputed or any(other.predicts(score) for other in others):
        return ""
    fits = {
        rule: sum(other.items[one].predicts(value) for one, value in scores.items())
        for rule, other in misread.items()
        if other.items[item].predicts(score)
    }
    return max(fits, key=lambda rule: fits[rule], default="")


def _readings_of(gold: GoldCoding) -> Readings:
    return _readings(gold.tool, gold.tool_version, _told(gold.version))


@lru_cache(maxsize=2000)
def _readings(tool: str, tool_version: str, told: str) -> Readings:
    """A case right and misread. A released tool never changes, so this may be kept."""
    return misreading.read(tool, _facts(told))


def facts_of(version: VignetteVersion) -> Facts:
    """The validated facts of a case."""
    return _facts(_told(version))


def _told(version: VignetteVersion) -> str:
    """The facts of a case as text: what is kept of them is found by all that they say."""
    return json.dumps(version.facts, sort_keys=True)


@lru_cache(maxsize=500)
def _facts(told: str) -> Facts:
    return Facts.model_validate(json.loads(told))


def given_scores(eligibility: str, scores: Mapping[str, int | None]) -> Scores:
    """A coding's answers as the rules read them."""
    answer = Eligibility(eligibility) if eligibility else None
    match answer:
        case Eligibility.YES:
            return Scores(scores, eligible="yes")
        case Eligibility.NO:
            return Scores(scores, eligible="no")
        case Eligibility.UNDECIDED:
            return Scores(scores, eligible="undecided")
    return Scores(scores)


def _cause(explained: ItemExplanation) -> Cause:
    match explained.verdict:
        case "explained":
            return Cause(alone=explained.rules)
        case "pair":
            return Cause(together=explained.pairs[:MOST_PAIRS], silence=_by_two())
        case "open":
            return Cause(silence=_stands_open(), is_open=True)
        case "not scored":
            return Cause(silence=_("The file tells enough to score this item."))
        case "cannot be scored":
            return Cause(silence=_("The file does not tell enough to score this item."))
    return Cause(silence=_unexplained())


def _unexplained() -> str:
    return _("No single rule explains this answer. It may be a slip; read the sentences again.")


def _by_two() -> str:
    return _("No single rule explains this answer; two rules misread together do.")


def _stands_open() -> str:
    return _("The sources or the file allow this answer too, so it is not called wrong.")

"""What is hard: rules and items by group, given against right answers, and gold to look at again.

Reads the counts that the nightly run keeps. Of cases that the reader still has to score nothing is
told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Membership
from reliability.bar_pictures import Bars, bars
from reliability.credentials.pdf import language_name
from reliability.models import AnswerTally, RuleTally
from reliability.monitoring import Hard, hardest
from reliability.reports.alert_words import item_name, rules_named
from training.access import cases_to_score
from training.models import Cohort
from vignettes.reports.rules import RuleRow

SHOWN = 25
DRAWN = 12


@dataclass(frozen=True)
class Choice:
    """Which group is looked at; empty parts mean everybody."""

    language: str = ""
    cohort: int | None = None
    trainer: int | None = None


@dataclass(frozen=True)
class HardRow:
    """One rule, item or group. `href` is what it is about: a rule's row, an item's id."""

    hard: Hard
    title: str
    rule: RuleRow | None = None
    item: str = ""

    @property
    def share(self) -> str:
        return percent(self.hard.share)

    @property
    def shrunk(self) -> str:
        return percent(self.hard.shrunk)

    @property
    def interval(self) -> str:
        if self.hard.low is None or self.hard.high is None:
            return "–"
        told = _("%(low)s to %(high)s")
        return told % {"low": percent(self.hard.low), "high": percent(self.hard.high)}


def percent(share: float | None) -> str:
    """A share in whole per cents; a dash where there is none."""
    return "–" if share is None else f"{round(100 * share)}\N{NO-BREAK SPACE}%"


@dataclass(frozen=True)
class Group:
    """One way to tell people apart, with how hard everything is for each part."""

    title: str
    rows: tuple[HardRow, ...]


@dataclass(frozen=True)
class HardPage:
    """Everything on the page of what is hard with one tool."""

    tool: str
    rules: tuple[HardRow, ...]
    items: tuple[HardRow, ...]
    n_more_rules: int
    plot: Bars | None
    groups: tuple[Group, ...]
    languages: tuple[tuple[str, str], ...]
    cohorts: tuple[Cohort, ...]
    trainers: tuple[tuple[int, str], ...]


def hard_page(membership: Membership, tool: str, choice: Choice) -> HardPage:
    """Rules and items of one tool for one group, and the groups beside one another."""
    cohorts = {
        one.pk: one
        for one in Cohort.objects.filter(agency=membership.agency).select_related("trainer__user")
    }
    told = list(
        RuleTally.objects.filter(agency=membership.agency, tool=tool)
        .order_by()
        .values("rule", "cohort", "language")
        .annotate(n=Sum("tested"), misses=Sum("misread"))
    )
    answers = list(_answers(membership, tool))
    rules = tuple(_rule_rows(tool, _counts(told, "rule", choice, cohorts)))
    return HardPage(
        tool=tool,
        rules=rules[:SHOWN],
        items=tuple(_item_rows(tool, _counts(answers, "item", choice, cohorts))),
        n_more_rules=max(0, len(rules) - SHOWN),
        plot=_plot(rules),
        groups=tuple(_groups(answers, cohorts)),
        languages=tuple((code, _language(code)) for code in _values(answers, "language")),
        cohorts=tuple(cohorts[pk] for pk in _values(answers, "cohort") if pk in cohorts),
        trainers=tuple(sorted(_trainers(cohorts).items(), key=lambda one: one[1])),
    )


def open_answers(membership: Membership, tool: str) -> QuerySet[AnswerTally]:
    """The counts of cases that the reader need not score any more."""
    shut = cases_to_score(membership.user, now())
    found = AnswerTally.objects.filter(agency=membership.agency, tool=tool)
    return found.exclude(version__vignette__in=shut).order_by()


def _answers(membership: Membership, tool: str) -> Iterable[dict[str, Any]]:
    """Misses and answers by item, cohort and language."""
    found: dict[tuple[str, int | None, str], list[int]] = defaultdict(lambda: [0, 0])
    rows = open_answers(membership, tool).values_list(
        "item", "cohort", "language", "right", "given"
    )
    for item, cohort, language, right, given, n in rows.annotate(all=Sum("n")):
        counts = found[item, cohort, language]
        counts[0] += n if right != given else 0
        counts[1] += n
    for (item, cohort, language), (misses, n) in found.items():
        yield {"item": item, "cohort": cohort, "language": language, "misses": misses, "n": n}


def _counts(
    rows: Iterable[Mapping[str, Any]], key: str, choice: Choice, cohorts: Mapping[int, Cohort]
) -> dict[str, tuple[int, int]]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        if _is_chosen(row, choice, cohorts):
            found[row[key]][0] += row["misses"]
            found[row[key]][1] += row["n"]
    return {name: (misses, n) for name, (misses, n) in found.items()}


def _is_chosen(row: Mapping[str, Any], choice: Choice, cohorts: Mapping[int, Cohort]) -> bool:
    cohort = cohorts.get(row["cohort"])
    trainer = cohort.trainer_id if cohort else None
    return (
        (not choice.language or row["language"] == choice.language)
        and (choice.cohort is None or row["cohort"] == choice.cohort)
        and (choice.trainer is None or trainer == choice.trainer)
    )


def _rule_rows(tool: str, counts: Mapping[str, tuple[int, int]]) -> Iterable[HardRow]:
    for hard in hardest(counts):
        named = rules_named(tool, [hard.name])
        if named:
            yield HardRow(hard, named[0].title, rule=named[0])


def _item_rows(tool: str, counts: Mapping[str, tuple[int, int]]) -> Iterable[HardRow]:
    for hard in hardest(counts):
        yield HardRow(hard, item_name(tool, hard.name), item=hard.name)


def _plot(rows: Iterable[HardRow]) -> Bars | None:
    ranked = [row for row in rows if row.hard.rank is not None][:DRAWN]
    if not ranked:
        return None
    return bars(
        [(row.title, row.hard.shrunk or 0.0, row.hard.low, row.hard.high) for row in ranked]
    )


def _groups(answers: Iterable[Mapping[str, Any]], cohorts: Mapping[int, Cohort]) -> Iterable[Group]:
    """Languages, cohorts and trainers, each with the share of all items missed."""
    rows = list(answers)
    trainers = _trainers(cohorts)
    ways: list[tuple[str, Callable[[Mapping[str, Any]], str]]] = [
        (_("By language"), lambda row: _language(row["language"])),
        (_("By cohort"), lambda row: _cohort_name(cohorts.get(row["cohort"]))),
        (_("By trainer"), lambda row: _trainer_name(cohorts.get(row["cohort"]), trainers)),
    ]
    for title, name_of in ways:
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for row in rows:
            counts[name_of(row)][0] += row["misses"]
            counts[name_of(row)][1] += row["n"]
        if len(counts) > 1:
            told = hardest({name: (misses, n) for name, (misses, n) in counts.items()})
            yield Group(title, tuple(HardRow(one, one.name) for one in told))


def _trainers(cohorts: Mapping[int, Cohort]) -> dict[int, str]:
    return {one.trainer.pk: str(one.trainer.user) for one in cohorts.values() if one.trainer}


def _cohort_name(cohort: Cohort | None) -> str:
    return cohort.name if cohort else _("no cohort")


def _trainer_name(cohort: Cohort | None, trainers: Mapping[int, str]) -> str:
    return trainers.get(cohort.trainer_id or 0, _("no trainer")) if cohort else _("no trainer")


def _language(code: str) -> str:
    return language_name(code) if code else _("not noted")


def _values(rows: Iterable[Mapping[str, Any]], key: str) -> list[Any]:
    return sorted({row[key] for row in rows if row[key]})

"""Who should be paired with whom, from what the charts of each say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from agencies.models import Membership
from reliability import access, monitoring
from reliability.models import Watch
from reliability.reports.alert_words import rules_named
from training.models import Cohort
from training.questions import spoken
from vignettes.reports.rules import RuleRow

MOST = 60
"""People paired at once: enough for a cohort, and quick."""
FEW = 6
"""With fewer check cases, somebody counts as new."""


@dataclass(frozen=True)
class PairTold:
    """Two people and why."""

    first: Watch
    second: Watch
    helps: tuple[RuleRow, ...]
    both_weak: tuple[RuleRow, ...]
    sentence: str


@dataclass(frozen=True)
class PairingPage:
    """The pairs of one tool and cohort, and who is left."""

    pairs: tuple[PairTold, ...]
    left: tuple[Watch, ...]
    n_more: int
    cohorts: tuple[Cohort, ...]


def pairing_page(membership: Membership, tool: str, cohort: int | None) -> PairingPage:
    """Pairs among those who are watched with this tool, never two who are new."""
    people = access.watched_enrolments(membership).filter(left_at=None, on_leave_since=None)
    if cohort is not None:
        people = people.filter(cohort=cohort)
    found = Watch.objects.filter(
        enrolment__in=people.order_by().values("pk"), tool=tool, points__gt=0
    )
    rows = list(
        found.select_related("enrolment__assessor__user").order_by("-last_at", "pk")[: MOST + 1]
    )
    n = len(rows) if len(rows) <= MOST else found.count()
    watches = {str(watch.pk): watch for watch in rows[:MOST]}
    persons = [_person(name, watch) for name, watch in watches.items()]
    made = monitoring.pairs(persons)
    return PairingPage(
        pairs=tuple(_told(tool, pair, watches) for pair in made),
        left=tuple(watches[name] for name in monitoring.unpaired(persons, made)),
        n_more=n - len(watches),
        cohorts=tuple(Cohort.objects.filter(agency=membership.agency)),
    )


def _person(name: str, watch: Watch) -> monitoring.Person:
    state = watch.state
    lean = (state.get("bias") or {}).get("ewma")
    return monitoring.Person(
        name=name,
        is_novice=watch.points < FEW or not state.get("is_certified", False),
        weak_rules=frozenset(state.get("rules", ())),
        bias=lean,
    )


def _told(tool: str, pair: monitoring.Pair, watches: dict[str, Watch]) -> PairTold:
    helps, both = rules_named(tool, pair.helps), rules_named(tool, pair.both_weak)
    return PairTold(
        first=watches[pair.first],
        second=watches[pair.second],
        helps=helps,
        both_weak=both,
        sentence=_titled(spoken(pair.sentence), pair.helps, tool),
    )


def _titled(sentence: str, rules: Iterable[str], tool: str) -> str:
    """Rules by their titles, in the quotation marks of the language."""
    opening, closing = ("«\N{NO-BREAK SPACE}", "\N{NO-BREAK SPACE}»") if _is_french() else "“”"
    for rule in sorted(rules, key=len, reverse=True):
        for row in rules_named(tool, [rule]):
            sentence = sentence.replace(rule, f"{opening}{row.title}{closing}")
    return sentence


def _is_french() -> bool:
    return (get_language() or "en").startswith("fr")

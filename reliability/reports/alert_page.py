"""One alert as its page tells it: what was seen, by which cases, what would help, what was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import localize
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Membership
from reliability.models import Alert, AlertStep, MonitorPoint, Remedy
from reliability.reports.alert_words import (
    about,
    item_name,
    remedy_words,
    rules_named,
    same_class,
    sentence_of,
    stands,
)
from reliability.reports.proposal import Proposal, proposal
from training.access import cases_to_score
from training.models import Assignment
from training.questions import tool_name
from vignettes.reports.rules import RuleRow

SUSPECTS = 4


@dataclass(frozen=True)
class Seen:
    """One case that speaks for the alert. `assignment` opens the feedback on it."""

    case: str
    version: int | None
    assignment: int | None
    at: date | None
    who: str
    hits: int | None
    items: int | None
    deviation: int | None
    missed: tuple[str, ...]


@dataclass(frozen=True)
class RuleTold:
    """A rule that the alert names, with the rules that the evidence cannot tell from it."""

    row: RuleRow
    kin: tuple[RuleRow, ...]


@dataclass(frozen=True)
class RemedyTold:
    """One remedy that was given, with its cases."""

    remedy: Remedy
    rules: tuple[RuleRow, ...]
    practise: tuple[Assignment, ...]
    recheck: tuple[Assignment, ...]
    words: str
    tone: str

    @property
    def may_recheck(self) -> bool:
        remedy = self.remedy
        return remedy.done_at is not None and remedy.helped is None and not self.recheck


@dataclass(frozen=True)
class AlertPage:
    """Everything on the page of an alert."""

    alert: Alert
    about: str
    tool_name: str
    sentence: str
    figures: tuple[tuple[str, str], ...]
    seen: tuple[Seen, ...]
    rules: tuple[RuleTold, ...]
    explained_by: tuple[str, ...]
    remedies: tuple[RemedyTold, ...]
    steps: tuple[AlertStep, ...]
    stands: AlertStep | None
    offered: tuple[RuleRow, ...]
    """Rules that a remedy may be about: those named; where none is, those most spoken against."""
    proposal: Proposal | None

    @property
    def is_open(self) -> bool:
        return self.alert.closed_at is None

    @property
    def under_way(self) -> RemedyTold | None:
        """The remedy that is not done yet."""
        return next((one for one in self.remedies if one.remedy.done_at is None), None)

    @property
    def to_recheck(self) -> RemedyTold | None:
        return next((one for one in self.remedies if one.may_recheck), None)

    @property
    def waits_for_recheck(self) -> bool:
        """Whether a recheck was given out and is not judged yet."""
        return any(one.recheck and one.remedy.helped is None for one in self.remedies)

    @property
    def may_assign(self) -> bool:
        return self.proposal is not None and self.under_way is None and not self.waits_for_recheck


def alert_page(alert: Alert, membership: Membership, at: datetime) -> AlertPage:
    """An alert for those who look after it, in a number of queries that does not grow.

    Of a case that the reader still has to score, it tells only how many items were right.
    """
    remedies = tuple(_remedies(alert))
    points = _points(alert)
    steps = tuple(alert.steps.select_related("by__user").order_by("at", "pk"))
    return AlertPage(
        alert=alert,
        about=about(alert),
        tool_name=tool_name(alert.tool),
        sentence=sentence_of(alert.tool, alert.evidence, alert.rules),
        figures=tuple(_figures(alert.evidence)),
        seen=tuple(_seen(alert, points, cases_to_score(membership.user, at))),
        rules=tuple(
            RuleTold(row, same_class(alert.tool, row.id))
            for row in rules_named(alert.tool, alert.rules)
        ),
        explained_by=tuple(_explained(alert)),
        remedies=remedies,
        steps=steps,
        stands=stands(steps),
        offered=rules_named(alert.tool, alert.rules or _suspects(points.values())),
        proposal=proposal(alert, [told.remedy for told in remedies], at),
    )


def _figures(evidence: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The numbers that the sentence rests on, in words."""
    if evidence.get("level") is not None:
        yield _("Held against"), _percent(evidence["level"])
    if evidence.get("value") is not None and evidence.get("limit") is not None:
        told = _("%(value)s, where an alert is raised above %(limit)s")
        values = {name: localize(evidence[name]) for name in ("value", "limit")}
        yield _("Strength of the evidence"), told % values
    if evidence.get("began"):
        yield _("Began with the case of"), str(evidence["began"])[:10]
    if evidence.get("assessors") is not None:
        told = _("%(below)s of %(n)s did less well than their own level")
        yield _("Assessors"), told % {"below": evidence["below"], "n": evidence["assessors"]}
    if evidence.get("expected") is not None and evidence.get("seen") is not None:
        told = _("%(seen)s, where %(expected)s was to be expected")
        values = {"seen": _percent(evidence["seen"]), "expected": _percent(evidence["expected"])}
        yield _("Items scored like gold"), told % values
    if evidence.get("strong") is not None:
        told = _("%(missed)s of %(strong)s gave another score than gold")
        values = {"missed": evidence["missed"], "strong": evidence["strong"]}
        yield _("Assessors who do well elsewhere"), told % values
    if evidence.get("given") is not None and evidence.get("same_answer"):
        told = _("%(given)s, by %(n)s of them")
        yield (
            _("What most of them gave instead"),
            told % {"given": evidence["given"], "n": evidence["same_answer"]},
        )


def _percent(share: float) -> str:
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def _explained(alert: Alert) -> Iterable[str]:
    """What lies behind a group's move, each with the part of it that it explains."""
    for one in alert.evidence.get("explained_by", []):
        share = _percent(one["share"])
        if one["kind"] == "rule":
            rows = rules_named(alert.tool, [one["name"]])
            name = rows[0].title if rows else one["name"]
        elif one["kind"] == "item":
            name = item_name(alert.tool, one["name"])
        else:
            name = _case_named(alert, one["name"])
        yield _("%(name)s: %(share)s of what differs") % {"name": name, "share": share}


def _case_named(alert: Alert, name: str) -> str:
    """A case, or one item of a case; the detector names the case by its number."""
    number, _blank, item = str(name).partition(" ")
    titles = {str(one.get("version")): one["case"] for one in alert.evidence.get("cases", [])}
    case = titles.get(number, number)
    return f"{case}, {item_name(alert.tool, item)}" if item else str(case)


def _points(alert: Alert) -> dict[int, MonitorPoint]:
    """The points of the codings that speak for the alert, by coding."""
    cases = alert.evidence.get("cases", [])
    found = MonitorPoint.objects.filter(
        agency=alert.agency_id, coding__in=[one["coding"] for one in cases if "coding" in one]
    )
    told = found.select_related("coding", "version", "enrolment__assessor__user")
    return {point.coding_id: point for point in told}


def _suspects(points: Iterable[MonitorPoint]) -> list[str]:
    """The rules that these cases speak against most, at most a few; none where none does."""
    sums: dict[str, float] = defaultdict(float)
    for point in points:
        for sign in point.findings.get("rules", []):
            sums[sign["rule"]] += sign["support"]
    ordered = sorted(sums, key=lambda rule: (-sums[rule], rule))
    return [rule for rule in ordered if sums[rule] > 0][:SUSPECTS]


def _seen(
    alert: Alert, points: Mapping[int, MonitorPoint], blind: Container[int]
) -> Iterable[Seen]:
    for one in alert.evidence.get("cases", []):
        point = points.get(one.get("coding", 0))
        yield _of_point(alert, one["case"], point, blind) if point else _of_case(one)


def _of_case(one: Mapping[str, Any]) -> Seen:
    return Seen(one["case"], one.get("version"), None, None, "", None, None, None, ())


def _of_point(alert: Alert, case: str, point: MonitorPoint, blind: Container[int]) -> Seen:
    is_shut = point.version.vignette_id in blind
    return Seen(
        case=case,
        version=point.version_id,
        assignment=None if is_shut else point.coding.assignment_id,
        at=localdate(point.at),
        who=str(point.enrolment.assessor.user),
        hits=point.hits,
        items=point.items,
        deviation=point.deviation,
        missed=() if is_shut else tuple(_otherwise(alert, point)),
    )


def _otherwise(alert: Alert, point: MonitorPoint) -> Iterable[str]:
    """What was scored otherwise than gold: counted items, then what speaks for the named rules.

    An item that rests on a rule of which one is not sure counts for nobody, and is evidence all the
    same of how the rule is read.
    """
    counted = point.findings.get("items", {})
    yield from (item_name(point.tool, item) for item, is_hit in counted.items() if not is_hit)
    signs = [
        sign
        for sign in point.findings.get("rules", [])
        if sign["rule"] in alert.rules and sign["support"] > 0
    ]
    for item in sorted({item for sign in signs for item in sign["items"]} - set(counted)):
        yield _("%(item)s (not counted)") % {"item": item_name(point.tool, item)}


def _remedies(alert: Alert) -> Iterable[RemedyTold]:
    """The newest first."""
    found = alert.remedies.select_related("assigned_by__user").order_by("-assigned_at", "-pk")
    cases = found.prefetch_related(
        "cases__assignment__version__vignette", "cases__assignment__codings"
    )
    for remedy in cases:
        given: dict[str, list[Assignment]] = {"practise": [], "recheck": []}
        for one in remedy.cases.all():
            given[one.purpose].append(one.assignment)
        words, tone = remedy_words(remedy, is_rechecked=bool(given["recheck"]))
        yield RemedyTold(
            remedy=remedy,
            rules=rules_named(alert.tool, remedy.rules),
            practise=tuple(given["practise"]),
            recheck=tuple(given["recheck"]),
            words=words,
            tone=tone,
        )

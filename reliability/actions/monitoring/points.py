"""Points: what each check case that was handed in says, by the gold in force now.

A case whose gold was corrected is written again. One that was retired keeps the point it has, or
gets one by the gold that it had: what somebody scored stays a sign of how they score.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet

from agencies.database_trouble import trouble_of
from agencies.models import Agency
from reliability.access import check_codings
from reliability.actions.policies import rules_in_force
from reliability.certification import Policy
from reliability.models import Alert, MonitorPoint, RemedyCase
from reliability.monitoring import rule_signs
from reliability.reports.evidence import HeldCase, case_evidence, coded, counted_items, is_hit
from training.models import Coding, Enrolment, Programme
from vignettes.access import gold_in_force
from vignettes.models import Eligibility, GoldCoding

logger = logging.getLogger(__name__)

BATCH = 200

KEPT = [
    "gold",
    "items",
    "hits",
    "is_eligibility_hit",
    "deviation",
    "same_band",
    "findings",
]


@dataclass(frozen=True)
class Written:
    """How many points were written, and a sentence for each that could not be."""

    n: int
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Known:
    """A rule that an open alert named, and while it was open."""

    rule: str
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


Named = Mapping[tuple[int, str], Sequence[_Known]]
"""Enrolment and tool -> the rules that alerts named."""


def write_points(agency: Agency) -> Written:
    """A point for every check case handed in; again where gold changed since. Safe to repeat.

    A coding that cannot be held against gold is told, and stops no other.
    """
    rules: dict[tuple[int, str], Policy] = {}
    named = _named(agency)
    failed: list[str] = []
    written = 0
    unwritten = iter(_to_write(agency))
    for batch in iter(lambda: list(islice(unwritten, BATCH)), []):
        points: list[MonitorPoint] = []
        for coding, gold in batch:
            try:
                points.append(_point(coding, gold, _policy(coding, rules), named))
            except Exception as error:
                if trouble_of(error) is not None:
                    raise
                logger.exception("Monitoring: point of coding %s", coding.pk)
                failed.append(f"point of coding {coding.pk}: {type(error).__name__}: {error}")
        with transaction.atomic():
            MonitorPoint.objects.bulk_create(
                points, update_conflicts=True, update_fields=KEPT, unique_fields=["coding"]
            )
        written += len(points)
    return Written(written, tuple(failed))


def _named(agency: Agency) -> Named:
    """The head of each class of rules that an alert about one person named, with its time."""
    found: dict[tuple[int, str], list[_Known]] = defaultdict(list)
    alerts = Alert.objects.filter(agency=agency, kind=Alert.Kind.RULE)
    for enrolment, tool, rules, since, until in alerts.values_list(
        "enrolment", "tool", "rules", "raised_at", "closed_at"
    ):
        if enrolment is not None and rules:
            found[enrolment, tool].append(_Known(rules[0], since, until))
    return found


def _to_write(agency: Agency) -> Iterable[tuple[Coding, GoldCoding]]:
    """Codings without a point, or with one that was held against older gold."""
    held = dict(MonitorPoint.objects.filter(agency=agency).values_list("coding", "gold"))
    handed_in = check_codings(agency)
    rows = list(handed_in.values_list("pk", "version", "tool"))
    gold = _gold(agency, {version for _, version, _ in rows})
    due = {
        pk: gold[version, tool]
        for pk, version, tool in rows
        if (version, tool) in gold and held.get(pk) != gold[version, tool].pk
    }
    order = sorted(due)
    for start in range(0, len(order), BATCH):
        for coding in _whole(handed_in, order[start : start + BATCH]):
            yield coding, due[coding.pk]


def _gold(agency: Agency, versions: Iterable[int]) -> dict[tuple[int, str], GoldCoding]:
    found = gold_in_force(agency).filter(version__in=list(versions))
    return {(one.version_id, one.tool): one for one in found.select_related("version__vignette")}


def _whole(codings: QuerySet[Coding], keys: Sequence[int]) -> Iterable[Coding]:
    found = codings.filter(pk__in=keys).select_related(
        "version__vignette",
        "assignment__month__enrolment__programme",
        "assignment__remedy_case__remedy__alert__enrolment__programme",
    )
    return found.prefetch_related("ratings").order_by("pk")


def enrolment_of(coding: Coding) -> Enrolment:
    """Whose programme a check case was given in: that of its month, or of the alert it rechecks."""
    month = coding.assignment.month
    if month is not None:
        return month.enrolment
    recheck: RemedyCase = cast(Any, coding.assignment).remedy_case
    enrolment = recheck.remedy.alert.enrolment
    assert enrolment is not None, "a recheck is about one person"  # noqa: S101 - by constraint
    return enrolment


def _policy(coding: Coding, rules: dict[tuple[int, str], Policy]) -> Policy:
    programme: Programme = enrolment_of(coding).programme
    key = (programme.pk, coding.tool)
    if key not in rules:
        rules[key] = rules_in_force(programme, coding.tool)
    return rules[key]


def _point(coding: Coding, gold: GoldCoding, policy: Policy, named: Named) -> MonitorPoint:
    found = case_evidence(coding, gold, policy)
    enrolment = enrolment_of(coding)
    known = {
        one.rule
        for one in named.get((enrolment.pk, coding.tool), ())
        if one.holds(coding.submitted_at)
    }
    return MonitorPoint(
        agency_id=coding.agency_id,
        enrolment=enrolment,
        coding=coding,
        version_id=coding.version_id,
        gold=gold,
        tool=coding.tool,
        at=coding.submitted_at,
        items=found.items,
        hits=found.hits,
        is_eligibility_hit=found.is_eligibility_hit,
        deviation=found.total_deviation,
        same_band=found.same_band,
        findings={
            "items": _items(coding, gold, policy) if found.items else {},
            "given": coding.scores if found.items else {},
            "rules": _rules(coding, gold, known),
        },
    )


def _items(coding: Coding, gold: GoldCoding, policy: Policy) -> dict[str, bool]:
    ratings = {rating.item: rating for rating in coding.ratings.all()}
    return {item: is_hit(gold, item, ratings.get(item)) for item in counted_items(gold, policy)}


def _rules(coding: Coding, gold: GoldCoding, known: set[str]) -> list[dict[str, Any]]:
    """What the case says of each rule that it exercises; nothing where gold leaves use open.

    While an alert about a rule is open, that rule is judged as before, so that its recheck shows
    whether it is read right, and all others beside its misreading, so that a second one is seen.
    """
    if gold.eligibility == Eligibility.UNDECIDED:
        return []
    told = coded(HeldCase(coding, gold))
    signs = {sign.rule: sign for sign in rule_signs(told)}
    if known:
        beside = {sign.rule: sign for sign in rule_signs(told, known=known)}
        own = {rule: sign for rule, sign in signs.items() if rule in known}
        signs = dict(sorted((beside | own).items()))
    return [
        {"rule": sign.rule, "support": round(sign.support, 4), "items": list(sign.items)}
        for sign in signs.values()
    ]

"""Points: what each check case that was handed in says, by the gold in force now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from agencies.models import Agency
from reliability.access import check_codings
from reliability.actions.policies import rules_in_force
from reliability.certification import Policy
from reliability.models import MonitorPoint
from reliability.monitoring import rule_signs
from reliability.reports.evidence import HeldCase, case_evidence, coded, counted_items, is_hit
from training.models import Coding, Enrolment, Programme
from vignettes.access import gold_in_force
from vignettes.models import Eligibility, GoldCoding

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


def write_points(agency: Agency) -> int:
    """A point for every check case handed in; again where gold changed since. Safe to repeat.

    Answers how many points were written. A case whose gold is no longer in force for the agency
    keeps the point it had.
    """
    rules: dict[tuple[int, str], Policy] = {}
    written = 0
    todo = _to_write(agency)
    for batch in iter(lambda: list(islice(todo, BATCH)), []):
        points = [_point(coding, gold, _policy(coding, rules)) for coding, gold in batch]
        with transaction.atomic():
            MonitorPoint.objects.bulk_create(
                points, update_conflicts=True, update_fields=KEPT, unique_fields=["coding"]
            )
        written += len(points)
    return written


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
    enrolment = coding.assignment.remedy_case.remedy.alert.enrolment
    assert enrolment is not None, "a recheck is about one person"  # noqa: S101 - by constraint
    return enrolment


def _policy(coding: Coding, rules: dict[tuple[int, str], Policy]) -> Policy:
    programme: Programme = enrolment_of(coding).programme
    key = (programme.pk, coding.tool)
    if key not in rules:
        rules[key] = rules_in_force(programme, coding.tool)
    return rules[key]


def _point(coding: Coding, gold: GoldCoding, policy: Policy) -> MonitorPoint:
    found = case_evidence(coding, gold, policy)
    return MonitorPoint(
        agency_id=coding.agency_id,
        enrolment=enrolment_of(coding),
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
            "rules": _rules(coding, gold),
        },
    )


def _items(coding: Coding, gold: GoldCoding, policy: Policy) -> dict[str, bool]:
    ratings = {rating.item: rating for rating in coding.ratings.all()}
    return {item: is_hit(gold, item, ratings.get(item)) for item in counted_items(gold, policy)}


def _rules(coding: Coding, gold: GoldCoding) -> list[dict[str, Any]]:
    """What the case says of each rule that it exercises; nothing where gold leaves use open."""
    if gold.eligibility == Eligibility.UNDECIDED:
        return []
    return [
        {"rule": sign.rule, "support": round(sign.support, 4), "items": list(sign.items)}
        for sign in rule_signs(coded(HeldCase(coding, gold)))
    ]

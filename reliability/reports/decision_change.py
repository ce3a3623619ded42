"""Whose decision the policy would make otherwise if gold changed. Nothing is stored or reversed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django_scopes import scopes_disabled

from agencies.models import Agency
from reliability.models import Decision, Outcome
from reliability.reports.review import by_other_gold
from vignettes.models import GoldCoding, VignetteVersion


@dataclass(frozen=True)
class DecisionChange:
    """One decision that stands, and what the policy computes by gold now and then."""

    assessor: str
    """Empty for those who are counted and not named."""
    agency: str
    stands: str
    was: str
    becomes: str


def decision_changes(
    version: VignetteVersion, gold: Mapping[int, GoldCoding], *, agency: Agency, names: bool
) -> tuple[DecisionChange, ...]:
    """Every standing decision with this case in its exam that the policy would make otherwise.

    `gold`: agency -> the gold that would be in force there. People of another agency than `agency`
    are counted, never named; its own are named where `names` says so.
    """
    tools = {one.tool for one in gold.values()}
    with scopes_disabled():
        found = Decision.objects.filter(
            followed_by=None,
            agency__in=gold,
            tool__in=tools,
            exam__in=version.assignments.exclude(codings=None).values("exam"),
        ).select_related("agency", "exam__agency", "policy", "enrolment__assessor__user")
        recomputed = by_other_gold(list(found.order_by("made_at", "pk")), gold)
    return tuple(
        DecisionChange(
            assessor=_name(one.decision, agency, names),
            agency=one.decision.agency.name,
            stands=str(Outcome(one.decision.outcome).label),
            was=str(Outcome(one.now).label),
            becomes=str(Outcome(one.then).label),
        )
        for one in recomputed
        if one.now != one.then
    )


def _name(decision: Decision, agency: Agency, names: bool) -> str:
    is_named = names and decision.agency_id == agency.pk
    return str(decision.enrolment.assessor.user) if is_named else ""

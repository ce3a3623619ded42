"""Plans of check cases and rules of monitoring, as their editors show them: what each does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from agencies.models import Membership
from reliability import access, monitoring
from reliability.actions.monitoring.frame import cases_a_month, run_length_of
from reliability.models import MonitorRules, Watch
from training.actions.checks import check_plan
from training.models import CheckPlan, Programme
from training.questions import tool_name

LEVELS = (0.82, 0.75)
"""Falls that the editor tells the delay of."""


@dataclass(frozen=True)
class PlanRow:
    """One programme and tool in the list of plans."""

    programme: Programme
    tool: str
    tool_name: str
    plan: CheckPlan


@dataclass(frozen=True)
class RulesRow:
    """One tool in the list of rules of monitoring."""

    tool: str
    tool_name: str
    rules: MonitorRules


def plan_rows(membership: Membership) -> tuple[PlanRow, ...]:
    """Every programme and tool of the agency, in two queries; those that are over left out."""
    programmes = list(
        access.programmes_to_rule(membership).filter(closed_at=None).order_by("title")
    )
    plans = CheckPlan.objects.filter(programme__in=programmes).order_by("pk")
    newest = {(plan.programme_id, plan.tool): plan for plan in plans}
    return tuple(
        PlanRow(
            programme,
            tool,
            tool_name(tool),
            newest.get((programme.pk, tool)) or CheckPlan(programme=programme, tool=tool),
        )
        for programme in programmes
        for tool in programme.tools
    )


def rules_rows(membership: Membership, tools: Sequence[str]) -> tuple[RulesRow, ...]:
    """The rules in force for each of these tools, in one query."""
    rows = MonitorRules.objects.filter(agency=membership.agency).order_by("pk")
    newest = {row.tool: row for row in rows}
    return tuple(
        RulesRow(tool, tool_name(tool), newest.get(tool) or MonitorRules(tool=tool))
        for tool in tools
    )


def plan_of(programme: Programme, tool: str) -> CheckPlan:
    """A copy of the plan in force, to be changed and stored as a new row."""
    now_in_force = check_plan(programme, tool)
    now_in_force.pk = None
    return now_in_force


@dataclass(frozen=True)
class Seen:
    """How soon a fall to one level is seen. `median` is None where it may never be."""

    level: int
    median: int | None
    months: int | None


@dataclass(frozen=True)
class Effect:
    """What rules of monitoring do, for an assessor certified at 90 % with the plan in force."""

    run_length: int
    years: str
    alerts_a_month: float
    people: int
    cases_a_month: float
    falls: tuple[Seen, ...]
    rule_median: int
    level: int


def effect_of(membership: Membership, rules: MonitorRules) -> Effect:
    """The resulting run length, false alerts and delays, from the same functions as the charts."""
    people = Watch.objects.filter(
        agency=membership.agency, tool=rules.tool, enrolment__left_at=None
    ).count()
    cases = cases_a_month(membership.agency_id, rules.tool)
    length = max(20.0, run_length_of(rules, people, cases))
    found = monitoring.limits(
        length, clustering=rules.clustering, points=monitoring.item_points(rules.tool)
    )
    return Effect(
        run_length=round(length),
        years=number_format(length / cases / 12, 1) if cases else "",
        alerts_a_month=people * cases / length,
        people=people,
        cases_a_month=cases,
        falls=tuple(
            Seen(round(100 * one.level), one.median, _months(one.median, cases))
            for one in monitoring.delays(found, LEVELS)
        ),
        rule_median=monitoring.rule_delay(found).median,
        level=round(100 * found.level),
    )


def _months(cases: int | None, a_month: float) -> int | None:
    if cases is None or not a_month:
        return None
    return -int(-cases // a_month)

"""A policy as its editor shows it: what it does to whom, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agencies.models import Membership
from instruments import catalogue
from reliability import access, certification
from reliability.actions.policies import versions_of
from reliability.certification import (
    Assessors,
    CurvePoint,
    operating_curve,
    pass_within,
    read_policy,
)
from reliability.curve_pictures import LinePlot, cases_needed, chances
from reliability.models import Policy
from reliability.policy_fields import FIELDS, shown_value
from training.actions.exam_rules import rules_in_force as exam_rules_in_force
from training.models import Programme
from training.questions import tool_name

TABLE = (0.70, 0.75, 0.80, 0.85, 0.90, 0.95, 0.98)
"""True agreements in the table behind the picture."""
MANY, FEW = 0.95, 0.75
MOST_ITEMS = 13


@dataclass(frozen=True)
class CurveRow:
    """One line of the table behind the curve, shares in per cent."""

    true: int
    passes: str
    within: str
    mean_cases: str


@dataclass(frozen=True)
class Curve:
    """What a policy does with assessors of each true agreement."""

    rows: tuple[CurveRow, ...]
    chances: LinePlot
    cases: LinePlot
    attempts: int
    good: CurveRow
    poor: CurveRow
    items: int


def curve_of(policy: certification.Policy) -> Curve:
    """The operating curve as a picture, a table and two sentences."""
    points = operating_curve(policy, assessors=_assessors(policy.tool))
    rows = {round(100 * one.true): _row(one, policy.attempts) for one in points}
    return Curve(
        rows=tuple(rows[round(100 * true)] for true in TABLE),
        chances=chances(points, policy.attempts),
        cases=cases_needed(points, policy.most_cases),
        attempts=policy.attempts,
        good=rows[round(100 * MANY)],
        poor=rows[round(100 * FEW)],
        items=_assessors(policy.tool).items,
    )


def _assessors(tool: str) -> Assessors:
    return Assessors(items=min(MOST_ITEMS, len(catalogue.tool(tool).items)))


def _row(point: CurvePoint, attempts: int) -> CurveRow:
    return CurveRow(
        true=round(100 * point.true),
        passes=_percent(point.passes),
        within=_percent(pass_within(point.passes, attempts)),
        mean_cases=str(number_format(point.mean_cases, 1)),
    )


def _percent(share: float) -> str:
    """Of 100, with a decimal only where there is one."""
    rounded = round(100 * share, 1)
    return str(number_format(rounded, 0 if rounded == int(rounded) else 1))


@dataclass(frozen=True)
class PolicyRow:
    """One programme and tool in the list of policies."""

    programme: Programme
    tool: str
    tool_name: str
    newest: Policy | None


def policy_rows(membership: Membership) -> tuple[PolicyRow, ...]:
    """Every programme and tool of the agency, in two queries."""
    programmes = list(access.programmes_to_rule(membership).order_by("title"))
    newest: dict[tuple[int, str], Policy] = {}
    rows = Policy.objects.filter(programme__in=programmes).order_by("made_at", "pk")
    for row in rows.select_related("made_by__user"):
        newest[row.programme_id, row.tool] = row
    return tuple(
        PolicyRow(programme, tool, tool_name(tool), newest.get((programme.pk, tool)))
        for programme in programmes
        for tool in programme.tools
    )


@dataclass(frozen=True)
class Difference:
    """One field that differs from the policy before."""

    label: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Version:
    """One policy in the history, with what it changed; nothing for the first."""

    row: Policy
    differences: tuple[Difference, ...]
    is_first: bool


def history(programme: Programme, tool: str) -> tuple[Version, ...]:
    """Every policy, the newest first."""
    rows = list(versions_of(programme, tool))
    found = [
        Version(row, differences(before.rules, row.rules), is_first=False)
        for row, before in pairwise(rows)
    ]
    return (*found, Version(rows[-1], (), is_first=True)) if rows else ()


def differences(was: Mapping[str, Any], becomes: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Field by field, in the words of the editor."""
    return tuple(_differences(read_policy(was), read_policy(becomes)))


def _differences(was: certification.Policy, becomes: certification.Policy) -> Iterable[Difference]:
    for field in FIELDS:
        before, after = shown_value(was, field), shown_value(becomes, field)
        if before != after:
            yield Difference(str(field.label), before or _("not asked"), after or _("not asked"))


def clashes(programme: Programme, policy: certification.Policy) -> Sequence[str]:
    """Where the rules of the exams do not give what the policy looks at."""
    rules = exam_rules_in_force(programme, policy.tool)
    told = []
    if rules.cases != policy.cases or rules.most_cases != policy.most_cases:
        told.append(
            _(
                "The rules of the exams give %(cases)s cases at first and %(most)s at most; this "
                "policy first looks after %(looks)s and ends at %(ends)s. Make them agree, or "
                "exams end undecided."
            )
            % {
                "cases": rules.cases,
                "most": rules.most_cases,
                "looks": policy.cases,
                "ends": policy.most_cases,
            }
        )
    if rules.attempts != policy.attempts:
        told.append(
            _("The rules of the exams allow %(rules)s attempts; the curve is drawn for %(policy)s.")
            % {"rules": rules.attempts, "policy": policy.attempts}
        )
    return told

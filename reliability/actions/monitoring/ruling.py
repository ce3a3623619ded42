"""How many check cases people get, and how readily an agency is alerted: each a new row."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from agencies.actions import record
from agencies.models import Membership
from reliability.actions.monitoring.watching import monitor_rules
from reliability.models import MonitorRules
from training.actions.checks import check_plan
from training.models import CheckPlan

PLANNED = ("per_month", "is_announced", "certified_only", "comes_back_after", "again_every")


@transaction.atomic
def set_check_plan(*, plan: CheckPlan, by: Membership, at: datetime) -> CheckPlan:
    """Months filled from now on follow it. The same again is no new row."""
    before = check_plan(plan.programme, plan.tool)
    if before.pk is not None and all(
        getattr(before, name) == getattr(plan, name) for name in PLANNED
    ):
        return before
    kept = CheckPlan.objects.create(
        agency=plan.agency,
        programme=plan.programme,
        tool=plan.tool,
        made_at=at,
        **{name: getattr(plan, name) for name in PLANNED},
    )
    detail = {"tool": plan.tool} | {name: getattr(plan, name) for name in PLANNED}
    record(agency=plan.agency, actor=by.user, verb="set_check_plan", obj=kept, detail=detail)
    return kept


@transaction.atomic
def set_monitor_rules(
    *,
    tool: str,
    run_length: int,
    alerts_a_month: Decimal | None,
    by: Membership,
    at: datetime,
) -> MonitorRules:
    """Charts are drawn by it from the next run on. The same again is no new row."""
    before = monitor_rules(by.agency_id, tool)
    if before.pk is not None and (before.run_length, before.alerts_a_month) == (
        run_length,
        alerts_a_month,
    ):
        return before
    kept = MonitorRules.objects.create(
        agency=by.agency,
        tool=tool,
        run_length=run_length,
        alerts_a_month=alerts_a_month,
        clustering=before.clustering,
        made_by=by,
        made_at=at,
    )
    told = None if alerts_a_month is None else str(alerts_a_month)
    detail = {"tool": tool, "run_length": run_length, "alerts_a_month": told}
    record(agency=by.agency, actor=by.user, verb="set_monitor_rules", obj=kept, detail=detail)
    return kept

"""Writes: an agency's policy for a programme and tool. A change is a new row; none is changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from agencies.actions import record
from agencies.models import Membership
from reliability import certification
from reliability.certification import default_policy, read_policy
from reliability.models import Policy
from training.models import Exam, Programme


def versions_of(programme: Programme, tool: str) -> QuerySet[Policy]:
    """Every policy of a programme and tool, the newest first."""
    found: QuerySet[Policy] = Policy.objects.filter(programme=programme, tool=tool)
    return found.select_related("made_by__user").order_by("-made_at", "-pk")


def rules_in_force(programme: Programme, tool: str) -> certification.Policy:
    """The rules for exams that begin now: the agency's newest, else those that ship."""
    newest = versions_of(programme, tool).first()
    return read_policy(newest.rules) if newest else default_policy(tool)


@transaction.atomic
def policy_of(exam: Exam) -> Policy:
    """The policy that was in force when this exam began, as a row.

    Where the agency had made none by then, the rules that ship become a row of that moment.
    """
    if exam.enrolment is None:
        raise ValueError(f"exam {exam.pk} is a group's: no policy decides on it")
    programme = Programme.objects.select_for_update().get(pk=exam.enrolment.programme_id)
    found = versions_of(programme, exam.tool).filter(made_at__lte=exam.opens_at).first()
    return found or Policy.objects.create(
        agency=exam.agency,
        programme=programme,
        tool=exam.tool,
        rules=default_policy(exam.tool).model_dump(mode="json"),
        made_at=exam.opens_at,
    )


@transaction.atomic
def set_policy(
    *, programme: Programme, rules: certification.Policy, by: Membership, at: datetime
) -> Policy:
    """Make these rules the policy for exams that begin from now on.

    Answers the row in force where nothing differs.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    told = rules.model_dump(mode="json")
    newest = versions_of(programme, rules.tool).first()
    if newest is not None and newest.rules == told:
        return newest
    made = Policy.objects.create(
        agency=programme.agency,
        programme=programme,
        tool=rules.tool,
        rules=told,
        made_by=by,
        made_at=at,
    )
    detail = {"tool": rules.tool, "before": newest.pk if newest else None}
    record(agency=programme.agency, actor=by.user, verb="set_policy", obj=made, detail=detail)
    return made

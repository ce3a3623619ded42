"""How the exams of a programme are drawn: the newest row holds, and none is ever changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.actions import record
from agencies.models import User
from agencies.prepared import Prepared, Slot
from training.models import ExamRules, Programme

FIELDS = (
    "cases",
    "most_cases",
    "minutes_per_case",
    "window_days",
    "attempts",
    "pause_days",
    "most_exposed",
    "is_open_book",
    "blueprint",
)
"""What a coordinator decides."""


_NEWEST = Prepared(
    lambda: ExamRules.objects.filter(
        programme=Slot("programme", Programme._meta.pk),
        tool=Slot("tool", ExamRules._meta.get_field("tool")),
    ).order_by("-made_at", "-pk")[:1]
)


def rules_in_force(programme: Programme, tool: str) -> ExamRules:
    """The newest rules of a programme for one tool; the defaults, not stored, where none are."""
    found = _NEWEST.first(programme=programme.pk, tool=tool)
    if found is not None:
        found.programme = programme
    return found or ExamRules(agency=programme.agency, programme=programme, tool=tool)


def all_in_force(programmes: Iterable[Programme]) -> dict[tuple[int, str], ExamRules]:
    """(programme, tool) to the rules in force, in one query; the defaults where none are stored."""
    found = list(programmes)
    rows = ExamRules.objects.filter(programme__in=found).order_by("made_at", "pk")
    newest = {(row.programme_id, row.tool): row for row in rows}
    return {
        (one.pk, tool): newest.get((one.pk, tool))
        or ExamRules(agency_id=one.agency_id, programme=one, tool=tool)
        for one in found
        for tool in one.tools
    }


@transaction.atomic
def rules_to_draw_by(programme: Programme, tool: str) -> ExamRules:
    """The rules in force as a stored row, so that an exam can say by which it was drawn."""
    rules = rules_in_force(programme, tool)
    if rules.pk is None:
        rules.save(force_insert=True)
    return rules


@transaction.atomic
def set_rules(
    *, programme: Programme, tool: str, values: dict[str, Any], actor: User, at: datetime
) -> ExamRules:
    """Make new rules for forms drawn from now on. Exams that were drawn keep theirs."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise ValueError(f"exam rules have no {', '.join(sorted(unknown))}")
    before = rules_in_force(programme, tool)
    if before.pk is not None and all(
        getattr(before, name) == value for name, value in values.items()
    ):
        return before
    rules = ExamRules.objects.create(
        agency=programme.agency, programme=programme, tool=tool, made_at=at, **values
    )
    detail = {"tool": tool, **values}
    record(agency=programme.agency, actor=actor, verb="set_exam_rules", obj=rules, detail=detail)
    return rules

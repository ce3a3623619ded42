"""Programmes: making them, enrolling assessors, due dates, leave, and those who leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from agencies.actions import record
from agencies.models import Agency, Membership, Role, User
from training.models import Cohort, Enrolment, Programme


@dataclass(frozen=True)
class Plan:
    """What a programme asks for."""

    title: str
    tools: Sequence[str]
    practice_cases: int = 6
    needs_reading: bool = True


@dataclass(frozen=True)
class Terms:
    """On what terms somebody takes part. `due_on` None: no date is set."""

    due_on: date | None = None
    cohort: Cohort | None = None
    time_factor: Decimal = field(default=Decimal("1.00"))
    language: str = ""


@transaction.atomic
def make_programme(*, agency: Agency, plan: Plan, actor: User | None) -> Programme:
    """Set up a programme; people are enrolled with `enrol`."""
    programme = Programme.objects.create(
        agency=agency,
        title=plan.title,
        tools=list(plan.tools),
        practice_cases=plan.practice_cases,
        needs_reading=plan.needs_reading,
    )
    _record(programme, actor, "make_programme", _told(plan))
    return programme


@transaction.atomic
def change_programme(*, programme: Programme, plan: Plan, actor: User) -> Programme:
    """Change what a programme asks for; what people have done in it stays."""
    programme.title, programme.tools = plan.title, list(plan.tools)
    programme.practice_cases, programme.needs_reading = plan.practice_cases, plan.needs_reading
    programme.save(update_fields=["title", "tools", "practice_cases", "needs_reading"])
    _record(programme, actor, "change_programme", _told(plan))
    return programme


@transaction.atomic
def close_programme(*, programme: Programme, actor: User, at: datetime) -> Programme:
    """End a programme: it leaves the start pages; what was done in it stays on record."""
    if programme.closed_at is None:
        programme.closed_at = at
        programme.save(update_fields=["closed_at"])
        _record(programme, actor, "close_programme", {})
    return programme


@transaction.atomic
def open_again(*, programme: Programme, actor: User) -> Programme:
    """Go on with a programme that was ended."""
    if programme.closed_at is not None:
        programme.closed_at = None
        programme.save(update_fields=["closed_at"])
        _record(programme, actor, "open_programme_again", {})
    return programme


@transaction.atomic
def enrol(
    *, programme: Programme, assessors: Iterable[Membership], terms: Terms, actor: User | None
) -> list[Enrolment]:
    """Enrol assessors; answer the new enrolments. Whoever is in the programme stays as they are.

    Somebody who had left it comes back on the new terms.
    """
    known = {one.assessor_id: one for one in programme.enrolments.all()}
    made: list[Enrolment] = []
    for assessor in assessors:
        if assessor.agency_id != programme.agency_id or assessor.role != Role.ASSESSOR:
            raise ValueError(f"{assessor} is no assessor of the agency of {programme}")
        enrolment = known.get(assessor.pk)
        if enrolment is not None and enrolment.left_at is None:
            continue
        enrolment = enrolment or Enrolment(
            agency=programme.agency, programme=programme, assessor=assessor
        )
        enrolment.left_at = None
        _set(enrolment, terms)
        enrolment.save()
        _record(enrolment, actor, "enrol", _told(terms))
        made.append(enrolment)
    return made


@transaction.atomic
def change_terms(*, enrolment: Enrolment, terms: Terms, actor: User) -> Enrolment:
    """Change due date, cohort and accommodations of one person."""
    _set(enrolment, terms)
    enrolment.save(update_fields=["due_on", "cohort", "time_factor", "language"])
    _record(enrolment, actor, "change_enrolment", _told(terms))
    return enrolment


@transaction.atomic
def change_due_dates(*, enrolments: Iterable[Enrolment], due_on: date | None, actor: User) -> int:
    """Set one due date for several people; answer how many it changed."""
    changed = [one for one in enrolments if one.due_on != due_on]
    for enrolment in changed:
        enrolment.due_on = due_on
        enrolment.save(update_fields=["due_on"])
        _record(enrolment, actor, "change_due_date", {"due_on": str(due_on or "")})
    return len(changed)


@transaction.atomic
def begin_leave(*, enrolment: Enrolment, since: date, actor: User | None) -> Enrolment:
    """From this day on no due date runs and no reminder is sent."""
    if enrolment.on_leave_since is None:
        enrolment.on_leave_since = since
        enrolment.save(update_fields=["on_leave_since"])
        _record(enrolment, actor, "begin_leave", {"since": str(since)})
    return enrolment


@transaction.atomic
def end_leave(*, enrolment: Enrolment, until: date, actor: User | None) -> Enrolment:
    """Back at work: the due date moves by the days that were missed."""
    since = enrolment.on_leave_since
    if since is None:
        return enrolment
    missed = max(until - since, date.resolution * 0)
    if enrolment.due_on is not None:
        enrolment.due_on += missed
    enrolment.on_leave_since = None
    enrolment.save(update_fields=["due_on", "on_leave_since"])
    detail = {"days": missed.days, "due_on": str(enrolment.due_on or "")}
    _record(enrolment, actor, "end_leave", detail)
    return enrolment


@transaction.atomic
def take_out(*, enrolment: Enrolment, actor: User | None, at: datetime) -> Enrolment:
    """The person leaves the programme. What was read, practised and decided stays on record."""
    if enrolment.left_at is None:
        enrolment.left_at = at
        enrolment.save(update_fields=["left_at"])
        _record(enrolment, actor, "leave_programme", {})
    return enrolment


def _set(enrolment: Enrolment, terms: Terms) -> None:
    enrolment.due_on, enrolment.cohort = terms.due_on, terms.cohort
    enrolment.time_factor, enrolment.language = terms.time_factor, terms.language
    if terms.language:
        # Where pages begin; a language that the person has chosen goes before it.
        person = User.objects.filter(pk=enrolment.assessor.user_id, language="")
        person.update(language=terms.language)


def _told(plan: Plan | Terms) -> dict[str, Any]:
    """What was set, as the audit record keeps it."""
    return {
        name: value if isinstance(value, bool | int | list) else str(value or "")
        for name, value in vars(plan).items()
    }


def _record(
    obj: Programme | Enrolment, actor: User | None, verb: str, detail: dict[str, Any]
) -> None:
    record(agency=obj.agency, actor=actor, verb=verb, obj=obj, detail=detail)

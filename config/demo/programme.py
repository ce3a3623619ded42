"""The programme of the demonstration: a newcomer before everything, others on their way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils.timezone import localdate, now

from agencies.models import Membership
from training.actions import programmes, reading
from training.models import Cohort, Enrolment, Programme
from training.reading.content import CHECKED, page, pages_to_read

TOOL = "static-99r"
TITLE = "Static-99R certification"
WEEKS = 8
ON_THEIR_WAY = 4
"""So many of the simulated assessors take part; the last of them is on leave."""


def add_programme(
    coordinator: Membership, newcomer: Membership, group: Sequence[Membership]
) -> Programme:
    """A programme with a cohort: the newcomer has all of it to do, the others practised."""
    cohort = Cohort.objects.create(
        agency=coordinator.agency, name="Autumn", trainer=coordinator, starts_on=localdate()
    )
    programme = programmes.make_programme(
        agency=coordinator.agency,
        plan=programmes.Plan(TITLE, [TOOL]),
        actor=coordinator.user,
    )
    terms = programmes.Terms(due_on=localdate() + timedelta(weeks=WEEKS), cohort=cohort)
    enrolled = programmes.enrol(
        programme=programme,
        assessors=[newcomer, *group[:ON_THEIR_WAY]],
        terms=terms,
        actor=coordinator.user,
    )
    for enrolment in enrolled[1:]:
        read_everything(enrolment)
    programmes.begin_leave(
        enrolment=enrolled[-1], since=localdate() - timedelta(days=5), actor=coordinator.user
    )
    return programme


def read_everything(enrolment: Enrolment) -> None:
    """All pages confirmed, and the check answered right."""
    actor = enrolment.assessor.user
    for page_id in pages_to_read(TOOL):
        if page_id != CHECKED:
            reading.confirm_read(enrolments=[enrolment], page_id=page_id, actor=actor, at=now())
    answers = {one.id: one.verdict for one in page(CHECKED).statements}
    reading.answer_check(enrolments=[enrolment], answers=answers, actor=actor, at=now())

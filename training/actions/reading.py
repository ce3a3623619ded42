"""What an assessor has read, and how the check on statements was answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from agencies.actions import record
from agencies.models import User
from training.models import Enrolment, Reading
from training.reading.content import CHECKED, page, pages_to_read


@transaction.atomic
def confirm_read(
    *, enrolments: Iterable[Enrolment], page_id: str, actor: User, at: datetime
) -> list[Reading]:
    """Note that a page was read, in every programme that asks for it. Twice is the same as once."""
    return [_pass(enrolment, page_id, {}, actor, at) for enrolment in _asking(enrolments, page_id)]


@transaction.atomic
def answer_check(
    *, enrolments: Iterable[Enrolment], answers: Mapping[str, str], actor: User, at: datetime
) -> dict[str, bool]:
    """Store the answers of the check; answer which are right. All right: the page is passed.

    It may be repeated; what was passed once stays passed.
    """
    right = marked(answers)
    for enrolment in _asking(enrolments, CHECKED):
        if all(right.values()):
            _pass(enrolment, CHECKED, answers, actor, at)
        else:
            Reading.objects.update_or_create(
                enrolment=enrolment,
                page=CHECKED,
                defaults={"answers": dict(answers), "read_at": at},
            )
    return right


def marked(answers: Mapping[str, str]) -> dict[str, bool]:
    """Every statement of the check, and whether it was told right."""
    return {one.id: answers.get(one.id) == one.verdict for one in page(CHECKED).statements}


def _asking(enrolments: Iterable[Enrolment], page_id: str) -> list[Enrolment]:
    return [
        enrolment
        for enrolment in enrolments
        if any(page_id in pages_to_read(tool) for tool in enrolment.programme.tools)
    ]


def _pass(
    enrolment: Enrolment, page_id: str, answers: Mapping[str, str], actor: User, at: datetime
) -> Reading:
    reading, _ = Reading.objects.get_or_create(
        enrolment=enrolment, page=page_id, defaults={"read_at": at}
    )
    if reading.passed_at is not None:
        return reading
    reading.answers, reading.read_at, reading.passed_at = dict(answers), at, at
    reading.save(update_fields=["answers", "read_at", "passed_at"])
    record(
        agency=enrolment.agency,
        actor=actor,
        verb="pass_reading",
        obj=reading,
        detail={"page": page_id},
    )
    return reading

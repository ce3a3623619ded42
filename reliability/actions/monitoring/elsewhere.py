"""Training that people took elsewhere: put on record, and taken off it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.actions import record
from agencies.models import Membership
from reliability.models import OutsideTraining
from training.models import Enrolment


@transaction.atomic
def record_training(
    *, enrolment: Enrolment, told: Mapping[str, Any], by: Membership, at: datetime
) -> OutsideTraining:
    """`told`: title, provider, taken_on, and tool, hours and note where there are any."""
    made = OutsideTraining.objects.create(
        agency=enrolment.agency,
        assessor=enrolment.assessor,
        recorded_by=by,
        recorded_at=at,
        **told,
    )
    record(agency=enrolment.agency, actor=by.user, verb="record_training", obj=made)
    return made


@transaction.atomic
def withdraw_training(*, training: OutsideTraining, by: Membership, at: datetime) -> None:
    """It no longer shows; the row stays. Sent twice, it stays as it was the first time."""
    training = OutsideTraining.objects.select_for_update(of=("self",)).get(pk=training.pk)
    if training.withdrawn_at is None:
        training.withdrawn_at = at
        training.save(update_fields=["withdrawn_at"])
        record(agency=training.agency, actor=by.user, verb="withdraw_training", obj=training)

"""Contests: an assessor objects to a gold score, and somebody answers on record."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership, User
from training.models import Coding, Contest, Outcome
from vignettes.models import GoldCoding


class ContestRefusedError(Exception):
    """A contest cannot be made or answered so. The message is a sentence for the person."""


@transaction.atomic
def contest(
    *, coding: Coding, gold: GoldCoding, item: str, reason: str, actor: User, at: datetime
) -> Contest:
    """Object to one gold score. One objection to an item may be open at a time."""
    try:
        with transaction.atomic():
            made = Contest.objects.create(
                agency=coding.agency,
                coding=coding,
                gold=gold,
                item=item,
                reason=reason,
                made_at=at,
            )
    except IntegrityError:
        raise ContestRefusedError(
            _("You have contested this score already. The answer will appear on this page.")
        ) from None
    detail = {"item": item, "gold": gold.pk}
    record(agency=coding.agency, actor=actor, verb="contest", obj=made, detail=detail)
    return made


@transaction.atomic
def answer_contest(
    *, contest: Contest, outcome: str, answer: str, by: Membership, at: datetime
) -> Contest:
    """Answer an objection, once. The outcome must be what the gold in force says."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if not contest.is_open:
        raise ContestRefusedError(_("This contest was answered already."))
    contest.outcome = Outcome(outcome)
    contest.answer = answer
    contest.answered_by = by
    contest.answered_at = at
    contest.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    detail = {"outcome": outcome, "panel": contest.panel_id}
    record(
        agency=contest.agency, actor=by.user, verb="contest_answered", obj=contest, detail=detail
    )
    return contest

"""Saving one answer of a draft, without losing what another page saved meanwhile."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from training.access import check_work
from training.answers import ELIGIBILITY, Answer, Saved, StaleError, saved_rating
from training.models import Assignment, Draft, DraftRating


@transaction.atomic
def save_answers(
    *, assignment: Assignment, answers: Iterable[Answer], at: datetime
) -> dict[str, Saved]:
    """Store what a whole form holds; answer what it had not seen, question to stored answer.

    Those are left as they are stored: the person chooses.
    """
    unseen: dict[str, Saved] = {}
    for answer in answers:
        try:
            save_answer(assignment=assignment, answer=answer, at=at)
        except StaleError as stale:
            unseen[answer.question] = stale.stored
    return unseen


@transaction.atomic
def save_answer(*, assignment: Assignment, answer: Answer, at: datetime) -> Saved:
    """Store one answer if the page had seen the newest one; otherwise raise `StaleError`.

    Sending the same answer again is no conflict: the first reply may have been lost. The lock on
    the draft keeps a late answer from slipping in behind a hand-in.
    """
    draft = Draft.objects.select_for_update().get(assignment=assignment)
    check_work(assignment, at)
    if answer.question == ELIGIBILITY:
        stored = _save_eligibility(draft, answer, at)
    else:
        stored = _save_rating(draft, answer, at)
    if not stored.answer.says_the_same_as(answer):
        raise StaleError(stored)
    return stored


def _save_eligibility(draft: Draft, answer: Answer, at: datetime) -> Saved:
    if draft.eligibility_revision == answer.revision:
        draft.eligibility = answer.value
        draft.eligibility_revision += 1
        draft.saved_at = at
        draft.save(update_fields=["eligibility", "eligibility_revision", "saved_at"])
    return Saved(
        Answer(ELIGIBILITY, draft.eligibility, revision=draft.eligibility_revision),
        draft.saved_at or at,
    )


def _save_rating(draft: Draft, answer: Answer, at: datetime) -> Saved:
    values = {
        "score": answer.score,
        "insufficient": answer.insufficient,
        "reason": answer.reason,
        "revision": answer.revision + 1,
        "saved_at": at,
    }
    rating, is_new = DraftRating.objects.get_or_create(
        draft=draft, item=answer.question, defaults=values
    )
    if not is_new and rating.revision == answer.revision:
        for name, value in values.items():
            setattr(rating, name, value)
        rating.save(update_fields=list(values))
    return saved_rating(rating)

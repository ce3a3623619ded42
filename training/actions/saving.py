"""Saving one answer of a draft, without losing what another page saved meanwhile."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.prepared import PreparedInsert, PreparedUpdate
from training.access import check_work
from training.answers import ELIGIBILITY, Answer, Saved, StaleError, saved_rating
from training.at_work import answer_to, answers_of, locked_draft
from training.models import Assignment, Draft, DraftRating

_NEW = PreparedInsert(DraftRating)
_TOLD = ("score", "insufficient", "not_applicable", "reason", "revision", "saved_at")
"""What an answer says, in the columns of its row."""
_CHANGED = PreparedUpdate(DraftRating, *_TOLD, "earlier_at")
_DRAFT = PreparedUpdate(Draft, "eligibility", "eligibility_revision", "saved_at")


@transaction.atomic
def save_answers(
    *, assignment: Assignment, answers: Iterable[Answer], at: datetime
) -> dict[str, Saved]:
    """Store what a whole form holds; answer what it had not seen, question to stored answer.

    Those are left as they are stored: the person chooses.
    """
    draft = locked(assignment, at)
    return store_answers(draft, answers_of(draft), answers, at)


def store_answers(
    draft: Draft, known: dict[str, DraftRating], answers: Iterable[Answer], at: datetime
) -> dict[str, Saved]:
    """The same in a draft that is held, beside what is `known` of it; that is kept up to date."""
    fresh: list[Answer] = []
    seen: list[Answer] = []
    for answer in answers:
        is_fresh = answer.question != ELIGIBILITY and answer.question not in known
        (fresh if is_fresh else seen).append(answer)
    made = [_new_rating(draft, answer, at) for answer in fresh]
    _NEW.insert(made)
    stored = [_store(draft, known.get(answer.question), answer, at) for answer in seen]
    known |= {rating.item: rating for rating in made}
    return {
        answer.question: now_stored
        for answer, now_stored in zip(seen, stored, strict=True)
        if not now_stored.answer.says_the_same_as(answer)
    }


@transaction.atomic
def save_answer(*, assignment: Assignment, answer: Answer, at: datetime) -> Saved:
    """Store one answer if the page had seen the newest one; otherwise raise `StaleError`.

    Sending the same answer again is no conflict: the first reply may have been lost.
    """
    draft = locked(assignment, at)
    rating = None if answer.question == ELIGIBILITY else answer_to(draft, answer.question)
    stored = _store(draft, rating, answer, at)
    if not stored.answer.says_the_same_as(answer):
        raise StaleError(stored)
    return stored


def locked(assignment: Assignment, at: datetime) -> Draft:
    """The draft, held so that no late answer slips in behind a hand-in or another answer."""
    draft = locked_draft(assignment)
    check_work(assignment, at)
    return draft


def _store(draft: Draft, rating: DraftRating | None, answer: Answer, at: datetime) -> Saved:
    """Write the answer where the page had seen the newest; answer what is stored then.

    What is stored already is not written again: when it was last changed tells how one worked.
    """
    if answer.question == ELIGIBILITY:
        return _save_eligibility(draft, answer, at)
    if rating is None:
        rating = _new_rating(draft, answer, at)
        _NEW.insert([rating])
        return saved_rating(rating)
    stored = saved_rating(rating)
    if rating.revision != answer.revision or stored.answer.says_the_same_as(answer):
        return stored
    rating.earlier_at = rating.saved_at
    for name, value in _columns(answer, rating.revision + 1, at).items():
        setattr(rating, name, value)
    _CHANGED.update(rating)
    return saved_rating(rating)


def _new_rating(draft: Draft, answer: Answer, at: datetime) -> DraftRating:
    """The first write of an answer. It counts 1 whatever the page names: nothing was there."""
    return DraftRating(draft=draft, item=answer.question, **_columns(answer, 1, at))


def _columns(answer: Answer, revision: int, at: datetime) -> dict[str, Any]:
    values = (answer.score, answer.insufficient, answer.not_applicable, answer.reason, revision, at)
    return dict(zip(_TOLD, values, strict=True))


def _save_eligibility(draft: Draft, answer: Answer, at: datetime) -> Saved:
    is_new = not draft.eligibility_revision or draft.eligibility != answer.value
    if is_new and draft.eligibility_revision in (0, answer.revision):
        draft.eligibility = answer.value
        draft.eligibility_revision += 1
        draft.saved_at = at
        _DRAFT.update(draft)
    return Saved(
        Answer(ELIGIBILITY, draft.eligibility, revision=draft.eligibility_revision),
        draft.saved_at or at,
    )

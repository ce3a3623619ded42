"""Handing in a coding, by the assessor or by the closing of an exam."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.listening import tell_of
from agencies.models import User
from agencies.prepared import PreparedInsert
from instruments import catalogue
from training.access import WorkRefusedError, check_open, coding_of, is_over
from training.actions.marking import keep_marks
from training.actions.saving import locked, store_answers
from training.answers import ELIGIBILITY, Answer, Saved
from training.at_work import answers_of, locked_draft
from training.models import (
    Assignment,
    Coding,
    Draft,
    DraftRating,
    Exam,
    Mode,
    Rating,
)
from vignettes.actions import panels
from vignettes.models import Eligibility, Panel, content_language

_CODINGS, _RATINGS = PreparedInsert(Coding), PreparedInsert(Rating)


class IncompleteError(Exception):
    """Answers are missing. `questions` names them: the items' ids, or the first question."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__(f"not answered: {', '.join(questions)}")
        self.questions = questions


@transaction.atomic
def submit_coding(
    *, assignment: Assignment, submission_key: uuid.UUID, actor: User, at: datetime
) -> Coding:
    """Turn the saved answers into a coding. Sent twice, it gives the coding of the first time."""
    draft = locked_draft(assignment)
    if draft.submission_key != submission_key:
        raise WorkRefusedError(other_case())
    handed_in = coding_of(assignment)
    if handed_in is not None:
        return handed_in
    check_open(assignment, at)
    saved = answers_of(draft)
    missing = missing_answers(draft, saved)
    if missing:
        raise IncompleteError(missing)
    return _hand_in(draft, saved, actor, at)


@dataclass(frozen=True)
class Sent:
    """What came of a form that was to be handed in; empty where it was."""

    unseen: Mapping[str, Saved]
    """What the form had not seen, question to stored answer."""
    missing: tuple[str, ...]


@transaction.atomic
def save_and_submit(
    *, assignment: Assignment, answers: Iterable[Answer], actor: User, at: datetime
) -> Sent:
    """Save what a form holds and hand it in. Where that cannot be, it is saved and no more."""
    draft = locked(assignment, at)
    saved = answers_of(draft)
    unseen = store_answers(draft, saved, answers, at)
    missing = missing_answers(draft, saved)
    if not unseen and not missing:
        _hand_in(draft, saved, actor, at)
    return Sent(unseen, () if unseen else missing)


def _hand_in(draft: Draft, saved: Mapping[str, DraftRating], actor: User, at: datetime) -> Coding:
    coding = _store(draft, saved, at, actor)
    if draft.assignment.panel is not None:
        _hand_to_panel(coding, draft.assignment.panel, at)
    return coding


def belongs(assignment: Assignment, submission_key: uuid.UUID) -> bool:
    """Whether a form with this key was made for this case."""
    return assignment.draft.submission_key == submission_key


def other_case() -> str:
    """What is said of a form that was made for another case; nothing of it is taken."""
    return _("This form belongs to another case. Open the case again and hand it in there.")


def _hand_to_panel(coding: Coding, panel: Panel, at: datetime) -> None:
    """Keep an expert's coding with those of the panel, unless it was decided meanwhile."""
    unscored = {
        rating.item: rating.reason for rating in coding.ratings.all() if rating.score is None
    }
    try:
        panels.locked_open_panel(panel)
    except panels.PanelRefusedError as refused:
        raise WorkRefusedError(str(refused)) from None
    panels.store_expert_coding(
        version=coding.version,
        tool=coding.tool,
        expert=coding.assessor,
        panel=panel,
        eligibility=coding.eligibility,
        scores=coding.scores,
        unscored=unscored,
        simulated=False,
        at=at,
    )


def missing_answers(draft: Draft, saved: Mapping[str, DraftRating]) -> tuple[str, ...]:
    """What is left to answer before this draft may be handed in, in the order of the sheet."""
    if not draft.eligibility:
        return (ELIGIBILITY,)
    if draft.eligibility != Eligibility.YES:
        return ()
    items = (item.id for item in catalogue.tool(draft.assignment.tool).items)
    return tuple(item for item in items if not _is_answered(saved.get(item)))


def _is_answered(rating: DraftRating | None) -> bool:
    """A score answers an item; "insufficient information" answers it with a reason only."""
    if rating is None:
        return False
    if rating.insufficient:
        return bool(rating.reason.strip())
    return rating.not_applicable or rating.score is not None


@transaction.atomic
def close_exam(*, exam: Exam, at: datetime) -> int:
    """Hand in what everyone saved in an exam whose time is over; answer how many were handed in.

    Nothing saved is lost: what is missing counts as omitted. Where nothing was saved there is
    nothing to hand in, but for a case of a personal exam that was opened: it was seen. A second
    call finds the exam closed and does nothing.
    """
    exam = Exam.objects.select_for_update().get(pk=exam.pk)
    if exam.closed_at is not None or at < exam.closes_at:
        return 0
    open_drafts = Draft.objects.filter(
        assignment__exam=exam, assignment__codings=None, assignment__declined_at=None
    ).select_related("assignment__version", "assignment__assessor")
    codings = [
        _store(draft, _saved(draft), at, actor=None)
        for draft in open_drafts.select_for_update(of=("self",)).prefetch_related("ratings")
        if _is_begun(draft, exam)
    ]
    exam.closed_at = at
    exam.save(update_fields=["closed_at"])
    detail = {"title": exam.title, "handed_in_by_clock": len(codings)}
    record(agency=exam.agency, actor=None, verb="close_exam", obj=exam, detail=detail)
    tell_of(exam)
    return len(codings)


@transaction.atomic
def hand_in_by_clock(*, assignment: Assignment, at: datetime) -> Coding | None:
    """Hand in what was saved of a case whose time is over; None where there is nothing to do.

    Safe to repeat, and beside an assessor who hands in at the last second.
    """
    draft = Draft.objects.select_for_update().get(assignment=assignment)
    assignment = Assignment.objects.select_related("exam").get(pk=assignment.pk)
    exam, ends_at = assignment.exam, assignment.ends_at
    if exam is None or ends_at is None or not is_over(assignment, at):
        return None
    if assignment.declined_at is not None or coding_of(assignment) is not None:
        return None
    return _store(draft, _saved(draft), ends_at, actor=None) if _is_begun(draft, exam) else None


def _is_begun(draft: Draft, exam: Exam) -> bool:
    """Whether there is something to hand in."""
    was_opened = draft.assignment.notice_seen_at is not None
    return bool(draft.eligibility or draft.ratings.all() or (exam.is_personal and was_opened))


def _saved(draft: Draft) -> dict[str, DraftRating]:
    return {rating.item: rating for rating in draft.ratings.all()}


def _store(
    draft: Draft, saved: Mapping[str, DraftRating], at: datetime, actor: User | None
) -> Coding:
    assignment = draft.assignment
    tool = catalogue.tool(assignment.tool)
    coding = Coding(
        assignment=assignment,
        agency_id=assignment.agency_id,
        assessor_id=assignment.assessor_id,
        version_id=assignment.version_id,
        tool=tool.id,
        tool_version=tool.version,
        eligibility=draft.eligibility,
        by_clock=actor is None,
        language=content_language() if actor else assignment.assessor.user.language[:2],
        submitted_at=at,
        submission_key=draft.submission_key,
    )
    _CODINGS.insert([coding])
    if draft.eligibility in ("", Eligibility.YES):
        _RATINGS.insert([_rating(coding, item.id, saved.get(item.id)) for item in tool.items])
    keep_marks(coding, draft)
    detail = {"mode": Mode(assignment.mode).value, "tool": tool.id, "tool_version": tool.version}
    record(agency=assignment.agency, actor=actor, verb="submit_coding", obj=coding, detail=detail)
    tell_of(coding)
    return coding


def _rating(coding: Coding, item: str, saved: DraftRating | None) -> Rating:
    if saved is None:
        return Rating(coding=coding, item=item)
    return Rating(
        coding=coding,
        item=item,
        score=saved.score,
        insufficient=saved.insufficient,
        not_applicable=saved.not_applicable,
        reason=saved.reason,
    )

"""Marking the sentence that decides an item while a case is scored; kept when it is handed in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.access import WorkRefusedError, check_work
from training.at_work import marks_of
from training.models import Assignment, Coding, CodingMark, Draft, DraftMark
from training.passages import passages
from training.questions import questions
from vignettes.phrases import Language

MOST = 5
"""Sentences that may be marked for one question."""


class MarkRefusedError(WorkRefusedError):
    """This mark cannot be set. The message is a sentence for the assessor."""


@transaction.atomic
def mark(
    *, assignment: Assignment, question: str, language: Language, place: str, at: datetime
) -> None:
    """Mark a sentence or row as deciding a question. Twice is the same as once."""
    draft = _locked(assignment, question, at)
    if place not in passages(assignment.version, language):
        raise MarkRefusedError(_("This sentence is not in the case file. Choose one of the list."))
    own = DraftMark.objects.filter(draft=draft, question=question)
    if own.filter(language=language, place=place).exists():
        return
    if own.count() >= MOST:
        raise MarkRefusedError(
            _("%(n)s sentences are marked for this item. Take one off before you mark another.")
            % {"n": MOST}
        )
    DraftMark.objects.create(
        draft=draft, question=question, language=language, place=place, marked_at=at
    )


@transaction.atomic
def take_off(
    *, assignment: Assignment, question: str, language: Language, place: str, at: datetime
) -> None:
    """Take a mark off again; nothing where there is none."""
    draft = _locked(assignment, question, at)
    own = DraftMark.objects.filter(draft=draft, question=question)
    own.filter(language=language, place=place).delete()


def keep_marks(coding: Coding, draft: Draft) -> None:
    """Store the marks of a draft with the coding that it becomes."""
    kept = [
        CodingMark(coding=coding, question=mark.question, language=mark.language, place=mark.place)
        for mark in marks_of(draft)
    ]
    if kept:
        CodingMark.objects.bulk_create(kept)


def _locked(assignment: Assignment, question: str, at: datetime) -> Draft:
    draft = Draft.objects.select_for_update().get(assignment=assignment)
    check_work(assignment, at)
    if question not in {one.id for one in questions(assignment.tool)}:
        raise MarkRefusedError(
            _("This tool has no such question. Reload the page and answer again.")
        )
    return draft

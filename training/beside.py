"""Feedback with what the assessor marked and how other learners answered.

Whoever calls this has asked `access.gold_for` first.
"""

from collections.abc import Mapping
from dataclasses import replace

from training.casefile import Label
from training.feedback import Compared, Feedback
from training.handed_in import marks_of_coding
from training.marks import Beside, Shown, shown
from training.models import Coding, Mode
from training.tables.learners import Share, shares, words
from vignettes.models import GoldCoding, content_language


def with_marks_and_shares(feedback: Feedback, coding: Coding, gold: GoldCoding) -> Feedback:
    """The same feedback, each question with its marks and, in practice, the share of learners."""
    language = content_language()
    lit = frozenset(span.span_id for one in _all(feedback) for span in one.evidence)
    marked = shown(coding.version, marks_of_coding(coding), {language: lit})
    told = shares(coding, gold) if coding.assignment.mode == Mode.PRACTICE else {}
    first, *rest = (_with(one, marked, told) for one in _all(feedback))
    return replace(feedback, eligibility=first, items=tuple(rest))


def own_labels(feedback: Feedback) -> dict[str, tuple[Label, ...]]:
    """Place to the questions it was marked for, in the language of the page."""
    language = content_language()
    lit: dict[str, tuple[Label, ...]] = {}
    for compared in _all(feedback):
        for mark in compared.beside.marks:
            if mark.passage.language == language:
                place = mark.passage.place
                label = Label(compared.short_name, compared.anchor)
                lit[place] = (*lit.get(place, ()), label)
    return lit


def _all(feedback: Feedback) -> tuple[Compared, ...]:
    return (feedback.eligibility, *feedback.items)


def _with(
    compared: Compared, marked: Mapping[str, tuple[Shown, ...]], told: Mapping[str, Share]
) -> Compared:
    question = compared.question.id
    marks = marked.get(question, ())
    share = told.get(question)
    return replace(
        compared,
        beside=Beside(
            marks=marks,
            decides=_decides(compared, marks),
            share=words(share, agrees=compared.agrees) if share else "",
        ),
    )


def _decides(compared: Compared, marks: tuple[Shown, ...]) -> bool | None:
    """Whether a marked sentence holds evidence of this question; marks in the other language say
    nothing, for their places are those of the other text.
    """
    deciding = {span.span_id for span in compared.evidence}
    own = [mark for mark in marks if mark.passage.language == content_language()]
    if not own or not deciding:
        return None
    return any(deciding & mark.passage.spans for mark in own)

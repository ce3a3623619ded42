"""What an assessor goes on with once the feedback on a practice case is read."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Membership
from training.handed_in import next_given
from training.models import Assignment, Enrolment, Mode
from training.reading.content import pages_to_read
from training.tables.exams import ExamStage, exam_state
from training.tables.programme import own_enrolment, passed_pages, standing


@dataclass(frozen=True)
class NextStep:
    """One thing to do: a link, or a button where doing it changes something."""

    words: str
    href: str
    changes_something: bool = False


def next_steps(membership: Membership, assignment: Assignment, at: datetime) -> list[NextStep]:
    """The main one first. None after an exam, whose own page says how it goes on."""
    if assignment.mode != Mode.PRACTICE:
        return []
    enrolment = own_enrolment(membership, assignment.tool)
    return _given_out(membership) if enrolment is None else _in_programme(enrolment, assignment, at)


def _given_out(membership: Membership) -> list[NextStep]:
    """The next case that a coordinator gave out."""
    case = next_given(membership)
    if case is None:
        return []
    return [NextStep(_("Next case"), reverse("training:score", args=[case]))]


def _in_programme(enrolment: Enrolment, assignment: Assignment, at: datetime) -> list[NextStep]:
    """The exam once it is open, then reading that is missing, else the next case."""
    tool = assignment.tool
    now_at = standing(enrolment, tool)
    address = reverse("training:practise", args=[enrolment.pk, tool])
    practise = NextStep(_("Next case"), address, changes_something=True)
    if not now_at.practice_is_done:
        return [practise]
    if not now_at.reading_is_done:
        passed = passed_pages(enrolment)
        page = next(page for page in pages_to_read(tool) if page not in passed)
        read = NextStep(_("Read the next page"), reverse("training:reading_page", args=[page]))
        return [read, practise]
    exam = exam_state(enrolment, tool, at)
    if exam.stage in (ExamStage.READY, ExamStage.RUNNING):
        return [NextStep(exam.action, exam.href), practise]
    return [practise]

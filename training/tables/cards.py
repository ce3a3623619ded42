"""The assessor's programmes on the start page: a card for each tool, with one thing to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Membership
from instruments import catalogue
from training.models import Enrolment
from training.reading.content import pages_to_read
from training.tables.exams import ExamStage, ExamState, exam_state
from training.tables.programme import (
    Standing,
    due_words,
    is_overdue,
    own_enrolments,
    standings,
    with_progress,
)
from training.tables.start import Case, StartPage


class Next(Enum):
    """What a card offers to do."""

    READ = "read"
    CONTINUE = "continue"
    PRACTISE = "practise"
    EXAM = "exam"


@dataclass(frozen=True)
class Card:
    """One enrolment and tool: how far it has come, and what comes next."""

    enrolment: Enrolment
    standing: Standing
    edition: str
    next: Next
    page: str
    """The reading page that comes next; empty where reading is done."""
    case: Case | None
    """The practice case that waits."""
    exam: ExamState
    words: str
    due: str
    is_overdue: bool

    @property
    def may_practise_more(self) -> bool:
        """Whether practice is offered beside the main action."""
        return self.next in (Next.READ, Next.EXAM) and self.exam.stage is not ExamStage.RUNNING

    @property
    def tells_exam(self) -> bool:
        """Whether the exam has a line of its own: not while the programme itself comes first."""
        return self.exam.stage is not ExamStage.SHUT or self.standing.is_ready


def cards(membership: Membership, practice: Iterable[Case], at: datetime) -> tuple[Card, ...]:
    """The cards of an assessor. `practice`: the practice cases of the start page."""
    waiting: dict[str, Case] = {}
    for case in sorted(practice, key=lambda case: not case.is_begun):
        if case.is_open:
            waiting.setdefault(case.assignment.tool, case)
    own = with_progress(own_enrolments(membership))
    return tuple(
        _card(enrolment, standing, waiting.get(standing.tool), at)
        for enrolment in own
        for standing in standings(enrolment)
    )


def next_beside(page: StartPage, own: Iterable[Card]) -> Case | None:
    """What comes next beside the cards: nothing where one of them offers it already."""
    offered = {card.case for card in own if card.next is Next.CONTINUE}
    return None if page.next in offered else page.next


def _card(enrolment: Enrolment, standing: Standing, case: Case | None, at: datetime) -> Card:
    page = _next_page(enrolment, standing.tool)
    exam = exam_state(enrolment, standing.tool, at)
    return Card(
        enrolment=enrolment,
        standing=standing,
        edition=catalogue.tool(standing.tool).version,
        next=_next(standing, case, page, exam),
        page=page,
        case=case,
        exam=exam,
        words=words(standing),
        due=due_words(enrolment, at),
        is_overdue=is_overdue(enrolment, at.date()),
    )


def _next(standing: Standing, case: Case | None, page: str, exam: ExamState) -> Next:
    """A running exam goes first, then a case that was begun, then reading, then a new case.

    A result that a person is still to confirm goes before more practice.
    """
    if exam.stage is ExamStage.RUNNING:
        return Next.EXAM
    if case is not None and (case.is_begun or standing.reading_is_done):
        return Next.CONTINUE
    if page and not standing.reading_is_done:
        return Next.READ
    is_awaited = exam.verdict is not None and not exam.verdict.is_settled
    goes_on = exam.stage in (ExamStage.READY, ExamStage.PASSED) or is_awaited
    return Next.EXAM if goes_on else Next.PRACTISE


def _next_page(enrolment: Enrolment, tool: str) -> str:
    passed = {reading.page for reading in enrolment.passed}  # type: ignore[attr-defined]
    return next((page for page in pages_to_read(tool) if page not in passed), "")


def words(standing: Standing) -> str:
    """How far practice and reading have come, and what opens the exam."""
    told = [
        ngettext(
            "%(n)s of %(total)s practice case",
            "%(n)s of %(total)s practice cases",
            standing.n_needed,
        )
        % {"n": standing.n_practised, "total": standing.n_needed}
    ]
    if standing.reading_first:
        told.insert(
            0,
            _("%(n)s of %(total)s pages read")
            % {"n": standing.n_read, "total": standing.n_to_read},
        )
    if not standing.practice_is_done:
        told.append(_("the exam opens after %(n)s") % {"n": standing.n_needed})
    return ", ".join(told)

"""A personal exam as its assessor sees it: what opens it, its cases and clocks, and its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.access import is_closed, is_over, moment
from training.actions.exam_rules import rules_in_force
from training.attempts import attempts_of, newest_attempt, open_attempt, refusals
from training.models import Assignment, Coding, Enrolment, Exam, ExamRules, TimeExtension
from training.questions import tool_name
from training.verdicts import Verdict, verdict_on


class ExamStage(Enum):
    """Where a person stands with the exam on one tool."""

    SHUT = "shut"
    READY = "ready"
    RUNNING = "running"
    OVER = "over"
    PASSED = "passed"


@dataclass(frozen=True)
class ExamState:
    """The line on an exam in a card of the start page, and where its one action leads.

    Without an action `href` is empty.
    """

    stage: ExamStage
    words: str
    action: str
    href: str
    exam: Exam | None = None
    verdict: Verdict | None = None
    refusals: tuple[str, ...] = ()


def exam_state(enrolment: Enrolment, tool: str, at: datetime) -> ExamState:
    """Where this person stands with the exam on this tool, the newest attempt counting."""
    last = newest_attempt(enrolment, tool)
    if last is not None and open_attempt(enrolment, tool, at) == last:
        return _running(last, at)
    told = tuple(refusals(enrolment, tool, at))
    verdict = verdict_on(last) if last else None
    if last is not None and verdict is not None and verdict.is_passed and told:
        return ExamState(
            ExamStage.PASSED, verdict.words, _("See the result"), _end(last, verdict), last, verdict
        )
    if not told:
        return _ready(enrolment, tool, last)
    if last is None:
        return ExamState(ExamStage.SHUT, told[0], "", "", refusals=told)
    is_awaited = verdict is not None and not verdict.is_settled
    words = " ".join([verdict.words, *(() if is_awaited else told)] if verdict else told)
    href = _end(last, verdict)
    return ExamState(ExamStage.OVER, words, _("See the result"), href, last, verdict, told)


def _ready(enrolment: Enrolment, tool: str, last: Exam | None) -> ExamState:
    rules = rules_in_force(enrolment.programme, tool)
    number = last.attempt + 1 if last else 1
    words = _("The exam is open to you: attempt %(n)s of %(most)s.") % {
        "n": number,
        "most": max(rules.attempts, number),
    }
    href = reverse("training:exam_start", args=[enrolment.pk, tool])
    return ExamState(ExamStage.READY, words, _("Read about the exam"), href, last)


def _running(exam: Exam, at: datetime) -> ExamState:
    page = exam_page(exam, at)
    words = _("Exam, attempt %(n)s: %(done)s of %(total)s cases handed in; closes on %(when)s.") % {
        "n": exam.attempt,
        "done": page.n_handed_in,
        "total": page.n_cases,
        "when": moment(exam.closes_at),
    }
    href = reverse("training:exam", args=[exam.pk])
    return ExamState(ExamStage.RUNNING, words, _("Go on with the exam"), href, exam)


def _end(exam: Exam, verdict: Verdict | None) -> str:
    """The page of the decision, else the receipt."""
    return (verdict.url if verdict else "") or reverse("training:exam_receipt", args=[exam.pk])


@dataclass(frozen=True)
class ExamCase:
    """One case of an exam, with where it stands in words."""

    assignment: Assignment
    coding: Coding | None
    words: str
    is_open: bool
    is_begun: bool

    @property
    def tone(self) -> str:
        if self.coding is not None:
            return "ok"
        return "warn" if self.is_begun and self.is_open else ""


@dataclass(frozen=True)
class ExamPage:
    """Everything on the page of one attempt."""

    exam: Exam
    tool: str
    cases: tuple[ExamCase, ...]
    extensions: tuple[TimeExtension, ...]
    is_over: bool
    verdict: Verdict | None

    @property
    def next(self) -> ExamCase | None:
        """The case whose clock runs, else the one that comes next."""
        waiting = [case for case in self.cases if case.is_open]
        return min(waiting, key=lambda case: not case.is_begun, default=None)

    @property
    def n_cases(self) -> int:
        return sum(case.assignment.declined_at is None for case in self.cases)

    @property
    def n_handed_in(self) -> int:
        return sum(case.coding is not None for case in self.cases)


def exam_page(exam: Exam, at: datetime) -> ExamPage:
    """One attempt as it stands at this moment."""
    given = exam.assignments.select_related("version", "exam").prefetch_related("codings")
    cases = tuple(_case(assignment, at) for assignment in given.order_by("position", "pk"))
    return ExamPage(
        exam=exam,
        tool=tool_name(exam.tool),
        cases=cases,
        extensions=tuple(exam.extensions.select_related("assignment__version")),
        is_over=is_closed(exam, at) or not any(case.is_open for case in cases),
        verdict=verdict_on(exam),
    )


def _case(assignment: Assignment, at: datetime) -> ExamCase:
    coding = next(iter(assignment.codings.all()), None)
    is_begun = assignment.due_at is not None
    is_open = coding is None and assignment.declined_at is None and not is_over(assignment, at)
    return ExamCase(assignment, coding, _words(assignment, coding, at), is_open, is_begun)


def _words(assignment: Assignment, coding: Coding | None, at: datetime) -> str:
    if coding is not None:
        told = (
            _("handed in by the clock, %(when)s") if coding.by_clock else _("handed in, %(when)s")
        )
        return told % {"when": moment(coding.submitted_at)}
    if assignment.declined_at is not None:
        return _("declined; another case took its place")
    if is_over(assignment, at):
        began = assignment.due_at is not None
        return _("time is over; what was saved is being handed in") if began else _("not opened")
    ends = assignment.ends_at
    if assignment.due_at is None or ends is None:
        return _("not opened yet")
    minutes = ceil((ends - at) / timedelta(minutes=1))
    told = ngettext("open, %(n)s minute left", "open, %(n)s minutes left", minutes)
    return told % {"n": minutes}


@dataclass(frozen=True)
class BeforeExam:
    """What a person is told before an attempt begins."""

    enrolment: Enrolment
    tool: str
    rules: ExamRules
    attempt: int
    minutes: int
    """For one case, with the person's own time factor."""
    days: int
    has_more_time: bool
    refusals: tuple[str, ...]


def before_exam(enrolment: Enrolment, tool: str, at: datetime) -> BeforeExam:
    """What the start page of an exam says, and why it may not begin, if it may not."""
    rules = rules_in_force(enrolment.programme, tool)
    factor = float(enrolment.time_factor)
    return BeforeExam(
        enrolment=enrolment,
        tool=tool_name(tool),
        rules=rules,
        attempt=attempts_of(enrolment, tool).count() + 1,
        minutes=int(rules.minutes_per_case * factor),
        days=int(rules.window_days * factor),
        has_more_time=factor > 1,
        refusals=tuple(refusals(enrolment, tool, at)),
    )

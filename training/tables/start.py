"""The assessor's start page: one main action, then every case with its state in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db.models import Count, Max, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Membership
from training import access
from training.models import OPEN_MODES, Assignment, Exam, Mode
from training.questions import tool_name
from training.tables import contests
from training.tables.contests import ContestTold
from vignettes.models import VignetteVersion


class Stage(Enum):
    """How far a case has come."""

    WAITING = "waiting"
    NEW = "new"
    BEGUN = "begun"
    PAUSED = "paused"
    DECLINED = "declined"
    HANDED_IN = "handed_in"
    ANSWERED = "answered"
    PANEL = "panel"
    CLOSING = "closing"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = (Stage.NEW, Stage.BEGUN, Stage.PAUSED)
UNSHOWN = ("facts", "text_en", "text_fr", "why")
LAST_DAYS = timedelta(days=7)
"""An exam that closes within this time comes before practice."""
TONES = {Stage.ANSWERED: "ok", Stage.BEGUN: "warn", Stage.PAUSED: "warn"}


@dataclass(frozen=True)
class Case:
    """One case on the start page."""

    assignment: Assignment
    stage: Stage
    words: str
    can_be_taken_back: bool

    @property
    def tool(self) -> str:
        """The tool's name, in the reader's language."""
        return tool_name(self.assignment.tool)

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_begun(self) -> bool:
        return self.stage in (Stage.BEGUN, Stage.PAUSED)

    @property
    def tone(self) -> str:
        return TONES.get(self.stage, "")


@dataclass(frozen=True)
class ExamCases:
    """One exam with the assessor's cases in it."""

    exam: Exam
    cases: tuple[Case, ...]
    is_closed: bool


@dataclass(frozen=True)
class StartPage:
    """Everything on the start page."""

    next: Case | None
    practice: tuple[Case, ...]
    exams: tuple[ExamCases, ...]
    panels: tuple[Case, ...]
    contests: tuple[ContestTold, ...]

    @property
    def n_practised(self) -> int:
        return sum(case.stage is Stage.ANSWERED for case in self.practice)


def start_page(membership: Membership, at: datetime) -> StartPage:
    """All cases of an assessor, and the one to go on with.

    Those of a personal exam stand on its own page.
    """
    # Each case is fetched once and without its text, of which nothing is shown here.
    versions = VignetteVersion.objects.select_related("vignette").defer(*UNSHOWN)
    assignments = (
        access.own_assignments(membership)
        .filter(exam__enrolment=None)
        .select_related(None)
        .select_related("exam", "panel__adjudication", "draft")
        .prefetch_related("codings", Prefetch("version", versions))
        .annotate(
            n_saved=Count("draft__ratings", distinct=True),
            last_saved=Max("draft__ratings__saved_at"),
        )
    )
    cases = [_case(assignment, at) for assignment in assignments]
    return StartPage(
        next=_next(cases, at),
        practice=tuple(case for case in cases if case.assignment.mode in OPEN_MODES),
        exams=_by_exam(cases, at),
        panels=tuple(case for case in cases if case.assignment.mode == Mode.PANEL),
        contests=contests.told(membership),
    )


def _case(assignment: Assignment, at: datetime) -> Case:
    stage = _stage(assignment, at)
    declined = stage is Stage.DECLINED
    return Case(
        assignment,
        stage,
        _words(assignment, stage),
        can_be_taken_back=declined and not access.is_closed(assignment.exam, at),
    )


def _stage(assignment: Assignment, at: datetime) -> Stage:
    exam = assignment.exam
    over = access.is_closed(exam, at)
    if assignment.panel is not None and (
        assignment.codings.all() or not assignment.panel.is_at_work
    ):
        return Stage.PANEL if assignment.codings.all() else Stage.WITHDRAWN
    if assignment.codings.all():
        return Stage.ANSWERED if exam is None or over else Stage.HANDED_IN
    if assignment.declined_at:
        return Stage.DECLINED
    if over:
        return Stage.LAPSED if exam is not None and exam.closed_at else Stage.CLOSING
    if exam is not None and at < exam.opens_at:
        return Stage.WAITING
    return _stage_of_work(assignment)


def _stage_of_work(assignment: Assignment) -> Stage:
    saved = [
        at for at in (getattr(assignment, "last_saved", None), assignment.draft.saved_at) if at
    ]
    if assignment.paused_at and all(at <= assignment.paused_at for at in saved):
        return Stage.PAUSED
    return Stage.BEGUN if saved else Stage.NEW


def _words(assignment: Assignment, stage: Stage) -> str:
    exam = assignment.exam
    when = (
        access.moment(exam.opens_at if stage is Stage.WAITING else exam.closes_at) if exam else ""
    )
    n_saved = getattr(assignment, "n_saved", 0)
    return {
        Stage.WAITING: _("opens on %(when)s") % {"when": when},
        Stage.NEW: _("not started"),
        Stage.BEGUN: ngettext("begun, %(n)s item saved", "begun, %(n)s items saved", n_saved)
        % {"n": n_saved},
        Stage.PAUSED: ngettext("paused, %(n)s item saved", "paused, %(n)s items saved", n_saved)
        % {"n": n_saved},
        Stage.DECLINED: _("declined"),
        Stage.HANDED_IN: _("handed in; feedback opens on %(when)s") % {"when": when},
        Stage.ANSWERED: _("handed in; feedback is ready"),
        Stage.PANEL: _panel_words(assignment),
        Stage.WITHDRAWN: _("ended without your coding"),
        Stage.CLOSING: _("closed on %(when)s; what was saved is being handed in") % {"when": when},
        Stage.LAPSED: _("closed on %(when)s; nothing was saved") % {"when": when},
    }[stage]


def _panel_words(assignment: Assignment) -> str:
    panel = assignment.panel
    if panel is not None and panel.decision is not None:
        return _("handed in; the panel is decided")
    return _("handed in for the panel")


def _next(cases: Iterable[Case], at: datetime) -> Case | None:
    """What is begun before what is new, practice before an exam unless that closes soon."""
    candidates = [case for case in cases if case.is_open]
    return min(candidates, key=lambda case: (not case.is_begun, _distance(case, at)), default=None)


def _distance(case: Case, at: datetime) -> int:
    """An exam in its last days is nearest, then practice, then an exam with time to spare."""
    exam = case.assignment.exam
    if exam is None:
        return 1
    return 0 if exam.closes_at - at < LAST_DAYS else 2


def _by_exam(cases: Iterable[Case], at: datetime) -> tuple[ExamCases, ...]:
    groups: dict[Exam, list[Case]] = {}
    for case in cases:
        if case.assignment.exam is not None:
            groups.setdefault(case.assignment.exam, []).append(case)
    return tuple(
        ExamCases(exam, tuple(own), access.is_closed(exam, at)) for exam, own in groups.items()
    )

"""The scoring page, assembled: the case text and every question with what is saved for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from training.answers import Answer, Saved, saved_answers
from training.marks import Shown, shown
from training.models import Assignment
from training.questions import Question, questions
from vignettes.models import Eligibility


@dataclass(frozen=True)
class Refusals:
    """What a page sent that could not be taken: kept on the page, so that nothing is lost."""

    given: Mapping[str, Answer] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, Saved] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    is_busy: bool = False
    """Nothing is the matter with the answers: the database could not take them in time."""

    @property
    def any(self) -> bool:
        return bool(self.errors or self.conflicts or self.missing or self.is_busy)

    @property
    def status(self) -> int:
        """How the page that shows them answers."""
        if self.is_busy:
            return 503
        return 409 if self.conflicts else 422 if self.any else 200


@dataclass(frozen=True)
class Asked:
    """One question on the page, with the answer shown and what is the matter with it."""

    question: Question
    answer: Answer
    error: str = ""
    conflict: str = ""
    marks: tuple[Shown, ...] = ()
    """The sentences that are marked as deciding it."""

    @property
    def is_answered(self) -> bool:
        return bool(self.answer.value)

    @property
    def state(self) -> str:
        """The answer in a few words, for the line that stands for a folded item."""
        if not self.answer.value:
            return _("not coded")
        if self.answer.insufficient:
            return _("insufficient information")
        if self.answer.not_applicable:
            return _("not applicable")
        return self.answer.value

    @property
    def state_in_full(self) -> str:
        """The answer in its own words."""
        return self.question.wording(self.answer.value) if self.answer.value else _("not answered")


@dataclass(frozen=True)
class ScoringPage:
    """Everything that the scoring page shows beside the case text."""

    eligibility: Asked
    items: tuple[Asked, ...]
    submission_key: str
    saved_at: datetime | None
    missing: tuple[Asked, ...]
    is_busy: bool

    @property
    def n_coded(self) -> int:
        return sum(asked.is_answered for asked in self.items)

    @property
    def n_items(self) -> int:
        return len(self.items)

    @property
    def items_are_needed(self) -> bool:
        return self.eligibility.answer.value == Eligibility.YES

    @property
    def conflicts(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in (self.eligibility, *self.items) if asked.conflict)

    @property
    def errors(self) -> tuple[Asked, ...]:
        return tuple(asked for asked in (self.eligibility, *self.items) if asked.error)


def scoring_page(assignment: Assignment, refusals: Refusals | None = None) -> ScoringPage:
    """The page for one case as it is saved now, with anything just refused shown on top."""
    refusals = refusals or Refusals()
    draft = assignment.draft
    saved = saved_answers(draft)
    marks = shown(assignment.version, draft.marks.all())
    eligibility, *items = (
        _asked(question, saved.get(question.id), refusals, marks.get(question.id, ()))
        for question in questions(assignment.tool)
    )
    missing = tuple(
        asked for asked in (eligibility, *items) if asked.question.id in refusals.missing
    )
    return ScoringPage(
        eligibility=eligibility,
        items=tuple(items),
        submission_key=str(draft.submission_key),
        saved_at=max((answer.saved_at for answer in saved.values()), default=None),
        missing=missing,
        is_busy=refusals.is_busy,
    )


def _asked(
    question: Question, saved: Saved | None, refusals: Refusals, marks: tuple[Shown, ...]
) -> Asked:
    """The stored answer, or the one just sent where it could not be taken.

    After a conflict the form carries the newer revision: saving again is then the person's choice.
    """
    stored = saved.answer if saved else Answer(question.id, "")
    newer = refusals.conflicts.get(question.id)
    given = refusals.given.get(question.id, stored)
    shown = replace(given, revision=newer.answer.revision if newer else stored.revision)
    return Asked(
        question=question,
        answer=shown,
        error=refusals.errors.get(question.id, ""),
        conflict=conflict_sentence(question, given, newer) if newer else "",
        marks=marks,
    )


def conflict_sentence(question: Question, given: Answer, newer: Saved) -> str:
    """Both answers, where they come from, and what to do."""
    return _(
        "This answer was also changed on another page, at %(when)s. There: %(theirs)s. "
        "Here: %(yours)s. Choose which one to keep and save again."
    ) % {
        "when": clock(newer.saved_at),
        "theirs": question.wording(newer.answer.value),
        "yours": question.wording(given.value),
    }


def clock(at: datetime) -> str:
    """The time of day by the server's clock, as the page says when it saved."""
    return f"{localtime(at):%H:%M}"


@dataclass(frozen=True)
class ExamClock:
    """The server's clock and the end of a case's time, in milliseconds for the page's script."""

    closes: int
    now: int
    ends_at: datetime


def exam_clock(assignment: Assignment, at: datetime) -> ExamClock | None:
    """What the page needs to show the time left; None in practice, which has no end."""
    ends_at = assignment.ends_at
    if ends_at is None:
        return None
    return ExamClock(_milliseconds(ends_at), _milliseconds(at), ends_at)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def script_words() -> dict[str, str]:
    """What the page's script says, in the reader's language."""
    return {
        "saving": _("Saving …"),
        "saved": _("Saved {when}"),
        "notSaved": _("Not saved yet: an answer needs your attention."),
        "offline": _("Not saved yet: no connection; kept on this device and sent again."),
        "busy": _("Not saved yet: the server is busy; kept on this device and sent again."),
        "signedOut": _(
            "Not saved yet: you are signed out. Your answers are kept on this device. "
            "Sign in again in another tab, then reload this page."
        ),
        "cannotHandIn": _(
            "Not handed in: some answers could not be saved yet. They are kept on this device. "
            "Try again when you are connected."
        ),
        "readOnly": _("Open in another tab: this one only shows the case."),
        "keepHere": _("Keep the answer given here: {answer}"),
        "takeOther": _("Take the answer given there: {answer}"),
        "tookOther": _("The answer given on the other page is kept."),
        "notCoded": _("not coded"),
        "insufficient": _("insufficient information"),
        "notApplicable": _("not applicable"),
        "coded": _("{n} of {total} coded"),
        "minutesLeft": _("{n} minutes left"),
        "secondsLeft": _("{n} seconds left"),
        "marked": _("Marked for {item}."),
        "takenOff": _("The mark is taken off."),
        "takeOff": _("Take off"),
        "notMarked": _("Not marked: no connection. Try again."),
        "chooseSentence": _(
            "Choose a sentence: arrow keys, or a click. Then Enter marks it for {item}."
        ),
        "timeOver": _("The time is over. What was saved is handed in for you."),
    }

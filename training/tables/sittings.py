"""Personal exams as their coordinator sees them: who sits what, and one attempt case by case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agencies.models import Membership
from training.access import gold_of_group, group_exams, is_closed, moment
from training.models import Assignment, Coding, Exam, TimeExtension
from training.questions import tool_name
from training.tables import signals
from training.tables.signals import Signal
from training.verdicts import verdict_on, with_verdicts

ON_A_PAGE = 50
MOST_OTHERS = 3000
"""Cases that others handed in, the newest, beside which one attempt is held."""
FEWEST_OTHERS = 3
"""Below this number of others the group's time on a case is not shown."""


@dataclass(frozen=True)
class SittingRow:
    """One attempt in the list."""

    exam: Exam
    tool: str
    n_handed_in: int
    n_cases: int
    words: str
    tone: str


@dataclass(frozen=True)
class SittingCase:
    """One case of an attempt: when it was open, and how long beside others."""

    assignment: Assignment
    coding: Coding | None
    minutes: int | None
    others_minutes: int | None
    n_others: int
    times_left: int

    @property
    def can_get_time(self) -> bool:
        """Whether its clock runs, or ran out before anything was handed in."""
        return self.coding is None and self.assignment.due_at is not None


@dataclass(frozen=True)
class Sitting:
    """One attempt, whole."""

    exam: Exam
    tool: str
    words: str
    is_closed: bool
    cases: tuple[SittingCase, ...]
    extensions: tuple[TimeExtension, ...]
    signals: tuple[Signal, ...]


def attempts(membership: Membership, number: str | None = None) -> Page[Exam]:
    """Some of the attempts in the agency, the newest first."""
    found = group_exams(membership).order_by("-opens_at", "-pk")
    return Paginator(found, ON_A_PAGE).get_page(number)


def sittings(exams: Page[Exam], at: datetime) -> tuple[SittingRow, ...]:
    """These attempts, in a number of queries that stays; only theirs are counted."""
    kept = Q(assignments__declined_at=None)
    counted = Exam.objects.filter(pk__in=[exam.pk for exam in exams]).annotate(
        n_cases=Count("assignments", filter=kept, distinct=True),
        n_handed_in=Count("assignments__codings", distinct=True),
    )
    found = with_verdicts(counted.select_related("agency", "enrolment__assessor__user"))
    return tuple(_row(exam, at) for exam in found.order_by("-opens_at", "-pk"))


def _row(exam: Exam, at: datetime) -> SittingRow:
    n_cases, n_handed_in = exam.n_cases, exam.n_handed_in  # type: ignore[attr-defined]
    words, tone = _standing(exam, at, is_done=n_handed_in >= n_cases)
    return SittingRow(exam, tool_name(exam.tool), n_handed_in, n_cases, words, tone)


def _standing(exam: Exam, at: datetime, *, is_done: bool) -> tuple[str, str]:
    verdict = verdict_on(exam)
    if verdict is not None:
        return verdict.words, "ok" if verdict.is_passed else ""
    if is_done or is_closed(exam, at):
        return _("over, not decided yet"), "warn"
    return _("open until %(when)s") % {"when": moment(exam.closes_at)}, ""


def sitting(exam: Exam, membership: Membership, at: datetime) -> Sitting:
    """One attempt case by case, beside what others took, and what may be worth a question."""
    given = list(
        exam.assignments.select_related("version", "draft", "assessor__user")
        .prefetch_related("codings__ratings", "sightings", "draft__ratings")
        .order_by("position", "pk")
    )
    others = _others(exam, given)
    gold = {one.version_id: one for one in gold_of_group(membership, given, at)}
    is_done = all(one.codings.all() or one.declined_at for one in given)
    return Sitting(
        exam=exam,
        tool=tool_name(exam.tool),
        words=_standing(exam, at, is_done=is_done)[0],
        is_closed=is_closed(exam, at),
        cases=tuple(_case(one, others) for one in given),
        extensions=tuple(exam.extensions.select_related("assignment__version", "granted_by__user")),
        signals=signals.signals(given, others, gold),
    )


def _others(exam: Exam, given: Iterable[Assignment]) -> list[Assignment]:
    """What other people handed in of the same cases, in any exam of the agency on this tool."""
    versions = [one.version_id for one in given]
    found = Assignment.objects.filter(
        agency=exam.agency, tool=exam.tool, version__in=versions, exam__isnull=False
    ).exclude(assessor__user=given_to(exam))
    handed_in = found.exclude(codings=None).select_related("assessor__user").order_by("-pk")
    return list(handed_in.prefetch_related("codings__ratings")[:MOST_OTHERS])


def given_to(exam: Exam) -> int | None:
    """The person who sits a personal exam."""
    return exam.enrolment.assessor.user_id if exam.enrolment else None


def _case(assignment: Assignment, others: Iterable[Assignment]) -> SittingCase:
    times = [
        minutes
        for other in others
        if other.version_id == assignment.version_id and (minutes := minutes_on(other)) is not None
    ]
    return SittingCase(
        assignment=assignment,
        coding=next(iter(assignment.codings.all()), None),
        minutes=minutes_on(assignment),
        others_minutes=round(median(times)) if len(times) >= FEWEST_OTHERS else None,
        n_others=len(times),
        times_left=sum(seen.times_left for seen in assignment.sightings.all()),
    )


def minutes_on(assignment: Assignment) -> int | None:
    """From opening the file to handing in, in minutes; None where either is missing."""
    coding = next(iter(assignment.codings.all()), None)
    opened = assignment.notice_seen_at
    if coding is None or opened is None:
        return None
    return max(0, round((coding.submitted_at - opened) / timedelta(minutes=1)))

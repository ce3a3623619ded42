"""The list at the head of the group page: what waits for a coordinator, and where it is done."""

from datetime import date, datetime, timedelta

from django.db.models import Max, Prefetch
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from agencies.models import Membership, Role
from training.models import Enrolment, Exam
from training.tables.learning import questions_to_answer
from training.tables.queue import queue
from training.verdicts import verdict_on, with_verdicts
from training.waiting import Waiting, told_by_others

STILL_FOR = timedelta(days=14)
"""Whoever has handed in and read nothing for so long may be stuck."""
MOST_NAMES = 5


def waiting_for(membership: Membership, at: datetime) -> tuple[Waiting, ...] | None:
    """What waits for this person; None for those who only read. A number of queries that stays."""
    if membership.role not in (Role.COORDINATOR, Role.AGENCY_ADMIN):
        return None
    own = []
    if membership.role == Role.COORDINATOR:
        own = [*_panels(membership), *_questions(membership), *_stuck(membership, at)]
    return tuple(told_by_others(membership) + own)


def _panels(membership: Membership) -> list[Waiting]:
    found = queue(membership)
    parts = (
        (
            len(found.to_decide) + len(found.to_publish),
            ngettext(
                "%(n)s panel to decide or to bring into force",
                "%(n)s panels to decide or to bring into force",
                len(found.to_decide) + len(found.to_publish),
            ),
        ),
        (
            len(found.contests),
            ngettext(
                "%(n)s contested score to answer",
                "%(n)s contested scores to answer",
                len(found.contests),
            ),
        ),
    )
    return [Waiting(words % {"n": n}, reverse("panels:queue")) for n, words in parts if n]


def _questions(membership: Membership) -> list[Waiting]:
    n = questions_to_answer(membership).filter(answered_at=None).count()
    words = ngettext("%(n)s coding question to answer", "%(n)s coding questions to answer", n)
    return [Waiting(words % {"n": n}, reverse("training:questions"))] if n else []


def _stuck(membership: Membership, at: datetime) -> list[Waiting]:
    """Who is past the due date, or has not gone on for long, and has not passed everything."""
    today = localdate(at)
    exams = with_verdicts(Exam.objects.order_by("attempt", "pk"))
    found = (
        Enrolment.objects.filter(
            agency=membership.agency, left_at=None, on_leave_since=None, programme__closed_at=None
        )
        .select_related("programme", "assessor__user")
        .prefetch_related(Prefetch("exams", exams))
        .annotate(
            last_coding=Max("assessor__codings__submitted_at"),
            last_reading=Max("readings__read_at"),
        )
        .order_by("assessor__user__name", "pk")
    )
    names = [
        str(one.assessor.user)
        for one in found
        if (_is_late(one, today) or _is_still(one, at)) and not _is_through(one)
    ]
    if not names:
        return []
    n = len(set(names))
    words = ngettext(
        "%(n)s learner is past the due date, or has not gone on for 14 days",
        "%(n)s learners are past the due date, or have not gone on for 14 days",
        n,
    )
    shown = tuple(dict.fromkeys(names))[:MOST_NAMES]
    return [Waiting(words % {"n": n}, reverse("training:programmes"), shown)]


def _is_late(enrolment: Enrolment, today: date) -> bool:
    return enrolment.due_on is not None and enrolment.due_on < today


def _is_still(enrolment: Enrolment, at: datetime) -> bool:
    told = (enrolment.enrolled_at, enrolment.last_coding, enrolment.last_reading)  # type: ignore[attr-defined]
    return max(moment for moment in told if moment) < at - STILL_FOR


def _is_through(enrolment: Enrolment) -> bool:
    """Whether every tool is passed, or an exam has its result still to come from a person."""
    newest = {exam.tool: exam for exam in enrolment.exams.all()}
    verdicts = [verdict_on(newest[tool]) if tool in newest else None for tool in _tools(enrolment)]
    waits_for_a_person = any(one is not None and not one.is_settled for one in verdicts)
    return waits_for_a_person or all(one is not None and one.is_passed for one in verdicts)


def _tools(enrolment: Enrolment) -> list[str]:
    return list(enrolment.programme.tools)

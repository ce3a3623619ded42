"""The list at the head of the group page: what waits for a coordinator, and where it is done."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from agencies.models import Membership, Role
from training.models import Coding, Enrolment, Exam, Reading
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
    found = _late_or_still(membership, at).select_related("programme", "assessor__user")
    # Only the newest attempt tells; of a large agency the earlier ones are many.
    later = Exam.objects.filter(
        enrolment=OuterRef("enrolment"), tool=OuterRef("tool"), attempt__gt=OuterRef("attempt")
    )
    exams = with_verdicts(Exam.objects.filter(~Exists(later)).order_by("attempt", "pk"))
    ordered = found.order_by("assessor__user__name", "pk").prefetch_related(
        Prefetch("exams", exams)
    )
    names = [str(one.assessor.user) for one in ordered if not _is_through(one)]
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


def _late_or_still(membership: Membership, at: datetime) -> QuerySet[Enrolment]:
    """Sorted out by the database: it need not read what anybody did longer ago."""
    since = at - STILL_FOR
    coded = Coding.objects.filter(assessor=OuterRef("assessor"), submitted_at__gte=since)
    read = Reading.objects.filter(enrolment=OuterRef("pk"), read_at__gte=since)
    is_still = Q(enrolled_at__lt=since) & ~Exists(coded) & ~Exists(read)
    return Enrolment.objects.filter(
        Q(due_on__lt=localdate(at)) | is_still,
        agency=membership.agency,
        left_at=None,
        on_leave_since=None,
        programme__closed_at=None,
    )


def _is_through(enrolment: Enrolment) -> bool:
    """Whether every tool is passed, or an exam has its result still to come from a person."""
    newest = {exam.tool: exam for exam in enrolment.exams.all()}
    verdicts = [verdict_on(newest[tool]) if tool in newest else None for tool in _tools(enrolment)]
    waits_for_a_person = any(one is not None and not one.is_settled for one in verdicts)
    return waits_for_a_person or all(one is not None and one.is_passed for one in verdicts)


def _tools(enrolment: Enrolment) -> list[str]:
    return list(enrolment.programme.tools)

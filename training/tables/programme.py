"""Where people stand in a programme: reading, practice, and what is left before the exam."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Membership, Role, User
from agencies.prepared import Prepared, PreparedRows, Slot
from training.models import Coding, Enrolment, Mode, Programme, Reading
from training.questions import tool_name
from training.reading.content import pages_to_read

ON_A_PAGE = 50

_OWN = Prepared(
    lambda: Enrolment.objects.filter(
        agency=Slot("agency", Agency._meta.pk),
        assessor__user=Slot("user", User._meta.pk),
        left_at=None,
        programme__closed_at=None,
    ).select_related("programme")
)
_PRACTISED = PreparedRows(
    lambda: (
        Coding.objects.filter(
            assessor=Slot("assessor", Membership._meta.pk),
            tool=Slot("tool", Coding._meta.get_field("tool")),
            assignment__mode=Mode.PRACTICE,
        )
        .order_by()
        .values("tool")
        .annotate(n=Count("pk"))
        .values_list("n")
    )
)
_PASSED = PreparedRows(
    lambda: (
        Reading.objects.filter(enrolment=Slot("enrolment", Enrolment._meta.pk))
        .exclude(passed_at=None)
        .order_by()
        .values_list("page")
    )
)


@dataclass(frozen=True)
class Standing:
    """How far one enrolment has come with one tool."""

    tool: str
    tool_name: str
    n_practised: int
    n_needed: int
    n_read: int
    n_to_read: int
    reading_first: bool

    @property
    def reading_is_done(self) -> bool:
        return not self.reading_first or self.n_read >= self.n_to_read

    @property
    def practice_is_done(self) -> bool:
        return self.n_practised >= self.n_needed

    @property
    def is_ready(self) -> bool:
        """Nothing of the programme itself stands before the exam."""
        return self.reading_is_done and self.practice_is_done

    @property
    def n_left(self) -> int:
        return max(0, self.n_needed - self.n_practised)


@dataclass(frozen=True)
class EnrolmentRow:
    """One assessor of a programme as its coordinator sees it."""

    enrolment: Enrolment
    standings: tuple[Standing, ...]
    is_overdue: bool


def programmes(membership: Membership) -> QuerySet[Programme]:
    """The agency's programmes with how many take part, for those who read a whole group."""
    if membership.role not in (Role.COORDINATOR, Role.ANALYST, Role.AGENCY_ADMIN):
        return Programme.objects.none()
    return Programme.objects.filter(agency=membership.agency).annotate(
        n_enrolled=Count("enrolments")
    )


def enrolments(membership: Membership) -> QuerySet[Enrolment]:
    """Every enrolment of the agency for its coordinators; one's own, while it lasts, for others."""
    found: QuerySet[Enrolment] = Enrolment.objects.filter(agency=membership.agency)
    if membership.role != Role.COORDINATOR:
        found = own_enrolments(membership)
    return found.select_related("programme", "assessor__user", "assessor__agency", "cohort")


def own_enrolments(membership: Membership) -> QuerySet[Enrolment]:
    """The programmes that an assessor is in."""
    found: QuerySet[Enrolment] = Enrolment.objects.filter(
        agency=membership.agency,
        assessor__user=membership.user,
        left_at=None,
        programme__closed_at=None,
    )
    return found.select_related("programme", "assessor__user", "assessor__agency", "agency")


def own_enrolment(membership: Membership, tool: str) -> Enrolment | None:
    """The first programme that an assessor is in with this tool."""
    every = _OWN.ask(agency=membership.agency_id, user=membership.user_id)
    found = next((one for one in every if tool in one.programme.tools), None)
    if found is not None:
        found.agency = found.programme.agency = membership.agency
    return found


def enrolled(programme: Programme, number: str | None = None) -> Page[Enrolment]:
    """Some of those in a programme with what `standings` reads; leavers last."""
    found = with_progress(programme.enrolments.all()).select_related("assessor__user", "cohort")
    ordered = found.order_by(F("left_at").asc(nulls_first=True), "assessor__user__name", "pk")
    return Paginator(ordered, ON_A_PAGE).get_page(number)


def programme_rows(enrolments: Iterable[Enrolment], today: date) -> tuple[EnrolmentRow, ...]:
    """Who of these stands where. Takes enrolments of `with_progress`."""
    return tuple(
        EnrolmentRow(enrolment, standings(enrolment), is_overdue(enrolment, today))
        for enrolment in enrolments
    )


def with_progress(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """The same enrolments with everything that `standings` reads, fetched at once."""
    handed_in = Coding.objects.filter(assignment__mode=Mode.PRACTICE).only("assessor", "tool")
    return enrolments.select_related("programme").prefetch_related(
        Prefetch("assessor__codings", handed_in, to_attr="practised"),
        Prefetch("readings", Reading.objects.exclude(passed_at=None), to_attr="passed"),
    )


def standings(enrolment: Enrolment) -> tuple[Standing, ...]:
    """The standing with every tool of the programme. Takes an enrolment of `with_progress`."""
    return tuple(_standing(enrolment, tool) for tool in enrolment.programme.tools)


def standing(enrolment: Enrolment, tool: str) -> Standing:
    """The standing with one tool, with progress that is read anew."""
    practised = _PRACTISED.rows(assessor=enrolment.assessor_id, tool=tool)
    return _told(enrolment, tool, practised[0][0] if practised else 0, passed_pages(enrolment))


def passed_pages(enrolment: Enrolment) -> set[str]:
    """The pages of reading that are passed by now."""
    return {page for (page,) in _PASSED.rows(enrolment=enrolment.pk)}


def _standing(enrolment: Enrolment, tool: str) -> Standing:
    codings: Iterable[Coding] = enrolment.assessor.practised  # type: ignore[attr-defined]
    passed = {reading.page for reading in enrolment.passed}  # type: ignore[attr-defined]
    return _told(enrolment, tool, sum(coding.tool == tool for coding in codings), passed)


def _told(enrolment: Enrolment, tool: str, practised: int, passed: set[str]) -> Standing:
    wanted = pages_to_read(tool)
    return Standing(
        tool=tool,
        tool_name=tool_name(tool),
        n_practised=practised,
        n_needed=enrolment.programme.practice_cases,
        n_read=sum(page in passed for page in wanted),
        n_to_read=len(wanted),
        reading_first=enrolment.programme.needs_reading,
    )


def is_overdue(enrolment: Enrolment, today: date) -> bool:
    """Whether the due date has passed. None runs on leave, nor for those who left."""
    if enrolment.left_at or enrolment.on_leave_since or enrolment.due_on is None:
        return False
    return enrolment.due_on < today


def prerequisites(enrolment: Enrolment, tool: str) -> list[str]:
    """What the programme still asks for before the exam with this tool, one sentence each."""
    now_at = standing(enrolment, tool)
    left: list[str] = []
    if not now_at.reading_is_done:
        n = now_at.n_to_read - now_at.n_read
        told = ngettext("%(n)s page of reading is left.", "%(n)s pages of reading are left.", n)
        left.append(told % {"n": n})
    if not now_at.practice_is_done:
        told = ngettext(
            "%(n)s practice case is left.", "%(n)s practice cases are left.", now_at.n_left
        )
        left.append(told % {"n": now_at.n_left})
    return left


def due_words(enrolment: Enrolment, at: datetime) -> str:
    """The due date in words; nothing where none runs."""
    if enrolment.on_leave_since:
        told = _("On leave since %(day)s: no due date runs.")
        return told % {"day": enrolment.on_leave_since.isoformat()}
    if enrolment.due_on is None:
        return ""
    day = {"day": enrolment.due_on.isoformat()}
    if is_overdue(enrolment, at.date()):
        return _("Was due on %(day)s.") % day
    return _("Due on %(day)s.") % day

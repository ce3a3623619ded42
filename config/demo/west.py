"""The agency under monitoring: certified a year ago, check cases every month since.

Three of its ten assessors drift, each in another way, and its own panel made one gold score
wrong. Monitoring is to find these four and nothing else; nobody tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.utils.timezone import localdate
from django_scopes import scope

from agencies.models import Agency, Membership, Role
from config.demo import watched
from config.demo.changing import changed
from config.demo.graduate import add_graduate
from config.demo.playing import facts_of, hand_in, join
from config.demo.watched import MONTHS, Change, Watched
from config.demo.wrong_gold import publish_wrong_gold
from instruments import simulation
from instruments.scores import Scores
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import MonitorRun
from training.actions import programmes
from training.actions.checks import fill_month
from training.models import Assignment, CheckMonth, Cohort, Enrolment, Programme

TOOL = "static-99r"
PRACTISED = 2
"""Cases practised before the exam: the year after it is what this agency shows."""
WRONG_GOLD_IN = 3
"""In this month, recent enough to be looked at, the agency's panel makes a gold score wrong."""
SAME = Change(since=0)


def build_west(hashed: str) -> MonitorRun:
    """Everybody, a year of check cases, and what monitoring makes of it."""
    agency = Agency.objects.create(
        name=watched.NAME,
        slug=watched.SLUG,
        support_contact=watched.SUPPORT,
        is_demonstration=True,
    )
    with scope(agency=agency):
        staff = [join(agency, one.name, one.role, hashed) for one in watched.STAFF]
        coordinator = next(one for one in staff if one.role == Role.COORDINATOR)
        people = [
            (join(agency, plan.name, Role.ASSESSOR, hashed), plan) for plan in watched.ASSESSORS
        ]
        months = _months(localdate())
        programme = _certify(coordinator, [person for person, _ in people], months[0])
        enrolled = {one.assessor_id: one for one in Enrolment.objects.filter(programme=programme)}
        group = [(enrolled[person.pk], plan) for person, plan in people]
        for number, month in enumerate(months):
            given = [_fill(enrolment, month, number) for enrolment, _ in group]
            if number == WRONG_GOLD_IN:
                publish_wrong_gold(staff, given, at=_day(month, 2))
            for check_month, (_, plan) in zip(given, group, strict=True):
                _score(check_month, plan, number)
        return monitor_agency(agency)


def _months(today: date) -> list[date]:
    """The first days of the months before this one, the earliest first."""
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS, last)]


def _day(month: date, day: int, hour: int = 9) -> datetime:
    return datetime(month.year, month.month, day, hour, tzinfo=UTC)


def _certify(coordinator: Membership, people: Sequence[Membership], first: date) -> Programme:
    """A programme that all of them passed, six weeks before their first check case."""
    sat_at = _day(first, 1) - timedelta(days=42)
    cohort = Cohort.objects.create(
        agency=coordinator.agency,
        name=watched.COHORT,
        trainer=coordinator,
        starts_on=(sat_at - timedelta(days=30)).date(),
    )
    programme = programmes.make_programme(
        agency=coordinator.agency,
        plan=programmes.Plan(watched.PROGRAMME, [TOOL], practice_cases=PRACTISED),
        actor=coordinator.user,
    )
    for person in people:
        add_graduate(
            coordinator,
            person,
            programme,
            _as_certified,
            sat_at=sat_at,
            terms=programmes.Terms(cohort=cohort),
        )
    return programme


def _as_certified(assignment: Assignment, at: datetime) -> None:
    hand_in(assignment, _coding(assignment, (), "certified"), at)


def _fill(enrolment: Enrolment, month: date, number: int) -> CheckMonth:
    """This month's check cases of one person, by the plan; drawn by a seed, the same every time."""
    seed = Random(f"{enrolment.assessor.user.email} {number}").getrandbits(62)  # noqa: S311
    given = fill_month(enrolment=enrolment, tool=TOOL, at=_day(month, 1), seed=seed)
    if given is None:
        raise RuntimeError(f"{enrolment} gets no check cases, so there is no year to show")
    return given


def _score(month: CheckMonth, plan: Watched, number: int) -> None:
    """Hand in the month's cases, a week or two apart, as this person scores by now."""
    change = plan.change if plan.change and number >= plan.change.since else SAME
    cases = month.assignments.select_related("version__vignette", "draft", "assessor__user")
    for n, assignment in enumerate(cases.order_by("position")):
        dice = Random(f"{plan.name} {number} {n}")  # noqa: S311 - repeatable, nothing secret
        coding = _coding(assignment, change.misread, f"{number}")
        at = _day(month.month, 6 + 12 * n, 8) + timedelta(minutes=dice.randrange(480))
        hand_in(assignment, changed(coding, change, dice), at)


def _coding(assignment: Assignment, misread: Iterable[str], when: str) -> Scores:
    seed = f"{assignment.assessor.user.email} {assignment.version.vignette.code} {when}"
    facts = facts_of(assignment.version)
    return simulation.simulate(assignment.tool, facts, frozenset(misread), watched.SLIP_RATE, seed)

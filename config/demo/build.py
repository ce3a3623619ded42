"""Fills an empty database with the demonstration, by the actions that people's clicks call."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.timezone import now
from django_scopes import scope

from agencies.models import Agency, Membership, Role
from config.demo import watched
from config.demo.graduate import add_graduate
from config.demo.panels import CONTESTED, DISPUTED, add_panels
from config.demo.people import AGENCIES, DemoAgency, SimulatedAssessor, address
from config.demo.playing import facts_of, join, score_as
from config.demo.programme import add_programme
from config.demo.west import build_west
from instruments import simulation
from reliability.actions.studying import run_job, study_of_codings
from training.actions.assigning import Opening, assign_cases, open_exam
from training.models import Assignment, Exam
from vignettes import access as library
from vignettes.actions import load_library, store_expert_coding
from vignettes.models import Difficulty, VignetteVersion

TOOL = "static-99r"
EXAM_EVERY = 3
"""From easy to hard, every third case is kept for exams; the others are practised."""
SHOWN_EVERY = 3
"""Nobody of the first two agencies scores the whole library: that would take minutes to prepare."""
Say = Callable[[str], None]


class Span(NamedTuple):
    """An exam of a whole group: between which days from today it is open."""

    title: str
    opens: int
    closes: int


PAST = Span("Static-99R, autumn exam", -30, -2)
COMING = Span("Static-99R, first exam", 0, 60)
"""What everyone has behind them, and what a newcomer without a programme has before them."""


class SignIn(NamedTuple):
    """What a visitor needs to look at the demonstration in one role."""

    agency: str
    role: str
    email: str


def build(password: str, say: Say) -> list[SignIn]:
    """Load the library and the three agencies; what exists already is left as it is."""
    say("loading the library of vignettes")
    load_library()
    hashed = make_password(password)  # once: hashing is slow on purpose
    versions = _shown(sorted(library.published_versions(), key=_from_easy_to_hard))
    for plan in AGENCIES:
        if Agency.objects.filter(slug=plan.slug).exists():
            continue
        say(f"{plan.name}: people, panel codings and {len(plan.assessors)} simulated assessors")
        with transaction.atomic():
            _build_agency(plan, versions, hashed)
    if not Agency.objects.filter(slug=watched.SLUG).exists():
        say(f"{watched.NAME}: {len(watched.ASSESSORS)} certified assessors, a year of check cases")
        with transaction.atomic():
            build_west(hashed)
    return sign_ins()


def _shown(versions: Sequence[VignetteVersion]) -> list[VignetteVersion]:
    """Of cases from easy to hard every third, and those that are told of by name."""
    named = {DISPUTED, CONTESTED}
    return [
        version
        for n, version in enumerate(versions)
        if n % SHOWN_EVERY == 0 or version.vignette.code in named
    ]


def _from_easy_to_hard(version: VignetteVersion) -> tuple[int, str]:
    return Difficulty.values.index(version.difficulty), version.vignette.code


def sign_ins() -> list[SignIn]:
    """Who a visitor may sign in as, the people first who show most."""
    return [
        SignIn(plan.name, str(role.label), address(name, plan.slug))
        for plan in AGENCIES
        for name, role in [
            (plan.newcomer, Role.ASSESSOR),
            *((player.name, player.role) for player in plan.staff),
            (plan.assessors[0].name, Role.ASSESSOR),
            *([(plan.graduate.name, Role.ASSESSOR)] if plan.graduate else []),
        ]
    ] + [
        SignIn(watched.NAME, str(role.label), address(name, watched.SLUG))
        for name, role in [
            *((player.name, player.role) for player in watched.STAFF),
            *((name, Role.ASSESSOR) for name in watched.DRIFTING),
        ]
    ]


def _build_agency(plan: DemoAgency, versions: Sequence[VignetteVersion], hashed: str) -> None:
    agency = Agency.objects.create(
        name=plan.name,
        slug=plan.slug,
        support_contact=plan.support_contact,
        is_demonstration=True,
    )
    with scope(agency=agency):
        staff = [join(agency, player.name, player.role, hashed) for player in plan.staff]
        newcomer = join(agency, plan.newcomer, Role.ASSESSOR, hashed)
        group = [(join(agency, one.name, Role.ASSESSOR, hashed), one) for one in plan.assessors]
        coordinator = next(one for one in staff if one.role == Role.COORDINATOR)
        for expert in (one for one in staff if one.role == Role.EXPERT):
            _simulate_expert(expert, versions)
        unseen = versions[EXAM_EVERY - 1 :: EXAM_EVERY]
        practice = [version for version in versions if version not in unseen]
        past = _exam(agency, coordinator, PAST)
        _assign(agency, [one for one, _ in group], practice, unseen, past, coordinator)
        if plan.has_programme:
            programme = add_programme(coordinator, newcomer, [one for one, _ in group])
        else:
            coming = _exam(agency, coordinator, COMING)
            _assign(agency, [newcomer], practice, unseen, coming, coordinator)
        for membership, simulated in group:
            _simulate_assessor(membership, simulated)
        if plan.has_study:
            _study(agency, coordinator)
        if plan.has_panels:
            add_panels(staff, versions)
        if plan.has_programme and plan.graduate:
            graduate = join(agency, plan.graduate.name, Role.ASSESSOR, hashed)
            hand_in = partial(score_as, plan.graduate)
            add_graduate(coordinator, graduate, programme, hand_in)


def _exam(agency: Agency, coordinator: Membership, span: Span) -> Exam:
    opens, closes = now() + timedelta(days=span.opens), now() + timedelta(days=span.closes)
    opening = Opening(span.title, opens, closes)
    return open_exam(agency=agency, tool=TOOL, opening=opening, actor=coordinator.user)


def _assign(
    agency: Agency,
    assessors: Sequence[Membership],
    practice: Sequence[VignetteVersion],
    unseen: Sequence[VignetteVersion],
    exam: Exam,
    coordinator: Membership,
) -> None:
    for versions, of_exam in ((practice, None), (unseen, exam)):
        assign_cases(
            agency=agency,
            assessors=assessors,
            versions=versions,
            tool=TOOL,
            actor=coordinator.user,
            exam=of_exam,
            at=now() - timedelta(days=70),
        )


def _simulate_expert(expert: Membership, versions: Iterable[VignetteVersion]) -> None:
    """A panel member who reads every rule right and slips now and then; labelled as simulated."""
    for version in versions:
        coding = simulation.simulate(
            TOOL,
            facts_of(version),
            frozenset(),
            0.02,
            f"{expert.user.email} {version.vignette.code}",
        )
        store_expert_coding(
            version=version,
            tool=TOOL,
            expert=expert,
            eligibility=coding.eligible or "",
            scores=dict(coding.items),
            simulated=True,
        )


def _simulate_assessor(assessor: Membership, plan: SimulatedAssessor) -> None:
    """Hand in every case of this assessor, evenly over the time, as the plan misreads the rules."""
    own = Assignment.objects.filter(assessor=assessor).select_related(
        "version__vignette", "exam", "draft", "agency", "assessor", "panel"
    )
    assignments = list(own.order_by("position"))
    seeded = random.Random(assessor.user.email)  # noqa: S311  not for secrets: repeatable
    total = Counter(assignment.exam_id for assignment in assignments)
    done: Counter[int | None] = Counter()
    for assignment in assignments:
        exam, key = assignment.exam, assignment.exam_id
        begin = exam.opens_at if exam else now() - timedelta(days=68)
        step = timedelta(days=26 if exam else 66) / total[key]
        minutes = timedelta(minutes=seeded.randrange(60, 420))
        score_as(plan, assignment, begin + step * done[key] + minutes)
        done[key] += 1


def _study(agency: Agency, coordinator: Membership) -> None:
    """A finished study of what the assessors scored, with its report."""
    job = study_of_codings(
        agency=agency,
        by=coordinator,
        title="Static-99R, autumn: how well we agree",
        tool=TOOL,
    )
    run_job(job.pk)

"""Who may open, score or read a coding, and, in this one place, who may see gold.

Before a coding is handed in, and in an exam until it closes, nothing that an assessor is sent may
hold a gold score, a rationale, a rule hint, a total or the place of the evidence. Every page takes
gold from `gold_for`, which asks `may_see_gold`; nothing else in this app reads a gold coding.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies.models import Agency, Membership, Role, User
from training import handed_in
from training.at_work import coding_of as coding_of
from training.models import Assignment, Coding, Cohort, Contest, Exam, Mode
from vignettes import access as library
from vignettes.at_hand import gold_at_hand
from vignettes.models import GoldCoding, SeenGold, Vignette, VignetteVersion

SCORING_ROLES = (Role.ASSESSOR, Role.EXPERT)
"""Who scores cases: assessors, and experts for a panel."""
GROUP_ROLES = (Role.COORDINATOR, Role.ANALYST, Role.AGENCY_ADMIN)
"""Who reads the scores of a whole group."""


class WorkRefusedError(Exception):
    """The case cannot be worked on now. The message is a sentence for the assessor."""


def own_assignments(membership: Membership) -> QuerySet[Assignment]:
    """The assessor's own cases, in the order they were given."""
    return Assignment.objects.filter(agency=membership.agency, assessor=membership).select_related(
        "version__vignette", "exam", "panel__adjudication", "draft", "agency", "assessor__user"
    )


def own_assignment(membership: Membership, pk: int) -> Assignment:
    """One of the assessor's own cases; 404 for anybody else's."""
    return get_object_or_404(own_assignments(membership), pk=pk)


def group_assignments(membership: Membership) -> QuerySet[Assignment]:
    """Every case of the agency, for those who read a whole group; nothing for others.

    Without what experts code for a panel: only its adjudicator sees that, and no names.
    """
    if membership.role not in GROUP_ROLES:
        return Assignment.objects.none()
    every = Assignment.objects.filter(agency=membership.agency).exclude(mode=Mode.PANEL)
    return every.select_related("version__vignette", "exam", "assessor__user")


def readable_assignment(membership: Membership, pk: int) -> Assignment:
    """A case whose result this member may ask for: one's own, or any of one's group."""
    own = handed_in.own_to_read(membership, pk)
    return own or get_object_or_404(group_assignments(membership), pk=pk)


def cohorts(membership: Membership) -> QuerySet[Cohort]:
    """The cohorts of the agency, for those who enrol people in them."""
    if membership.role != Role.COORDINATOR:
        return Cohort.objects.none()
    return Cohort.objects.filter(agency=membership.agency)


def own_exam(membership: Membership, pk: int) -> Exam:
    """One attempt of the assessor's own towards a certificate; 404 for anybody else's."""
    own = personal_exams(membership.agency).filter(enrolment__assessor=membership)
    return get_object_or_404(own, pk=pk)


def group_exams(membership: Membership) -> QuerySet[Exam]:
    """Every personal exam of the agency, for its coordinator; nothing for others.

    Without the coordinator's own: nobody looks after an exam that one sits.
    """
    if membership.role != Role.COORDINATOR:
        return Exam.objects.none()
    every = personal_exams(membership.agency)
    return every.exclude(enrolment__assessor__user=membership.user_id)


def group_exam(membership: Membership, pk: int) -> Exam:
    """One personal exam that this coordinator looks after; 404 for another agency's."""
    return get_object_or_404(group_exams(membership), pk=pk)


def personal_exams(agency: Agency) -> QuerySet[Exam]:
    """The attempts of everyone in an agency, with whose they are and by which rules drawn."""
    found: QuerySet[Exam] = Exam.objects.filter(agency=agency, enrolment__isnull=False)
    return found.select_related(
        "rules", "agency", "enrolment__programme", "enrolment__assessor__user"
    )


def is_closed(exam: Exam | None, at: datetime) -> bool:
    """Whether the exam's time is over, by the server's clock. Practice has no end."""
    return exam is not None and (exam.closed_at is not None or at >= exam.closes_at)


def is_over(assignment: Assignment, at: datetime) -> bool:
    """Whether the time for this case is over, its own or that of its exam."""
    due = assignment.due_at
    return is_closed(assignment.exam, at) or (due is not None and at >= due)


def check_work(assignment: Assignment, at: datetime) -> None:
    """Raise `WorkRefusedError` with a sentence unless the case may be scored at this moment."""
    if coding_of(assignment) is not None:
        raise WorkRefusedError(_("This case was already handed in; its answers no longer change."))
    check_open(assignment, at)


def check_open(assignment: Assignment, at: datetime) -> None:
    """The same of a case that is known not to be handed in."""
    exam = assignment.exam
    _check_panel(assignment)
    if assignment.declined_at is not None:
        raise WorkRefusedError(
            _("You declined this case. Take it back on your start page to score it.")
        )
    if exam is not None and at < exam.opens_at:
        raise WorkRefusedError(_("The exam opens on %(when)s.") % {"when": moment(exam.opens_at)})
    if exam is not None and is_closed(exam, at):
        raise WorkRefusedError(
            _("The exam closed on %(when)s. What was saved by then is handed in for you.")
            % {"when": moment(exam.closed_at or exam.closes_at)}
        )
    if assignment.due_at is not None and is_over(assignment, at):
        raise WorkRefusedError(
            _(
                "The time for this case ended on %(when)s. What was saved by then is handed in "
                "for you."
            )
            % {"when": moment(assignment.due_at)}
        )


def _check_panel(assignment: Assignment) -> None:
    panel = assignment.panel
    if panel is not None and panel.withdrawn_at is not None:
        raise WorkRefusedError(_("This panel was withdrawn; nothing more is asked of you."))
    if panel is not None and panel.decision is not None:
        raise WorkRefusedError(_("This panel is decided; nothing more is asked of you."))


def may_see_gold(
    assignment: Assignment, membership: Membership, at: datetime, coding: Coding | None = None
) -> bool:
    """Whether this member may see the right scores of this case, as one pure decision.

    Whoever has to score the case waits until it is handed in, and in an exam until it closes,
    whatever other roles the person has. Whoever codes a case blind for a panel waits until the
    panel is decided, and a panel's coding is never shown beside gold. The cases of a personal exam
    come again in those of others, so whoever sat it never sees what is right on them. A case that
    the person has to score once more is shut until that is done. `coding`: where it was read.
    """
    if membership.agency_id != assignment.agency_id or assignment.mode == Mode.PANEL:
        return False
    if assignment.version.vignette_id in library.kept_blind(membership.user):
        return False
    if assignment.assessor.user_id == membership.user_id:
        if assignment.exam is not None and assignment.exam.is_personal:
            return False
        if waits_again(assignment, at):
            return False
        return (coding or coding_of(assignment)) is not None and (
            assignment.exam is None or is_closed(assignment.exam, at)
        )
    return membership.role in GROUP_ROLES and assignment.version.vignette_id not in cases_to_score(
        membership.user, at
    )


def cases_to_score(user: User, at: datetime) -> set[int]:
    """The vignettes that a person still has to score, in any agency and any role.

    In an exam a case counts until the exam closes; a declined one counts, for it can be taken back.
    For a panel it counts until the panel is decided.
    """
    with scopes_disabled():
        waits = set(handed_in.to_score(user, at).values_list("version__vignette", flat=True))
    return waits | library.kept_blind(user)


def waits_again(assignment: Assignment, at: datetime) -> bool:
    """Whether its assessor still has to score the same case with the same tool once more.

    As a check case that comes back after months, or in an exam.
    """
    return handed_in.must_score_again(assignment, at)


def gold_for(assignment: Assignment, membership: Membership, at: datetime) -> GoldCoding:
    """The gold coding of a case, for a member who may see it; 404 for everybody else."""
    if found := open_gold(assignment, membership, at):
        return found
    raise Http404("No gold coding is open to this member.")


def open_gold(
    assignment: Assignment, membership: Membership, at: datetime, coding: Coding | None = None
) -> GoldCoding | None:
    """The same; None while it is not open to this member."""
    if not may_see_gold(assignment, membership, at, coding):
        return None
    gold = gold_at_hand(assignment.agency_id, assignment.version_id, assignment.tool)
    if gold is None:
        raise Http404("No gold coding is in force for this case.")
    gold.version = assignment.version
    return gold


def gold_of_group(
    membership: Membership, assignments: Iterable[Assignment], at: datetime
) -> list[GoldCoding]:
    """The gold codings of the cases that a group scores, for those who read a whole group.

    Without those of cases that the reader still has to score.
    """
    if membership.role not in GROUP_ROLES:
        raise Http404("No gold coding is open to this member.")
    versions = {
        assignment.version_id
        for assignment in assignments
        if assignment.agency_id == membership.agency_id
    }
    gold = library.gold_in_force(membership.agency).filter(version__in=versions)
    gold = gold.exclude(version__vignette__in=cases_to_score(membership.user, at))
    return list(gold.select_related("version"))


def barred_from_panels(version: VignetteVersion, people: Iterable[User]) -> dict[int, str]:
    """Person to why they cannot code this case blind, for those of these people who cannot.

    Whoever wrote or reviewed the case, saw its right scores, or scored it in training. A variant
    counts as the case: what is right there gives away what is right here.
    """
    kin, users = library.with_kin([version.vignette_id]), [person.pk for person in people]
    with scopes_disabled():
        scored = Coding.objects.filter(version__vignette__in=kin, assessor__user__in=users)
        scored = scored.exclude(assignment__mode=Mode.PANEL)
        why = dict.fromkeys(
            scored.values_list("assessor__user", flat=True), _("scored this case in training")
        )
    seen = SeenGold.objects.filter(version__vignette__in=kin, user__in=users)
    why |= dict.fromkeys(
        seen.values_list("user", flat=True), _("has seen the right scores of this case")
    )
    cases = Vignette.objects.filter(pk__in=kin)
    wrote = set().union(*map(library.writers_of, cases)).intersection(users)
    return why | dict.fromkeys(wrote, _("wrote or reviewed this case"))


def contests(membership: Membership, unseen: Collection[int] | None = None) -> QuerySet[Contest]:
    """The contests of the agency, for those who follow its panels; nothing for others.

    Without those on cases that the reader codes blind or still has to score: `unseen`, where the
    caller has asked for them already.
    """
    if not library.may_follow_panels(membership):
        return Contest.objects.none()
    found: QuerySet[Contest] = Contest.objects.filter(agency=membership.agency)
    if unseen is None:
        unseen = cases_to_score(membership.user, now())
    return found.exclude(coding__version__vignette__in=unseen).select_related(
        "agency",
        "coding__assignment",
        "coding__version__vignette",
        "coding__agency",
        "gold__version",
        "panel__adjudication",
        "answered_by__user",
    )


def contest_for(membership: Membership, pk: int) -> Contest:
    """One contest of the agency, to be answered; 404 for anybody else's."""
    return get_object_or_404(contests(membership), pk=pk)


def own_contests(membership: Membership) -> QuerySet[Contest]:
    """What the assessor contested, the newest first."""
    found: QuerySet[Contest] = Contest.objects.filter(agency=membership.agency)
    own = found.filter(coding__assessor=membership)
    return own.select_related("coding__version__vignette", "coding__assignment")


def moment(at: datetime) -> str:
    """A day and time by the server's clock, written as in the case files."""
    return f"{localtime(at):%Y-%m-%d, %H:%M}"

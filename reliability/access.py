"""Who may read an agency's agreement figures, and who may bring a panel's decision into force."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now

from agencies.models import Agency, Membership, Role
from reliability.models import (
    Alert,
    Appeal,
    Credential,
    Decision,
    MonitorPoint,
    Outcome,
    Remedy,
)
from training.access import GROUP_ROLES, cases_to_score
from training.models import (
    Assignment,
    CheckMonth,
    CheckPlan,
    Coding,
    Enrolment,
    Exam,
    Mode,
    Programme,
)
from vignettes.access import of_decided_panels
from vignettes.models import Adjudication, ExpertCoding

GOLD_ROLES = (Role.COORDINATOR, Role.ADJUDICATOR, Role.AGENCY_ADMIN)
"""Who looks at the consequences of a panel's decision and publishes it."""

DECIDING_ROLES = (Role.COORDINATOR, Role.AGENCY_ADMIN)
"""Who makes policies, confirms decisions and answers appeals."""


def adjudications(membership: Membership) -> QuerySet[Adjudication]:
    """The decisions that this member may publish: the agency's own; an editor's for the library.

    None on cases that the member codes blind for another panel, or still has to score anywhere.
    """
    if membership.role not in GOLD_ROLES:
        return Adjudication.objects.none()
    own = Adjudication.objects.filter(agency=membership.agency).select_related(
        "panel__version__vignette", "panel__agency", "agency"
    )
    own = own.exclude(panel__version__vignette__in=cases_to_score(membership.user, now()))
    return own if membership.user.is_editor else own.filter(panel__for_library=False)


def expert_codings(membership: Membership) -> QuerySet[ExpertCoding]:
    """What the experts of this member's agency coded, for those who read a whole group.

    Without the codings of panels that are still at work.
    """
    if membership.role not in GROUP_ROLES:
        return ExpertCoding.objects.none()
    codings = ExpertCoding.objects.filter(of_decided_panels(), agency=membership.agency)
    return codings.order_by()


def may_read_names(membership: Membership) -> bool:
    """Whether consequences name assessors: for those who read the scores of a whole group."""
    return membership.role in GROUP_ROLES


def programmes_to_rule(membership: Membership) -> QuerySet[Programme]:
    """The programmes whose policies this member makes."""
    if membership.role not in DECIDING_ROLES:
        return Programme.objects.none()
    return Programme.objects.filter(agency=membership.agency)


def decisions(membership: Membership) -> QuerySet[Decision]:
    """The decisions of the agency for those who decide; one's own for everybody else."""
    found: QuerySet[Decision] = Decision.objects.filter(agency=membership.agency).select_related(
        "agency",
        "by__user",
        "enrolment__assessor__user",
        "enrolment__programme",
        "exam__agency",
        "exam__rules",
        "policy",
    )
    if membership.role in DECIDING_ROLES:
        return found
    return found.filter(enrolment__assessor__user=membership.user_id)


def standing(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of these decisions those that nothing follows."""
    return found.filter(followed_by=None)


def chain(decision: Decision) -> tuple[Decision, ...]:
    """Every decision on the same exam, the first one first."""
    every = Decision.objects.filter(exam=decision.exam_id).select_related("by__user")
    return tuple(every.order_by("pk"))


def not_running(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Of these decisions those whose exam is over: closed, or no case waits."""
    waiting = Assignment.objects.filter(exam=OuterRef("exam"), codings=None, declined_at=None)
    return found.filter(Q(exam__closed_at__isnull=False) | ~Exists(waiting))


def standing_decision(exam: Exam) -> Decision | None:
    """What stands on an exam; None while nothing was decided."""
    return Decision.objects.filter(exam=exam, followed_by=None).first()


def open_appeals(membership: Membership) -> QuerySet[Appeal]:
    """Appeals of the agency that wait for an answer, for those who decide; not one's own."""
    if membership.role not in DECIDING_ROLES:
        return Appeal.objects.none()
    found = Appeal.objects.filter(agency=membership.agency, answered_at=None)
    return found.exclude(decision__enrolment__assessor__user=membership.user_id).select_related(
        "decision__enrolment__assessor__user", "decision__exam"
    )


def is_own(decision: Decision, membership: Membership) -> bool:
    """Whether the decision is on this person's own exam."""
    return bool(decision.enrolment.assessor.user_id == membership.user_id)


def others_who_decide(decision: Decision, membership: Membership) -> QuerySet[Membership]:
    """Who else in the agency could answer: neither this person nor the assessor."""
    return Membership.objects.filter(
        agency=decision.agency, role__in=DECIDING_ROLES, ended_at=None, user__is_active=True
    ).exclude(user__in=(membership.user_id, decision.enrolment.assessor.user_id))


def check_codings(agency: Agency) -> QuerySet[Coding]:
    """Every check case that was handed in, for the job that watches over the agency."""
    return Coding.objects.filter(agency=agency, assignment__mode=Mode.CHECK)


def enrolments_to_check(agency: Agency, at: datetime) -> Iterator[tuple[Enrolment, str]]:
    """Whose check cases of this month are still to be drawn, and with which tool.

    By the plan, those with a valid certificate, wherever it was earned. Nobody on leave, and
    nobody twice: who is in several programmes is checked in the one entered first.
    """
    today = localdate(at)
    plans = {
        (plan.programme_id, plan.tool): plan.certified_only
        for plan in CheckPlan.objects.filter(agency=agency).order_by("pk")
    }
    valid = set(
        Credential.objects.filter(
            revoked_at=None,
            valid_until__gte=today,
            holder__memberships__agency=agency,
        ).values_list("holder", "tool")
    )
    filled = CheckMonth.objects.filter(agency=agency, month=at.date().replace(day=1))
    seen = set(filled.values_list("enrolment__assessor", "tool"))
    for enrolment in _running_enrolments(agency, today):
        for tool in enrolment.programme.tools:
            is_open = not plans.get((enrolment.programme_id, tool), True)
            is_due = is_open or (enrolment.assessor.user_id, tool) in valid
            if is_due and (enrolment.assessor_id, tool) not in seen:
                seen.add((enrolment.assessor_id, tool))
                yield enrolment, tool


def _running_enrolments(agency: Agency, today: date) -> QuerySet[Enrolment]:
    found = Enrolment.objects.filter(
        agency=agency, left_at=None, programme__closed_at=None, assessor__ended_at=None
    ).exclude(on_leave_since__lte=today)
    return found.select_related("programme__agency", "assessor__user", "agency").order_by("pk")


def watched_series(agency: Agency) -> Iterator[tuple[Enrolment, str]]:
    """Everyone with a check case handed in, by tool. Whoever left is not watched any more."""
    rows = MonitorPoint.objects.filter(
        agency=agency, enrolment__left_at=None, enrolment__assessor__ended_at=None
    )
    pairs = list(rows.order_by("enrolment", "tool").values_list("enrolment", "tool").distinct())
    found = Enrolment.objects.select_related("programme", "assessor__user", "agency")
    by_pk = found.in_bulk({pk for pk, _ in pairs})
    return ((by_pk[pk], tool) for pk, tool in pairs)


def points_since(agency: Agency, tool: str, since: datetime) -> QuerySet[MonitorPoint]:
    """The points of everybody from a moment on, in order of time."""
    found = MonitorPoint.objects.filter(agency=agency, tool=tool, at__gte=since)
    return found.order_by("at", "pk")


def open_alerts_of(agency: Agency) -> QuerySet[Alert]:
    """Every open alert of an agency, for its jobs and commands; the newest first."""
    found = Alert.objects.filter(agency=agency, closed_at=None)
    return found.select_related("enrolment__assessor__user", "version__vignette", "cohort")


def alerts(membership: Membership, unseen: Collection[int] | None = None) -> QuerySet[Alert]:
    """The alerts that this member looks after: none about oneself, none for other roles.

    Nor one on gold of a case that the member still has to score: it would give the answer away.
    `unseen` are those cases, where the caller has asked for them already.
    """
    if membership.role not in DECIDING_ROLES:
        return Alert.objects.none()
    found = Alert.objects.filter(agency=membership.agency).select_related(
        "enrolment__assessor__user",
        "enrolment__programme",
        "enrolment__cohort",
        "version__vignette",
        "cohort",
        "agency",
    )
    found = found.exclude(enrolment__assessor__user=membership.user_id)
    if unseen is None:
        unseen = cases_to_score(membership.user, now())
    return found.exclude(version__vignette__in=unseen) if unseen else found


def alert_for(membership: Membership, pk: int) -> Alert:
    """One alert that this member looks after; 404 for anybody else's."""
    return get_object_or_404(alerts(membership), pk=pk)


def watched_enrolments(membership: Membership) -> QuerySet[Enrolment]:
    """Whose charts this member may look at: everybody's but one's own, for those who decide."""
    if membership.role not in DECIDING_ROLES:
        return Enrolment.objects.none()
    found = Enrolment.objects.filter(agency=membership.agency).select_related(
        "assessor__user", "programme", "cohort", "agency"
    )
    return found.exclude(assessor__user=membership.user_id)


def own_remedies(membership: Membership) -> QuerySet[Remedy]:
    """What this assessor was given after an alert, the newest first."""
    found = Remedy.objects.filter(
        agency=membership.agency, alert__enrolment__assessor=membership
    ).select_related("alert", "assigned_by__user")
    return found.order_by("-assigned_at", "-pk")


def remedies_under_way(agency: Agency) -> QuerySet[Remedy]:
    """Remedies of open alerts that are not done, or not judged yet."""
    found = Remedy.objects.filter(agency=agency, alert__closed_at=None)
    open_ones = found.filter(Q(done_at=None) | Q(helped=None))
    return open_ones.select_related("alert__enrolment", "agency", "alert__agency")


def exams_to_decide() -> QuerySet[Exam]:
    """Personal exams of every agency that are over, and on which something is new to decide.

    Over: closed, or every case handed in. New: nothing was decided yet; or the policy left a doubt,
    and cases were handed in or the exam closed since. Asked each minute, so the two are looked up
    apart, each beginning with the few that may be due.
    """
    # Of decisions on one exam one stands always, so that none stands where there is none.
    decided = Decision.objects.filter(exam=OuterRef("pk"))
    waiting = Assignment.objects.filter(exam=OuterRef("pk"), codings=None, declined_at=None)
    over = Q(closed_at__isnull=False) | Q(~Exists(waiting))
    fresh = Exam.objects.filter(~Exists(decided), enrolment__isnull=False).order_by()
    due = set(fresh.filter(closed_at__isnull=False).values_list("pk", flat=True))
    due |= set(fresh.filter(~Exists(waiting), closed_at=None).values_list("pk", flat=True))
    return Exam.objects.filter(pk__in=due | _in_doubt(over))


def _in_doubt(over: Q) -> set[int]:
    """Those of which the policy made no end, and something happened since."""
    doubt = Decision.objects.filter(
        basis=Decision.Basis.COMPUTED, outcome=Outcome.UNDECIDED, followed_by=None
    )
    handed_in = Coding.objects.filter(assignment__exam=OuterRef("pk")).order_by("-submitted_at")
    last = Exam.objects.filter(over, pk__in=doubt.order_by().values("exam")).annotate(
        decided_at=Subquery(doubt.filter(exam=OuterRef("pk")).values("made_at")[:1]),
        handed_in_at=Subquery(handed_in.values("submitted_at")[:1]),
    )
    since = Q(handed_in_at__gt=F("decided_at")) | Q(closed_at__gt=F("decided_at"))
    return set(last.filter(since, enrolment__isnull=False).values_list("pk", flat=True))

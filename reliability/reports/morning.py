"""The coordinator's morning: what needs somebody today, where cohorts stand, what changed.

Reads alerts, watches and decisions, never ratings; the number of queries does not depend on how
many people there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Membership
from reliability import access
from reliability.actions.manuals import boosters_due
from reliability.credentials import access as certificates
from reliability.models import Alert, Appeal, Credential, Decision, Remedy, RemedyCase
from reliability.reports.alert_words import about
from reliability.reports.morning_list import List, Row, listed
from training import access as training
from training.models import Contest
from training.questions import questions, tool_name

EXPIRES_WITHIN = timedelta(days=60)
LONG = ("facts", "text_en", "text_fr", "why", "sheet")
"""What a case is told by: never fetched for a list."""


def needs_today(membership: Membership, at: datetime, unseen: Collection[int]) -> tuple[List, ...]:
    """Everything that waits for a person, the most pressing list first; empty lists are left out.

    A coordinator who is also an assessor is shown nothing about himself, and nothing on gold of the
    cases that he still has to score, `unseen`.
    """
    lists = [
        _alerts(membership, unseen),
        _remedies(membership, localdate(at), unseen),
        _appeals(membership),
        _decisions(membership),
        _contests(membership, unseen),
        _boosters(membership, localdate(at)),
        _expiring(membership, localdate(at)),
    ]
    return tuple(one for one in lists if one.n)


def to_look_at(membership: Membership, unseen: Collection[int] | None = None) -> QuerySet[Alert]:
    """Open alerts about which nothing was given out yet, the newest first."""
    given = Remedy.objects.filter(alert=OuterRef("pk"))
    return access.alerts(membership, unseen).filter(~Exists(given), closed_at=None)


def _alerts(membership: Membership, unseen: Collection[int]) -> List:
    def row(alert: Alert) -> Row:
        return Row(
            who=about(alert),
            words=tool_name(alert.tool),
            href=reverse("monitoring:alert", args=[alert.pk]),
            since=localdate(alert.raised_at),
            chip=str(alert.get_kind_display()),
            tone="warn",
        )

    return listed(
        named(to_look_at(membership, unseen)),
        row,
        key="alerts",
        title=_("Alerts"),
        href=reverse("monitoring:alerts"),
        act=_("Look at it"),
    )


def named(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """With what a list says of each, and nothing else: no evidence, no text of a case."""
    found = alerts.select_related(None)
    found = found.select_related("enrolment__assessor__user", "version__vignette", "cohort")
    return found.defer("evidence", *(f"version__{field}" for field in LONG))


def remedies_that_wait(
    membership: Membership, today: date, unseen: Collection[int] | None = None
) -> QuerySet[Remedy]:
    """The newest remedy of each open alert, where it waits for a coordinator."""
    later = Remedy.objects.filter(alert=OuterRef("alert"), pk__gt=OuterRef("pk"))
    rechecks = RemedyCase.objects.filter(remedy=OuterRef("pk"), purpose=RemedyCase.Purpose.RECHECK)
    is_late = Q(done_at=None, due_on__lt=today)
    to_recheck = Q(done_at__isnull=False, helped=None) & ~Exists(rechecks)
    found = Remedy.objects.filter(
        ~Exists(later),
        is_late | to_recheck | Q(helped__isnull=False),
        alert__in=access.alerts(membership, unseen).filter(closed_at=None).order_by().values("pk"),
    )
    found = found.select_related("alert__enrolment__assessor__user").defer("alert__evidence")
    return found.order_by("due_on", "pk")


def _remedies(membership: Membership, today: date, unseen: Collection[int]) -> List:
    def row(remedy: Remedy) -> Row:
        chip, tone = _state(remedy)
        return Row(
            who=about(remedy.alert),
            words=f"{tool_name(remedy.alert.tool)} · {remedy.get_kind_display()}",
            href=reverse("monitoring:alert", args=[remedy.alert_id]),
            since=remedy.due_on,
            chip=chip,
            tone=tone,
        )

    return listed(
        remedies_that_wait(membership, today, unseen),
        row,
        key="remedies",
        title=_("Remedies: late, to recheck, or to close"),
        href=reverse("monitoring:alerts"),
        act=_("See to it"),
    )


def _state(remedy: Remedy) -> tuple[str, str]:
    if remedy.helped:
        return _("helped; ready to close"), "ok"
    if remedy.helped is not None:
        return _("has not helped yet"), "warn"
    if remedy.done_at is not None:
        return _("done; ready to recheck"), "ok"
    return _("past its day"), "warn"


def _appeals(membership: Membership) -> List:
    def row(appeal: Appeal) -> Row:
        return Row(
            who=str(appeal.decision.enrolment.assessor.user),
            words=tool_name(appeal.decision.tool),
            href=reverse("reliability:decision", args=[appeal.decision_id]),
            since=localdate(appeal.made_at),
        )

    return listed(
        access.open_appeals(membership)
        .select_related(None)
        .select_related("decision__enrolment__assessor__user")
        .defer("decision__evidence")
        .order_by("made_at", "pk"),
        row,
        key="appeals",
        title=_("Appeals to answer"),
        href=reverse("reliability:decisions"),
        act=_("Read and answer"),
    )


def _decisions(membership: Membership) -> List:
    def row(decision: Decision) -> Row:
        return Row(
            who=str(decision.enrolment.assessor.user),
            words=tool_name(decision.tool),
            href=reverse("reliability:decision", args=[decision.pk]),
            since=localdate(decision.made_at),
            chip=str(decision.get_outcome_display()),
        )

    others = access.standing(access.decisions(membership)).exclude(
        enrolment__assessor__user=membership.user_id
    )
    computed = access.not_running(others.filter(basis=Decision.Basis.COMPUTED))
    told = computed.select_related(None).select_related("enrolment__assessor__user")
    return listed(
        told.defer("evidence").order_by("made_at", "pk"),
        row,
        key="decisions",
        title=_("Decisions to confirm, or to take"),
        href=reverse("reliability:decisions"),
        act=_("Look at it"),
    )


def _contests(membership: Membership, unseen: Collection[int]) -> List:
    def row(contest: Contest) -> Row:
        asked = {question.id: question for question in questions(contest.coding.tool)}
        return Row(
            who=contest.coding.version.title,
            words=f"{tool_name(contest.coding.tool)} · {asked[contest.item].heading}",
            href=reverse("panels:contest", args=[contest.pk]),
            since=localdate(contest.made_at),
        )

    waiting = training.contests(membership, unseen).filter(answered_at=None)
    told = waiting.select_related(None).select_related("coding__version")
    return listed(
        told.defer(*(f"coding__version__{field}" for field in LONG)).order_by("made_at", "pk"),
        row,
        key="contests",
        title=_("Gold scores that an assessor contests"),
        href=reverse("panels:queue"),
        act=_("Look at it"),
    )


def _boosters(membership: Membership, today: date) -> List:
    def row(credential: Credential) -> Row:
        is_over = credential.superseded_on is not None and credential.superseded_on <= today
        return Row(
            who=credential.holder_name,
            words=f"{tool_name(credential.tool)} ({credential.tool_version})",
            href=f"{reverse('reliability:certificate', args=[credential.pk])}#booster",
            since=credential.superseded_on or today,
            chip=_("has ended") if is_over else _("ends then"),
            tone="warn" if is_over else "",
        )

    due = boosters_due(certificates.issued_by(membership), today)
    return listed(
        due.exclude(holder=membership.user_id).select_related(None).defer("badge"),
        row,
        key="boosters",
        title=_("New manual: boosters to open"),
        href=f"{reverse('reliability:certificates')}?status=superseded",
        act=_("Open the booster"),
    )


def expiring(membership: Membership, today: date) -> QuerySet[Credential]:
    """Certificates that end within the next weeks, or ended lately, and were not renewed."""
    renewed = Credential.objects.filter(
        holder=OuterRef("holder"),
        tool=OuterRef("tool"),
        revoked_at=None,
        valid_until__gt=OuterRef("valid_until"),
    )
    found = certificates.issued_by(membership).filter(
        ~Exists(renewed),
        revoked_at=None,
        renamed_as=None,
        valid_until__range=(today - EXPIRES_WITHIN, today + EXPIRES_WITHIN),
    )
    return found.order_by("valid_until", "pk")


def _expiring(membership: Membership, today: date) -> List:
    def row(credential: Credential) -> Row:
        is_over = credential.valid_until < today
        return Row(
            who=credential.holder_name,
            words=tool_name(credential.tool),
            href=reverse("reliability:certificate", args=[credential.pk]),
            since=credential.valid_until,
            chip=_("has expired") if is_over else _("expires soon"),
            tone="warn" if is_over else "",
        )

    return listed(
        expiring(membership, today).select_related(None).defer("badge"),
        row,
        key="expiring",
        title=_("Certificates that end soon"),
        href=reverse("reliability:certificates"),
        act=_("Open the certificate"),
    )


def total(lists: Iterable[List]) -> int:
    """How many things wait in all."""
    return sum(one.n for one in lists)

"""The coordinator's morning: what needs somebody today, where cohorts stand, what changed.

Reads alerts, watches and decisions, never ratings; the number of queries does not depend on how
many people there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Membership
from reliability import access
from reliability.credentials import access as certificates
from reliability.models import Alert, Appeal, Credential, Decision, Remedy, RemedyCase
from reliability.reports.alert_words import about
from training import access as training
from training.models import Contest
from training.questions import questions, tool_name

SHOWN = 20
"""How many of each list the page shows; the rest is a link away."""
EXPIRES_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class Row:
    """One thing that needs somebody: who or what, in which state, and where it is seen to."""

    who: str
    words: str
    href: str
    since: date
    chip: str = ""
    tone: str = ""


@dataclass(frozen=True)
class List:
    """The first of what waits, how many there are, and where all of them are."""

    key: str
    title: str
    rows: tuple[Row, ...]
    n: int
    href: str
    act: str
    """What the link of each row says."""

    @property
    def n_more(self) -> int:
        return self.n - len(self.rows)


def needs_today(membership: Membership, at: datetime) -> tuple[List, ...]:
    """Everything that waits for a person, the most pressing list first; empty lists are left out.

    A coordinator who is also an assessor is shown nothing about himself.
    """
    lists = [
        _alerts(membership),
        _remedies(membership, localdate(at)),
        _appeals(membership),
        _decisions(membership),
        _contests(membership),
        _expiring(membership, localdate(at)),
    ]
    return tuple(one for one in lists if one.n)


def _list(
    found: QuerySet[Any], row: Callable[[Any], Row], *, key: str, title: str, href: str, act: str
) -> List:
    """The oldest ones as rows; counted only where there are more than the page shows."""
    first = list(found[: SHOWN + 1])
    n = len(first) if len(first) <= SHOWN else found.order_by().count()
    return List(key, title, tuple(row(one) for one in first[:SHOWN]), n, href, act)


def to_look_at(membership: Membership) -> QuerySet[Alert]:
    """Open alerts about which nothing was given out yet, the newest first."""
    given = Remedy.objects.filter(alert=OuterRef("pk"))
    return access.alerts(membership).filter(~Exists(given), closed_at=None)


def _alerts(membership: Membership) -> List:
    def row(alert: Alert) -> Row:
        return Row(
            who=about(alert),
            words=tool_name(alert.tool),
            href=reverse("monitoring:alert", args=[alert.pk]),
            since=localdate(alert.raised_at),
            chip=str(alert.get_kind_display()),
            tone="warn",
        )

    return _list(
        to_look_at(membership),
        row,
        key="alerts",
        title=_("Alerts"),
        href=reverse("monitoring:alerts"),
        act=_("Look at it"),
    )


def remedies_that_wait(membership: Membership, today: date) -> QuerySet[Remedy]:
    """The newest remedy of each open alert, where it waits for a coordinator."""
    later = Remedy.objects.filter(alert=OuterRef("alert"), pk__gt=OuterRef("pk"))
    rechecks = RemedyCase.objects.filter(remedy=OuterRef("pk"), purpose=RemedyCase.Purpose.RECHECK)
    is_late = Q(done_at=None, due_on__lt=today)
    to_recheck = Q(done_at__isnull=False, helped=None) & ~Exists(rechecks)
    found = Remedy.objects.filter(
        ~Exists(later),
        is_late | to_recheck | Q(helped__isnull=False),
        alert__in=access.alerts(membership).filter(closed_at=None).order_by().values("pk"),
    )
    return found.select_related("alert__enrolment__assessor__user").order_by("due_on", "pk")


def _remedies(membership: Membership, today: date) -> List:
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

    return _list(
        remedies_that_wait(membership, today),
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

    return _list(
        access.open_appeals(membership).order_by("made_at", "pk"),
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
    return _list(
        computed.order_by("made_at", "pk"),
        row,
        key="decisions",
        title=_("Decisions to confirm, or to take"),
        href=reverse("reliability:decisions"),
        act=_("Look at it"),
    )


def _contests(membership: Membership) -> List:
    def row(contest: Contest) -> Row:
        asked = {question.id: question for question in questions(contest.coding.tool)}
        return Row(
            who=contest.coding.version.title,
            words=f"{tool_name(contest.coding.tool)} · {asked[contest.item].heading}",
            href=reverse("panels:contest", args=[contest.pk]),
            since=localdate(contest.made_at),
        )

    waiting = training.contests(membership).filter(answered_at=None)
    return _list(
        waiting.order_by("made_at", "pk"),
        row,
        key="contests",
        title=_("Gold scores that an assessor contests"),
        href=reverse("panels:queue"),
        act=_("Look at it"),
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

    return _list(
        expiring(membership, today),
        row,
        key="expiring",
        title=_("Certificates that end soon"),
        href=reverse("reliability:certificates"),
        act=_("Open the certificate"),
    )


def total(lists: Iterable[List]) -> int:
    """How many things wait in all."""
    return sum(one.n for one in lists)

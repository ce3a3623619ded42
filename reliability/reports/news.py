"""The rest of the morning page: where cohorts stand, and what changed in the last days."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Membership
from reliability import access
from reliability.credentials import access as certificates
from reliability.models import Alert, AlertStep, Credential, MonitorRun, Watch
from reliability.reports.alert_words import about
from reliability.reports.morning import LONG
from vignettes.access import shipped_or_own
from vignettes.models import GoldCoding

LATELY = timedelta(days=7)
STEPS = 20
COHORTS = 20


@dataclass(frozen=True)
class CohortRow:
    """How many people of one cohort in one programme stand where."""

    programme: str
    programme_pk: int
    cohort: str
    n: int
    n_certified: int
    n_overdue: int
    n_checked: int
    n_alerts: int


def cohort_rows(membership: Membership, today: date) -> tuple[tuple[CohortRow, ...], int]:
    """The newest cohorts, and how many there are; counted by the database."""
    certified = Credential.objects.filter(
        agency=membership.agency, revoked_at=None, valid_until__gte=today
    )
    alerted = Alert.objects.filter(agency=membership.agency, closed_at=None)
    watched = Watch.objects.filter(agency=membership.agency, points__gt=0)
    rows = (
        access.watched_enrolments(membership)
        .select_related(None)
        .filter(left_at=None, programme__closed_at=None)
        .annotate(
            is_certified=_is_in(certified.values("decision__enrolment")),
            is_alerted=_is_in(alerted.exclude(enrolment=None).values("enrolment")),
            is_watched=_is_in(watched.values("enrolment")),
        )
        .values("programme", "programme__title", "cohort", "cohort__name")
        .annotate(
            n=Count("pk"),
            n_certified=Count("pk", filter=Q(is_certified=True)),
            n_overdue=Count(
                "pk", filter=Q(due_on__lt=today, on_leave_since=None, is_certified=False)
            ),
            n_checked=Count("pk", filter=Q(is_watched=True)),
            n_alerts=Count("pk", filter=Q(is_alerted=True)),
        )
        .order_by(F("cohort").desc(nulls_last=True), "programme")
    )
    found = list(rows.annotate(in_all=Window(Count("*")))[:COHORTS])
    n = found[0]["in_all"] if found else 0
    return tuple(
        CohortRow(
            programme=one["programme__title"],
            programme_pk=one["programme"],
            cohort=one["cohort__name"] or _("no cohort"),
            n=one["n"],
            n_certified=one["n_certified"],
            n_overdue=one["n_overdue"],
            n_checked=one["n_checked"],
            n_alerts=one["n_alerts"],
        )
        for one in found
    ), n


def _is_in(enrolments: QuerySet[Any, Any]) -> ExpressionWrapper[Q]:
    """Whether an enrolment is one of these: found out once for all of them, not for each anew."""
    return ExpressionWrapper(Q(pk__in=enrolments), output_field=BooleanField())


@dataclass(frozen=True)
class Change:
    """One sentence on the last days, and where to read on."""

    sentence: str
    href: str


@dataclass(frozen=True)
class StepTold:
    """One step of an alert in the list of what was done lately."""

    step: AlertStep
    about: str


def changes(membership: Membership, at: datetime) -> tuple[Change, ...]:
    """What the last days brought, in counts; nothing for what did not happen. One query."""
    n = _counts(membership, at - LATELY)
    issued = _certificates(n["issued"], n["revoked"])
    told = [
        (_handed_in(n["handed_in"]), reverse("monitoring:people")),
        (issued, reverse("reliability:certificates")),
        (_decisions(n["decided"]), reverse("reliability:decisions")),
        (_enrolled(n["enrolled"]), reverse("training:programmes")),
        (_gold(n["corrected"]), reverse("vignettes:library")),
    ]
    return tuple(Change(sentence, href) for sentence, href in told if sentence)


def _counts(membership: Membership, since: datetime) -> Mapping[str, Any]:
    certified = certificates.issued_by(membership)
    decided = access.decisions(membership).select_related(None)
    corrected = GoldCoding.objects.filter(
        shipped_or_own(membership.agency), computed_at__gte=since, revision__gt=1
    )
    found = Agency.objects.filter(pk=membership.agency_id).values(
        handed_in=_number(Watch.objects.filter(agency=membership.agency, last_at__gte=since)),
        issued=_number(certified.filter(issued_at__gte=since)),
        revoked=_number(certified.filter(revoked_at__gte=since)),
        decided=_number(decided.filter(made_at__gte=since)),
        enrolled=_number(access.watched_enrolments(membership).filter(enrolled_at__gte=since)),
        corrected=_number(corrected),
    )
    (counts,) = found
    return counts


def _number(found: QuerySet[Any]) -> Coalesce:
    """How many rows these are, as part of another query."""
    alone = found.select_related(None).order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(alone.annotate(n=Count("pk")).values("n")), 0)


def _handed_in(n: int) -> str:
    told = ngettext(
        "%(n)s assessor handed in check cases.", "%(n)s assessors handed in check cases.", n
    )
    return told % {"n": n} if n else ""


def _certificates(issued: int, revoked: int) -> str:
    told = []
    if issued:
        words = ngettext("%(n)s certificate was issued.", "%(n)s certificates were issued.", issued)
        told.append(words % {"n": issued})
    if revoked:
        words = ngettext("%(n)s was revoked.", "%(n)s were revoked.", revoked)
        told.append(words % {"n": revoked})
    return " ".join(told)


def _decisions(n: int) -> str:
    told = ngettext("%(n)s decision was made.", "%(n)s decisions were made.", n)
    return told % {"n": n} if n else ""


def _enrolled(n: int) -> str:
    told = ngettext("%(n)s person was enrolled.", "%(n)s people were enrolled.", n)
    return told % {"n": n} if n else ""


def _gold(n: int) -> str:
    told = ngettext(
        "The right scores of %(n)s case were corrected.",
        "The right scores of %(n)s cases were corrected.",
        n,
    )
    return told % {"n": n} if n else ""


def latest_steps(
    membership: Membership, at: datetime, unseen: Collection[int] | None = None
) -> tuple[StepTold, ...]:
    """What was done about alerts lately, the newest first."""
    found = (
        AlertStep.objects.filter(
            agency=membership.agency,
            alert__in=access.alerts(membership, unseen).order_by().values("pk"),
            at__gte=at - LATELY,
        )
        .select_related(
            "alert__enrolment__assessor__user", "alert__version__vignette", "alert__cohort"
        )
        .defer("detail", "alert__evidence", *(f"alert__version__{field}" for field in LONG))
        .order_by("-at", "-pk")
    )
    return tuple(StepTold(step, about(step.alert)) for step in found[:STEPS])


def last_run(membership: Membership) -> MonitorRun | None:
    """The newest run of monitoring over the agency; None before the first."""
    newest = Coalesce("finished_at", "started_at").desc()
    return MonitorRun.objects.filter(agency=membership.agency).order_by(newest, "-pk").first()

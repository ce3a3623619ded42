"""The rest of the morning page: where cohorts stand, and what changed in the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Membership
from reliability import access
from reliability.credentials import access as certificates
from reliability.models import Alert, AlertStep, Credential, MonitorRun, Watch
from reliability.reports.alert_words import about
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
        holder=OuterRef("assessor__user"),
        decision__enrolment__programme=OuterRef("programme"),
        revoked_at=None,
        valid_until__gte=today,
    )
    alerted = Alert.objects.filter(enrolment=OuterRef("pk"), closed_at=None)
    watched = Watch.objects.filter(enrolment=OuterRef("pk"), points__gt=0)
    rows = (
        access.watched_enrolments(membership)
        .select_related(None)
        .filter(left_at=None, programme__closed_at=None)
        .annotate(
            is_certified=Exists(certified), is_alerted=Exists(alerted), is_watched=Exists(watched)
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
    found = list(rows[: COHORTS + 1])
    n = len(found) if len(found) <= COHORTS else rows.count()
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
        for one in found[:COHORTS]
    ), n


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
    """What the last days brought, in counts; nothing for what did not happen."""
    since = at - LATELY
    told = [
        (_handed_in(membership, since), reverse("monitoring:people")),
        (_certificates(membership, since), reverse("reliability:certificates")),
        (_decisions(membership, since), reverse("reliability:decisions")),
        (_enrolled(membership, since), reverse("training:programmes")),
        (_gold(membership, since), reverse("vignettes:library")),
    ]
    return tuple(Change(sentence, href) for sentence, href in told if sentence)


def _handed_in(membership: Membership, since: datetime) -> str:
    n = Watch.objects.filter(agency=membership.agency, last_at__gte=since).count()
    told = ngettext(
        "%(n)s assessor handed in check cases.", "%(n)s assessors handed in check cases.", n
    )
    return told % {"n": n} if n else ""


def _certificates(membership: Membership, since: datetime) -> str:
    counts = certificates.issued_by(membership).aggregate(
        issued=Count("pk", filter=Q(issued_at__gte=since)),
        revoked=Count("pk", filter=Q(revoked_at__gte=since)),
    )
    told = []
    if counts["issued"]:
        told.append(
            ngettext(
                "%(n)s certificate was issued.",
                "%(n)s certificates were issued.",
                counts["issued"],
            )
            % {"n": counts["issued"]}
        )
    if counts["revoked"]:
        told.append(
            ngettext("%(n)s was revoked.", "%(n)s were revoked.", counts["revoked"])
            % {"n": counts["revoked"]}
        )
    return " ".join(told)


def _decisions(membership: Membership, since: datetime) -> str:
    n = access.decisions(membership).select_related(None).filter(made_at__gte=since).count()
    told = ngettext("%(n)s decision was made.", "%(n)s decisions were made.", n)
    return told % {"n": n} if n else ""


def _enrolled(membership: Membership, since: datetime) -> str:
    found = access.watched_enrolments(membership).select_related(None)
    n = found.filter(enrolled_at__gte=since).count()
    told = ngettext("%(n)s person was enrolled.", "%(n)s people were enrolled.", n)
    return told % {"n": n} if n else ""


def _gold(membership: Membership, since: datetime) -> str:
    changed = GoldCoding.objects.filter(
        shipped_or_own(membership.agency), computed_at__gte=since, revision__gt=1
    )
    n = changed.count()
    told = ngettext(
        "The right scores of %(n)s case were corrected.",
        "The right scores of %(n)s cases were corrected.",
        n,
    )
    return told % {"n": n} if n else ""


def latest_steps(membership: Membership, at: datetime) -> tuple[StepTold, ...]:
    """What was done about alerts lately, the newest first."""
    found = (
        AlertStep.objects.filter(
            alert__in=access.alerts(membership).order_by().values("pk"), at__gte=at - LATELY
        )
        .select_related(
            "alert__enrolment__assessor__user", "alert__version__vignette", "alert__cohort"
        )
        .order_by("-at", "-pk")
    )
    return tuple(StepTold(step, about(step.alert)) for step in found[:STEPS])


def last_run(membership: Membership) -> MonitorRun | None:
    """The newest run of monitoring over the agency; None before the first."""
    newest = Coalesce("finished_at", "started_at").desc()
    return MonitorRun.objects.filter(agency=membership.agency).order_by(newest, "-pk").first()

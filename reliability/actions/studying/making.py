"""Writes: studies asked for, of codings made here and of other studies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from agencies.models import Agency, Membership
from instruments import catalogue
from reliability import study_access
from reliability.actions.certifying import months_later
from reliability.actions.studying.from_codings import NOTHING, chosen
from reliability.actions.studying.jobs import ask
from reliability.actions.studying.refusing import StudyRefusedError
from reliability.models import Study, StudyJob, StudyKind, StudySource
from reliability.plain_text import printable
from reliability.studies.results import Settings
from training.models import Exam, Programme
from vignettes.models import VignetteVersion

LONGEST_TITLE = 200
NO_TITLE = _("Give the study a title of at most %(n)s characters.")
NO_TOOL = _("This tool is not one of the list. Choose one of the list.")
NO_KIND = _("This is no kind of study that can be made in this way. Choose one of the list.")
TOO_SHORT = _("Data are kept until a day after today. Choose a later one.")
TOO_LONG = _(
    "Your agency keeps the data of studies for %(n)s months, until %(until)s at the latest. Choose "
    "an earlier day, or ask your agency admin to change the rules."
)
FEW = _("A pooled study needs at least two studies. Choose another one beside it.")
MIXED = _("A pooled study holds studies with one tool only, and these have several.")
SHUT = _("One of these studies was withdrawn, replaced or emptied, or is not open to you.")


@transaction.atomic
def study_of_codings(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    tool: str,
    kind: str = StudyKind.BETWEEN,
    versions: Iterable[VignetteVersion] = (),
    programme: Programme | None = None,
    exam: Exam | None = None,
    since: date | None = None,
    until: date | None = None,
    mode: str = "",
    keep_until: date | None = None,
    settings: Settings | None = None,
) -> StudyJob:
    """A study of what assessors scored here: first codings (BETWEEN), or repeated ones (WITHIN).

    Gold and what a panel's experts coded are never part of it, nor are attempts after feedback:
    WITHIN compares a case with the same case given again later. Targets are the codes of cases,
    raters are hashed. Narrowed to cases, the people of a programme, an exam, days (both included)
    and a mode of training.models.Mode where these are given. Raises StudyRefusedError where no
    case was scored so.
    """
    check_who(agency, by)
    if kind not in (StudyKind.BETWEEN, StudyKind.WITHIN):
        raise StudyRefusedError(NO_KIND)
    asked = {
        "versions": sorted(version.pk for version in versions),
        "programme": programme.pk if programme else None,
        "exam": exam.pk if exam else None,
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "mode": mode,
    }
    about = about_study(agency, title, tool, kind, keep_until, StudySource.CODINGS)
    if not chosen(agency, tool, asked).exists():
        raise StudyRefusedError(NOTHING)
    told = {"from": StudySource.CODINGS, "study": about, "asked": asked}
    return ask_for_study(agency, by, told, settings)


@transaction.atomic
def pool_studies(
    *,
    agency: Agency,
    by: Membership,
    title: str,
    studies: Sequence[Study],
    keep_until: date | None = None,
    settings: Settings | None = None,
) -> StudyJob:
    """Several studies of one tool together, each told apart as a part.

    Another agency's only where the person reads that agency's studies by a role there. Kept no
    longer than the first of its parts. Raises StudyRefusedError: fewer than two, different tools,
    withdrawn, replaced or emptied.
    """
    check_who(agency, by)
    pks = sorted({study.pk for study in studies})
    with scopes_disabled():
        found = list(study_access.poolable(by).filter(pk__in=pks))
    if len(pks) < 2:
        raise StudyRefusedError(FEW)
    if len(found) != len(pks):
        raise StudyRefusedError(SHUT)
    if len({study.tool for study in found}) > 1:
        raise StudyRefusedError(MIXED)
    ends = [study.keep_until for study in found if study.keep_until is not None]
    asked_until = keep_until or _latest(agency)
    about = about_study(
        agency,
        title,
        found[0].tool,
        StudyKind.POOLED,
        min([asked_until, *ends]),
        StudySource.STUDIES,
    )
    told = {"from": StudySource.STUDIES, "study": about, "asked": {"studies": pks}}
    return ask_for_study(agency, by, told, settings)


def check_who(agency: Agency, by: Membership) -> None:
    """Raises ValueError for a member of another agency or role: a programmer's mistake."""
    if by.agency_id != agency.pk or by.role not in study_access.MAKING_ROLES:
        raise ValueError(f"{by} makes no studies in {agency}")


def about_study(
    agency: Agency, title: str, tool: str, kind: str, keep_until: date | None, source: str
) -> dict[str, Any]:
    """What a study will be called and be, as a job holds it. Raises StudyRefusedError."""
    name = printable(" ".join(title.split()))
    if not 0 < len(name) <= LONGEST_TITLE:
        raise StudyRefusedError(NO_TITLE, n=LONGEST_TITLE)
    if tool not in {one.id for one in catalogue.tools()}:
        raise StudyRefusedError(NO_TOOL)
    return {
        "title": name,
        "tool": tool,
        "kind": kind,
        "source": source,
        "keep_until": checked_day(agency, keep_until).isoformat(),
    }


def checked_day(agency: Agency, keep_until: date | None) -> date:
    """Until when data are kept: as asked within the agency's rules. Raises StudyRefusedError."""
    latest = _latest(agency)
    day = keep_until or latest
    if day <= localdate():
        raise StudyRefusedError(TOO_SHORT)
    if day > latest:
        months = study_access.rules_of(agency).keep_months
        raise StudyRefusedError(TOO_LONG, n=months, until=latest.isoformat())
    return day


def _latest(agency: Agency) -> date:
    return months_later(localdate(), study_access.rules_of(agency).keep_months)


def ask_for_study(
    agency: Agency, by: Membership, told: dict[str, Any], settings: Settings | None, **more: Any
) -> StudyJob:
    """The job that makes the study and its first report."""
    computed = asdict(within_rules(agency, settings or default_settings(agency)))
    asked = told | {"title": told["study"]["title"], "settings": computed}
    return ask(agency=agency, by=by, kind=StudyJob.Kind.MAKE, settings=asked, **more)


def within_rules(agency: Agency, settings: Settings) -> Settings:
    """No cell smaller than the agency's rules show now, whatever an earlier report showed."""
    smallest = max(settings.smallest_cell, default_settings(agency).smallest_cell)
    return replace(settings, smallest_cell=smallest)


def default_settings(agency: Agency) -> Settings:
    """How a report is computed where nobody asked for anything else."""
    return Settings(smallest_cell=study_access.rules_of(agency).smallest_cell)

"""Who may read and make studies, and what a link to a report opens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies.access import has_second_factor_for, memberships
from agencies.models import Agency, Membership
from reliability.models import (
    Intake,
    RaterAlias,
    ReportEdition,
    ShareLink,
    Study,
    StudyCoding,
    StudyJob,
    StudyRules,
    StudySource,
)
from reliability.studies.frame import CodingRow
from training.access import GROUP_ROLES, cases_to_score
from training.models import Programme
from vignettes import access as library
from vignettes.models import VignetteVersion

MAKING_ROLES = GROUP_ROLES
"""Who makes, corrects and shares studies: those who read the scores of a whole group."""


class LinkClosedError(Exception):
    """A link to a report that is past its day, closed or withdrawn. The message is a sentence."""


def studies(membership: Membership) -> QuerySet[Study]:
    """The frozen studies of this member's agency; none for roles that may not read them."""
    if membership.role not in GROUP_ROLES:
        return Study.objects.none()
    own = Study.objects.filter(agency=membership.agency, frozen_at__isnull=False)
    return own.select_related("agency", "replaces", "replaced_by", "created_by__user")


def study(membership: Membership, pk: int) -> Study:
    """One of the agency's studies; 404 for another agency's."""
    return get_object_or_404(studies(membership), pk=pk)


def editions(membership: Membership) -> QuerySet[ReportEdition]:
    """The reports on the agency's studies, without their figures until they are read."""
    if membership.role not in GROUP_ROLES:
        return ReportEdition.objects.none()
    own = ReportEdition.objects.filter(study__agency=membership.agency)
    return own.select_related("study__agency", "made_by__user").defer("results")


def edition(membership: Membership, pk: int) -> ReportEdition:
    """One report with its figures; 404 for another agency's."""
    found = editions(membership).defer(None).select_related("compared_with__study")
    return get_object_or_404(found, pk=pk)


def programmes(membership: Membership) -> QuerySet[Programme]:
    """The programmes whose codings this member may make a study of."""
    if membership.role not in MAKING_ROLES:
        return Programme.objects.none()
    return Programme.objects.filter(agency=membership.agency)


def intakes(membership: Membership) -> QuerySet[Intake]:
    """The tables that were brought in this agency and are still open."""
    if membership.role not in MAKING_ROLES:
        return Intake.objects.none()
    own = Intake.objects.filter(
        agency=membership.agency, rows__gt=0, source=StudySource.UPLOAD, expires_at__gt=now()
    )
    return own.select_related("agency", "by__user", "replaces")


def intake(membership: Membership, pk: int) -> Intake:
    """One open table of the agency; 404 for another agency's, and for one that is gone."""
    return get_object_or_404(intakes(membership), pk=pk)


def jobs(membership: Membership) -> QuerySet[StudyJob]:
    """The jobs on the agency's studies, the newest first."""
    if membership.role not in MAKING_ROLES:
        return StudyJob.objects.none()
    own = StudyJob.objects.filter(agency=membership.agency)
    return own.select_related("agency", "intake", "study", "by__user")


def job(membership: Membership, pk: int) -> StudyJob:
    """One job of the agency; 404 for another agency's."""
    return get_object_or_404(jobs(membership), pk=pk)


def links(membership: Membership) -> QuerySet[ShareLink]:
    """The links to the agency's reports."""
    if membership.role not in MAKING_ROLES:
        return ShareLink.objects.none()
    own = ShareLink.objects.filter(edition__study__agency=membership.agency)
    return own.select_related("edition__study", "made_by__user").defer("edition__results")


def link(membership: Membership, pk: int) -> ShareLink:
    """One link of the agency; 404 for another agency's."""
    return get_object_or_404(links(membership), pk=pk)


def rules_of(agency: Agency) -> StudyRules:
    """What the agency has laid down for its studies; the defaults, not saved, until it has."""
    return StudyRules.objects.filter(agency=agency).first() or StudyRules(agency=agency)


def poolable(membership: Membership) -> QuerySet[Study]:
    """The studies that this person may pool: of every agency whose studies a role of theirs reads.

    Use it outside the agency's scope (`scopes_disabled`). None of a pool, withdrawn or emptied.
    """
    if membership.role not in MAKING_ROLES:
        return Study.objects.none()
    roles = memberships(membership.user).filter(role__in=GROUP_ROLES)
    open_here = [role.agency_id for role in roles if _is_open(role, membership)]
    found = Study.objects.filter(agency__in=open_here, frozen_at__isnull=False)
    found = found.filter(withdrawn_at=None, emptied_at=None, replaced_by=None)
    return found.exclude(source="studies").select_related("agency")


def _is_open(role: Membership, current: Membership) -> bool:
    """Whether another role's agency opens: one that asks for a second step, to who has one."""
    return role.agency_id == current.agency_id or has_second_factor_for(role)


def aliases(agency: Agency) -> dict[str, str]:
    """Hash of a rater -> the hash it is known by, followed to its end."""
    said = dict(RaterAlias.objects.filter(agency=agency).values_list("rater", "same_as"))
    return {rater: _end(rater, said) for rater in said}


def _end(rater: str, said: dict[str, str]) -> str:
    seen = {rater}
    while said.get(rater) is not None and said[rater] not in seen:
        rater = said[rater]
        seen.add(rater)
    return rater


def codings(study: Study) -> Iterator[CodingRow]:
    """The codings of a study in the order of their numbers, a few at a time."""
    rows = StudyCoding.objects.filter(study=study).order_by("number")
    for row in rows.iterator(chunk_size=2000):
        yield CodingRow(
            number=row.number,
            target=row.target,
            rater=row.rater,
            scores=row.scores,
            occasion=row.occasion,
            part=row.part,
            coded_on=row.coded_on,
            total=row.total,
            band=row.band,
            flags=row.flags,
        )


def check_codings_open(membership: Membership, study: Study) -> None:
    """403 for who still has to score a case of which the study holds others' codings."""
    waiting = library.with_kin(cases_to_score(membership.user, now()))
    with scopes_disabled():  # parts of a pool may be another agency's
        held = VignetteVersion.objects.filter(
            Q(studies=study) | Q(studies__in=study.parts.all()), vignette__in=waiting
        )
        if waiting and held.exists():
            raise PermissionDenied(
                _("This study holds codings of a case that you still have to score yourself.")
            )


def shared_edition(code: str) -> ReportEdition:
    """The report that a link opens. Http404 for a code nobody made; LinkClosedError after its day.

    A link to a withdrawn study is closed.
    """
    with scopes_disabled():
        found = ShareLink.objects.filter(code_hash=code_hash(code)).select_related(
            "edition__study__agency", "edition__compared_with__study"
        )
        opened = found.first()
    if opened is None:
        raise Http404("No report has this link.")
    if opened.closed_at is not None or opened.edition.study.is_withdrawn:
        raise LinkClosedError(_("This link was closed. Ask whoever sent it for a new one."))
    if opened.expires_at <= now():
        raise LinkClosedError(_("This link has expired. Ask whoever sent it for a new one."))
    return opened.edition


def code_hash(code: str) -> str:
    """What is stored of a link's code."""
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()

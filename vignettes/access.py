"""Who may see the library and its gold codings. Assessors see gold only through training."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from agencies.access import MemberRequest, membership_required
from agencies.models import Agency, Membership, Role
from vignettes.models import ExpertCoding, GoldCoding, Vignette, VignetteVersion

P = ParamSpec("P")

LIBRARY_ROLES = (
    Role.EXPERT,
    Role.ADJUDICATOR,
    Role.COORDINATOR,
    Role.ANALYST,
    Role.AGENCY_ADMIN,
)


def may_see_library(membership: Membership) -> bool:
    """Staff of an agency and editors of the shipped library; not those who score its cases.

    Staff who also score cases, in any agency, stay out: they would read what they have to score.
    """
    if membership.user.is_editor:
        return True
    scores_cases = membership.user.memberships.filter(role=Role.ASSESSOR)
    return membership.role in LIBRARY_ROLES and not scores_cases.exists()


def library_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a view to those who may see the library; 403 with a sentence for assessors."""

    @wraps(view)
    @membership_required()
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_see_library(request.membership):
            raise PermissionDenied(
                _("The library shows the right scores, so assessors cannot open it.")
            )
        return view(request, *args, **kwargs)

    return guarded


def shipped_or_own(agency: Agency | None) -> Q:
    """Rows without an agency and those of this agency, as a condition."""
    return Q(agency=None) if agency is None else Q(agency=None) | Q(agency=agency)


def published_versions(agency: Agency | None = None) -> QuerySet[VignetteVersion]:
    """The newest version of every case that is in use: the shipped ones and the agency's own."""
    newer = VignetteVersion.objects.filter(
        vignette=OuterRef("vignette"), number__gt=OuterRef("number")
    )
    cases = Vignette.objects.filter(shipped_or_own(agency), retired_at=None)
    return VignetteVersion.objects.filter(~Exists(newer), vignette__in=cases).select_related(
        "vignette"
    )


def versions_for(membership: Membership) -> QuerySet[VignetteVersion]:
    """Every version this person may open in the library."""
    if not may_see_library(membership):
        return VignetteVersion.objects.none()
    cases = Vignette.objects.filter(shipped_or_own(membership.agency))
    return VignetteVersion.objects.filter(vignette__in=cases).select_related("vignette")


def version_for(membership: Membership, code: str, number: int | None = None) -> VignetteVersion:
    """One version of a case, the newest unless a number is given; 404 where there is none.

    The agency's own case goes before a shipped one of the same code.
    """
    versions = versions_for(membership).filter(vignette__code=code)
    if number is not None:
        versions = versions.filter(number=number)
    found = versions.order_by(F("vignette__agency").asc(nulls_last=True), "-number").first()
    if found is None:
        raise Http404(_("There is no such case in the library."))
    return found


def gold_in_force(agency: Agency | None) -> QuerySet[GoldCoding]:
    """One gold coding per version and tool: the newest of the agency's panel, else the shipped."""
    best = (
        GoldCoding.objects.filter(
            shipped_or_own(agency), version=OuterRef("version"), tool=OuterRef("tool")
        )
        .order_by(F("agency").asc(nulls_last=True), "-revision")
        .values("pk")[:1]
    )
    return GoldCoding.objects.filter(pk=Subquery(best))


def gold_of(version: VignetteVersion, membership: Membership) -> QuerySet[GoldCoding]:
    """The gold codings of a version, for those who may see the library; 404 for others."""
    if not may_see_library(membership):
        raise Http404(_("There is no such case in the library."))
    return gold_in_force(membership.agency).filter(version=version)


def expert_codings_of(version: VignetteVersion, membership: Membership) -> QuerySet[ExpertCoding]:
    """The panel codings of the person's own agency."""
    if not may_see_library(membership):
        raise Http404(_("There is no such case in the library."))
    codings: QuerySet[ExpertCoding] = ExpertCoding.objects.filter(
        agency=membership.agency, version=version
    ).select_related("expert__user")
    return codings

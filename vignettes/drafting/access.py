"""Who may write cases: coordinators and experts for their agency, editors for the shipped library.

A draft shows what the rules give for it, so whoever has to code a case blind sees no draft of it,
and whoever opened one is remembered as a reader.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from agencies.access import MemberRequest, membership_in, membership_required
from agencies.models import Agency, Membership, Role, User
from vignettes.access import kept_blind, may_code_blind, may_see_library, versions_for
from vignettes.models import CaseDraft, Vignette, VignetteVersion

P = ParamSpec("P")

AUTHOR_ROLES = (Role.COORDINATOR, Role.EXPERT)


def may_author(membership: Membership) -> bool:
    """Whether the person may write cases at all, in this role."""
    return may_see_library(membership) and has_role_of_author(membership)


def has_role_of_author(membership: Membership) -> bool:
    """Whether the role is one of authors, for readers of the library: no question is asked."""
    return _writes_own(membership) or membership.user.is_editor


def author_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a view to those who may write cases; 403 with a sentence for all others."""

    @wraps(view)
    @membership_required()
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.membership.user.is_editor:
            request.membership = membership_in(request, AUTHOR_ROLES)
        if not may_author(request.membership):
            raise PermissionDenied(
                _("Drafts show the right scores, so nobody who scores cases can open them.")
            )
        return view(request, *args, **kwargs)

    return guarded


def drafts_for(membership: Membership) -> QuerySet[CaseDraft]:
    """The drafts this person may open: the agency's own, and for editors the shipped library's."""
    if not may_author(membership):
        return CaseDraft.objects.none()
    blind = kept_blind(membership.user)
    return (
        CaseDraft.objects.filter(_own(membership))
        .exclude(corrects__vignette__in=blind)
        .exclude(published__vignette__in=blind)
        .exclude(variant_of__in=blind)
        .select_related("author", "reviewer", "corrects__vignette", "published__vignette")
    )


def draft_for(membership: Membership, pk: int) -> CaseDraft:
    """One draft; 404 where there is none for this person."""
    found = drafts_for(membership).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such draft."))
    return found


def own_cases(membership: Membership) -> QuerySet[Vignette]:
    """The cases this person may correct, retire or export."""
    if not may_author(membership):
        return Vignette.objects.none()
    return Vignette.objects.filter(_own(membership)).exclude(pk__in=kept_blind(membership.user))


def own_versions(membership: Membership) -> QuerySet[VignetteVersion]:
    """The versions of these cases."""
    return VignetteVersion.objects.filter(vignette__in=own_cases(membership)).select_related(
        "vignette"
    )


def versions_to_vary(membership: Membership) -> QuerySet[VignetteVersion]:
    """The versions this person may make a variant of: shipped ones and the agency's own."""
    if not may_author(membership):
        return VignetteVersion.objects.none()
    return versions_for(membership).exclude(vignette__in=kept_blind(membership.user))


def owners_for(membership: Membership) -> list[Agency | None]:
    """For whom this person may write: the own agency, the shipped library (None), or both."""
    own: list[Agency | None] = [membership.agency] if _writes_own(membership) else []
    return own + ([None] if membership.user.is_editor else [])


def may_publish(draft: CaseDraft, user: User) -> bool:
    """A second person publishes: nobody who wrote a word of it."""
    return draft.author_id != user.pk and not draft.writers.filter(pk=user.pk).exists()


def must_confirm_reading(draft: CaseDraft, user: User) -> bool:
    """Whether opening the draft would cost the person a seat on its panels, and is asked first."""
    return may_code_blind(user) and not draft.readers.filter(pk=user.pk).exists()


def _writes_own(membership: Membership) -> bool:
    return membership.role in AUTHOR_ROLES


def _own(membership: Membership) -> Q:
    condition = Q(agency=membership.agency) if _writes_own(membership) else Q(pk=None)
    return condition | Q(agency=None) if membership.user.is_editor else condition

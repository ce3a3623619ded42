"""Who may see the library and its gold codings. Assessors see gold only through training.

Whoever has to code a case blind sees none of its gold: `kept_blind` says which cases those are,
and every door to gold, here and in training, asks it.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies.access import MemberRequest, membership_required
from agencies.models import Agency, AuditEntry, Membership, Role, User
from agencies.prepared import Slot
from vignettes.at_hand import sits_on_a_panel
from vignettes.models import (
    Adjudication,
    CaseDraft,
    ExpertCoding,
    GoldCoding,
    Panel,
    PanelSeat,
    SeenGold,
    Vignette,
    VignetteVersion,
)

P = ParamSpec("P")

PANEL_ROLES = (Role.COORDINATOR, Role.ADJUDICATOR)
"""Who follows an agency's panels; editors of the shipped library do so too."""

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
    scores_cases = membership.user.memberships.filter(role=Role.ASSESSOR, ended_at=None)
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


def shipped_or_own(agency: Agency | Slot | None) -> Q:
    """Rows without an agency and those of this agency, as a condition."""
    return Q(agency=None) if agency is None else Q(agency=None) | Q(agency=agency)


def published_versions(agency: Agency | Slot | None = None) -> QuerySet[VignetteVersion]:
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

    The agency's own case goes before a shipped one of the same code. 403 with a sentence for those
    who have to code the case blind.
    """
    versions = versions_for(membership).filter(vignette__code=code)
    if number is not None:
        versions = versions.filter(number=number)
    found = versions.order_by(F("vignette__agency").asc(nulls_last=True), "-number").first()
    if found is None:
        raise Http404(_("There is no such case in the library."))
    if found.vignette_id in kept_blind(membership.user):
        raise PermissionDenied(
            _("You sit on a panel for this case. It opens to you when the panel is decided.")
        )
    return found


def kept_blind(user: User) -> set[int]:
    """The cases whose gold a person must not see: those of one's panels at work, and their kin.

    Kin are cases of the same code, and variants: what is right there gives away what is right here.
    Whatever role the person works in, and in whichever agency.
    """
    if not sits_on_a_panel(user):
        return set()
    with scopes_disabled():
        seats = PanelSeat.objects.filter(
            expert__user=user, panel__withdrawn_at=None, panel__adjudication=None
        )
        return with_kin(seats.values_list("panel__version__vignette", flat=True))


def with_kin(cases: Iterable[int]) -> set[int]:
    """These cases, those of the same code, and all that were varied from one another."""
    known: set[int] = set()
    grown = set(cases)
    while grown != known:
        known = grown
        own = Vignette.objects.filter(pk__in=known)
        same = Q(code__in=own.values("code")) | Q(variants__in=known)
        kin = Vignette.objects.filter(same | Q(variant_of__in=known))
        grown = known | set(kin.values_list("pk", flat=True))
    return known


def may_code_blind(user: User) -> bool:
    """Whether a panel may seat this person: lists then tell nothing of what is right."""
    return user.memberships.filter(role=Role.EXPERT, ended_at=None).exists()


def has_seen_gold(user: User, vignette: Vignette) -> bool:
    """Whether the person has seen the right scores of any version of this case."""
    return SeenGold.objects.filter(user=user, version__vignette=vignette).exists()


def writers_of(vignette: Vignette) -> set[int]:
    """The people who wrote, reviewed or published any version of a case."""
    drafts = CaseDraft.objects.filter(
        Q(published__vignette=vignette)
        | Q(corrects__vignette=vignette)
        | Q(code=vignette.code, agency=vignette.agency_id)
    )
    people = {pk for row in drafts.values_list("author", "reviewer", "writers") for pk in row}
    versions = [str(pk) for pk in vignette.versions.values_list("pk", flat=True)]
    with scopes_disabled():
        published = AuditEntry.objects.filter(
            verb="vignette_published",
            object_type=VignetteVersion._meta.label_lower,
            object_id__in=versions,
        )
        people |= set(published.values_list("actor", flat=True))
    return {pk for pk in people if pk is not None}


def must_confirm_sight(user: User, version: VignetteVersion) -> bool:
    """Whether opening this case would cost the person a seat on its panels, and is asked first."""
    return may_code_blind(user) and not has_seen_gold(user, version.vignette)


def gold_in_force(agency: Agency | Slot | None) -> QuerySet[GoldCoding]:
    """One gold coding per version and tool: the newest of the agency's panel, else the shipped."""
    best = (
        GoldCoding.objects.filter(
            shipped_or_own(agency), version=OuterRef("version"), tool=OuterRef("tool")
        )
        .order_by(F("agency").asc(nulls_last=True), "-revision")
        .values("pk")[:1]
    )
    return GoldCoding.objects.filter(pk=Subquery(best))


def gold_before(gold: GoldCoding) -> GoldCoding | None:
    """What was in force, for the agency of this gold, before it; None for the first."""
    earlier = GoldCoding.objects.filter(
        shipped_or_own(gold.agency),
        version=gold.version_id,
        tool=gold.tool,
        computed_at__lt=gold.computed_at,
    )
    return earlier.order_by(F("agency").asc(nulls_last=True), "-revision").first()


def gold_of(version: VignetteVersion, membership: Membership) -> QuerySet[GoldCoding]:
    """The gold codings of a version, for those who may see them; 404 for others."""
    _check_sight(version, membership)
    return gold_in_force(membership.agency).filter(version=version)


def of_decided_panels() -> Q:
    """Expert codings that may be shown: those of panels at work are for their adjudicator alone."""
    return Q(panel=None) | Q(panel__adjudication__isnull=False)


def expert_codings_of(version: VignetteVersion, membership: Membership) -> QuerySet[ExpertCoding]:
    """The panel codings of the person's own agency, once their panel is decided.

    Those of a panel carry the expert's letter as `label`, in place of the name.
    """
    _check_sight(version, membership)
    seat = PanelSeat.objects.filter(panel=OuterRef("panel"), expert=OuterRef("expert"))
    codings: QuerySet[ExpertCoding] = ExpertCoding.objects.filter(
        agency=membership.agency, version=version
    )
    return (
        codings.filter(of_decided_panels())
        .annotate(label=Subquery(seat.values("label")[:1]))
        .select_related("expert__user")
    )


def _check_sight(version: VignetteVersion, membership: Membership) -> None:
    if not may_see_library(membership) or version.vignette_id in kept_blind(membership.user):
        raise Http404(_("There is no such case in the library."))


def may_follow_panels(membership: Membership) -> bool:
    """Coordinators, adjudicators and editors; not those who score cases themselves."""
    known = membership.role in PANEL_ROLES or membership.user.is_editor
    return known and may_see_library(membership)


def may_open_panel(membership: Membership) -> bool:
    """Whether this member may ask experts of the agency to code a case."""
    known = membership.role == Role.COORDINATOR or membership.user.is_editor
    return known and may_see_library(membership)


def panels(membership: Membership) -> QuerySet[Panel]:
    """The panels of the agency, with seats and codings, for those who follow them."""
    if not may_follow_panels(membership):
        return Panel.objects.none()
    found: QuerySet[Panel] = Panel.objects.filter(agency=membership.agency)
    return found.select_related(
        "version__vignette", "agency", "opened_by__user", "adjudication"
    ).prefetch_related("seats__expert__user", "codings")


def panel_for(membership: Membership, pk: int) -> Panel:
    """One panel of the agency; 404 for another agency's, 403 for other roles."""
    if not may_follow_panels(membership):
        raise PermissionDenied(
            _("Panels are followed by coordinators, adjudicators and editors of the library.")
        )
    panel = get_object_or_404(panels(membership), pk=pk)
    if panel.version.vignette_id in kept_blind(membership.user):
        raise PermissionDenied(
            _("You sit on a panel for this case. It opens to you when the panel is decided.")
        )
    return panel


def may_read_experts_names(membership: Membership) -> bool:
    """Whether pages name a panel's experts. Whoever decides on their codings knows letters only."""
    return membership.role == Role.COORDINATOR


def may_publish(decision: Adjudication, membership: Membership) -> bool:
    """Whether this member may bring a decision into force; for the library only an editor."""
    if membership.role not in PANEL_ROLES:
        return False
    return membership.user.is_editor or not decision.panel.for_library


def check_may_decide(panel: Panel, membership: Membership) -> None:
    """403 with a sentence unless this member may see the codings of a panel and decide on them."""
    if membership.role != Role.ADJUDICATOR:
        raise PermissionDenied(_("Only an adjudicator sees the codings of a panel and decides."))
    if membership.user_id in {seat.expert.user_id for seat in panel.seats.all()}:
        raise PermissionDenied(_("You coded this case for the panel, so another person decides."))

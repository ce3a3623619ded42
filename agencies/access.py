"""Who may see or do what: memberships, the current one, and the door of every view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails
from django_scopes import scope, scopes_disabled

from agencies.actions.joining import named_by
from agencies.models import Agency, Invitation, Membership, Role, SecondFactor, User
from agencies.prepared import Prepared, Slot

SESSION_KEY = "membership"

P = ParamSpec("P")

_OWN = Prepared(
    lambda: (
        Membership.objects.filter(user=Slot("user", User._meta.pk), ended_at=None)
        .select_related("agency")
        .order_by("agency__name", "pk")
    )
)


class MemberRequest(HttpRequest):
    """A request behind `membership_required`: signed in, in one role, in one agency."""

    user: User
    htmx: HtmxDetails
    membership: Membership
    agency: Agency


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that is known to be signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied(_("Please sign in first."))
    return request.user


def memberships(user: User) -> QuerySet[Membership]:
    """All roles that a person has now, in every agency."""
    return Membership.objects.filter(user=user, ended_at=None).select_related("agency", "user")


def members(agency: Agency, role: Role | str) -> QuerySet[Membership]:
    """Everyone who has this role in this agency and may sign in."""
    return Membership.objects.filter(
        agency=agency, role=role, ended_at=None, user__is_active=True
    ).select_related("agency", "user")


def own_memberships(request: HttpRequest) -> list[Membership]:
    """All roles of the signed-in person, read once per request."""
    cached: list[Membership] | None = getattr(request, "own_memberships", None)
    if cached is None:
        user = request.user
        cached = _memberships(user) if isinstance(user, User) else []
        request.own_memberships = cached  # type: ignore[attr-defined]
    return cached


def _memberships(user: User) -> list[Membership]:
    found = _OWN.ask(user=user.pk)
    for membership in found:
        membership.user = user
    return found


def current_membership(request: HttpRequest) -> Membership | None:
    """The role that the person works in now: the one last chosen, else the first."""
    own = own_memberships(request)
    chosen = request.session.get(SESSION_KEY) if own else None
    return next((each for each in own if each.pk == chosen), own[0] if own else None)


def switch_membership(request: HttpRequest, membership: Membership) -> None:
    """Work in another of one's own roles from now on."""
    request.session[SESSION_KEY] = membership.pk


def membership_in(request: HttpRequest, roles: tuple[str, ...]) -> Membership:
    """The membership that opens a page for these roles; 403 with a sentence if there is none.

    A person with two roles in the agency works in the one that the page is for.
    """
    current = current_membership(request)
    if current is None:
        raise PermissionDenied(
            _("You do not belong to an agency yet. Ask your agency admin to add you.")
        )
    if not roles or current.role in roles:
        return current
    own_here = [own for own in own_memberships(request) if own.agency_id == current.agency_id]
    other = next((own for own in own_here if own.role in roles), None)
    if other is None:
        raise PermissionDenied(
            _("This page is for: %(roles)s. You are signed in as: %(role)s.")
            % {
                "roles": ", ".join(str(Role(role).label) for role in roles),
                "role": current.get_role_display(),
            }
        )
    switch_membership(request, other)
    return other


def membership_required(
    *roles: str,
) -> Callable[
    [Callable[Concatenate[Any, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Open a view to people with one of these roles (any role when none is named).

    Signed out: to the sign-in page. Wrong role: 403. Otherwise the request carries `membership`
    and `agency`, and every scoped query in the view sees this agency only.
    """

    def decorate(
        view: Callable[Concatenate[Any, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = membership_in(request, roles)
            if lacks_second_factor(request, membership):
                return _to_second_factor(request)
            request.membership = membership  # type: ignore[attr-defined]
            request.agency = membership.agency  # type: ignore[attr-defined]
            with scope(agency=membership.agency):
                return view(request, *args, **kwargs)

        return guarded

    return decorate


def needs_second_factor(membership: Membership) -> bool:
    """Whether the agency asks people in this role to sign in with two steps."""
    asked = membership.agency.second_factor
    if asked == SecondFactor.STAFF:
        return membership.role != Role.ASSESSOR
    return asked == SecondFactor.EVERYBODY


def lacks_second_factor(request: HttpRequest, membership: Membership) -> bool:
    """Whether pages stay shut until this person has set up a second step.

    Who has one is asked for it at every sign-in, so having one is enough here.
    """
    return not came_by_trusted_provider(request) and not has_second_factor_for(membership)


def has_second_factor_for(membership: Membership) -> bool:
    """Whether this person has the second step that the agency asks for, if it asks for any."""
    if not needs_second_factor(membership):
        return True
    return bool(Authenticator.objects.filter(user=membership.user_id).exists())


def membership_past_second_step(request: HttpRequest) -> Membership | None:
    """The current role, for pages that are open without one; None while a second step is lacking.

    What the role opens beyond one's own stays shut there as it does everywhere else.
    """
    membership = current_membership(request)
    if membership is None or lacks_second_factor(request, membership):
        return None
    return membership


def came_by_trusted_provider(request: HttpRequest) -> bool:
    """Signed in by the agency's own sign-in service, which asks for a second step itself."""
    return settings.OIDC_HAS_SECOND_FACTOR and any(
        step["method"] == "socialaccount"
        for step in get_authentication_records(request, request.user)
    )


def _to_second_factor(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _("Your agency asks you to sign in with two steps. Set up an app or a passkey to go on."),
    )
    return redirect("mfa_index")


MANAGERS = (Role.COORDINATOR, Role.AGENCY_ADMIN)
"""Who sees the people of an agency and invites more."""


def grantable(membership: Membership) -> tuple[str, ...]:
    """The roles that this person may give and take: only an admin makes admins."""
    if membership.role == Role.AGENCY_ADMIN:
        return tuple(Role.values)
    return tuple(role for role in Role.values if role != Role.AGENCY_ADMIN)


def invitation_by(token: str) -> Invitation:
    """The invitation that a link names, whatever became of it; 404 for a forged or older link."""
    named = named_by(token)
    with scopes_disabled():
        found = Invitation.objects.select_related("agency", "invited_by", "membership")
        invitation = found.filter(pk=named[0], round=named[1]).first() if named else None
    if invitation is None:
        raise Http404("No invitation has this link.")
    return invitation


def addresses_of(user: User) -> set[str]:
    """The e-mail addresses that are shown to be this person's."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    return {email.lower() for email in verified.values_list("email", flat=True)}


def owner_of(email: str) -> User | None:
    """Who has an account with this address; for the owner of the mailbox only."""
    own = User.objects.filter(email__iexact=email).first()
    if own is not None:
        return own
    other = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user")
    return next((address.user for address in other), None)


def is_invited(email: str) -> bool:
    """Whether somebody asked this address in, and waits for an answer."""
    with scopes_disabled():
        waiting = Invitation.objects.filter(email__iexact=email, expires_at__gt=now())
        return waiting.filter(accepted_at=None, withdrawn_at=None).exists()


def own_invitations(user: User) -> list[Invitation]:
    """Where this person is asked to come, and has not answered yet."""
    with scopes_disabled():
        waiting = Invitation.objects.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=now()
        ).select_related("agency", "invited_by")
        return list(waiting.annotate(address=Lower("email")).filter(address__in=addresses_of(user)))

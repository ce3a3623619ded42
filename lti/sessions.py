"""Sessions that a learning platform began: bound to one role, and to the pages of that role.

A platform says who somebody is, and is run by people of one agency. What it may open is therefore
no more than what that agency gave this person as assessor: no other role and no other agency of
the same person, no change to the account, no token, no way to tie another account.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_scopes import scopes_disabled

from agencies import access as agency_access
from agencies.models import Membership, User
from lti import access
from lti.models import Account

KEY = "platform_account"
"""In the session: the account by which the platform signed somebody in."""
OPEN_SPACES = {"training"}
OPEN_ROUTES = {
    *("agencies:home", "agencies:language", "account_logout", "account_login", "robots", "favicon"),
    *("vignettes:tools", "vignettes:rules", "vignettes:rule"),
    *("reliability:decision", "reliability:appeal_decision"),
    *("monitoring:mine", "monitoring:mine_with", "monitoring:own_remedy"),
    "monitoring:read_remedy",
    *("lti:login", "lti:launch", "lti:arrived", "lti:go", "lti:keys"),
    *("live", "ready"),
}


def begin(request: HttpRequest, account: Account, membership: Membership) -> None:
    """Sign the person in, in this role only."""
    login(request, account.user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[KEY] = account.pk
    agency_access.switch_membership(request, membership)


def is_bound(request: HttpRequest) -> bool:
    return KEY in request.session


class BoundSessions:
    """Holds a bound session to its role and pages; ends it where the role or account has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and is_bound(request):
            membership = _membership(request)
            if membership is None:
                logout(request)
            else:
                # What agencies.access reads instead of asking for every role of the person
                request.own_memberships = [membership]  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not is_bound(request) or not request.user.is_authenticated:
            return None
        spaces = match.namespaces
        if (spaces and spaces[0] in OPEN_SPACES) or match.view_name in OPEN_ROUTES:
            return None
        return render(request, "lti/own_sign_in.html", status=403)


def _membership(request: HttpRequest) -> Membership | None:
    with scopes_disabled():
        account = (
            Account.objects.filter(
                pk=request.session[KEY],
                user=request.user.pk,
                ended_at=None,
                platform__ended_at=None,
            )
            .select_related("user", "agency")
            .first()
        )
    if account is None or not isinstance(request.user, User):
        return None
    return access.bound_membership(account.user, account.agency)

"""The steps of a launch, from the platform's first message until somebody has arrived."""

import secrets

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_scopes import scope
from lti_tool.models import Key

from lti import access, sessions
from lti.actions import grading, launches
from lti.launching import LaunchRefusedError, message_of, sign_in_address
from lti.models import Account, Launch

PENDING, NAME = "platform_launch", "platform_name"
"""In the session: the launch that waits for an answer, and the name that came with it."""


@never_cache
@csrf_exempt  # the platform's own form, or a link of it; nothing is written
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    told = request.POST if request.method == "POST" else request.GET
    browser = request.COOKIES.get(cookie_name()) or secrets.token_urlsafe(32)
    try:
        address = sign_in_address(told.dict(), browser)
    except LaunchRefusedError as error:
        return refused(request, error)
    response = HttpResponseRedirect(address)
    is_https = settings.BEHIND_HTTPS_PROXY
    response.set_cookie(
        cookie_name(),
        browser,
        max_age=900,
        secure=is_https,
        httponly=True,
        # The platform's form comes from another site: no other cookie of ours comes along with it.
        samesite="None" if is_https else "Lax",
    )
    return response


@never_cache
@csrf_exempt  # the message is signed, and bound to this browser by its state
@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    browser = request.COOKIES.get(cookie_name(), "")
    try:
        key = launches.receive(message=message_of(request.POST.dict(), browser), browser=browser)
    except LaunchRefusedError as error:
        return refused(request, error)
    # From here on it is a page of ours that the browser opens, with our own cookies.
    return HttpResponse(status=303, headers={"Location": reverse("lti:arrived", args=[key])})


@never_cache
@require_safe
def arrived(request: HttpRequest, key: str) -> HttpResponse:
    browser = request.COOKIES.get(cookie_name(), "")
    try:
        found, name = launches.arrive(key=key, browser=browser, at=now())
    except LaunchRefusedError as error:
        return refused(request, error)
    if sessions.is_bound(request):
        logout(request)  # every launch decides anew who is there
    with scope(agency=found.agency):
        account = access.account_of(found)
        if found.placement is None or account is None:
            request.session[PENDING], request.session[NAME] = found.pk, name
            return redirect("lti:choose" if found.placement is None else "lti:link")
        grading.keep_place(account=account, placement=found.placement, at=now())
        return _go_on(request, found, account)


@cache_control(max_age=600, public=True)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return JsonResponse(Key.objects.as_jwks())


def cookie_name() -> str:
    """Behind HTTPS a name that no other host of the domain can set."""
    return "__Host-launch" if settings.BEHIND_HTTPS_PROXY else "launch"


def refused(request: HttpRequest, error: LaunchRefusedError) -> HttpResponse:
    return render(request, "lti/refused.html", {"sentence": str(error)}, status=403)


def _go_on(request: HttpRequest, found: Launch, account: Account) -> HttpResponse:
    """To the link's aim: as whoever is signed in here if it is they, else signed in by the launch,
    else by way of the sign-in page."""
    onward = reverse("lti:go", args=[found.placement_id])
    if request.user.is_authenticated and request.user.pk != account.user_id:
        logout(request)
    if not request.user.is_authenticated:
        membership = access.bound_membership(account.user, found.agency)
        if membership is None:
            return redirect_to_login(onward)
        sessions.begin(request, account, membership)
    return redirect(onward)

"""The agency admin's pages: platforms, who is tied, what was sent, and who is in a course."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.actions import joining
from agencies.actions.joining import Wanted
from agencies.models import Role
from lti import access
from lti.actions import linking
from lti.actions import platforms as actions
from lti.forms import DeploymentForm, PlatformForm
from lti.launching import launch_url
from lti.members import Member, NotToldError, members
from lti.models import Account

ON_A_PAGE = 50


@require_safe
@membership_required(Role.AGENCY_ADMIN)
def platforms(request: MemberRequest) -> HttpResponse:
    context = {"platforms": access.platforms(request.membership), "addresses": _addresses()}
    return render(request, "lti/platforms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.AGENCY_ADMIN)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def add(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = PlatformForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            made = actions.add_platform(told=form.registered, by=request.membership)
        except actions.TakenError:
            form.add_error("client_id", _("This client of this issuer is registered here already."))
        else:
            messages.success(request, _("The learning platform was added."))
            return redirect("lti:platform", pk=made.pk)
    context = {"form": form, "addresses": _addresses()}
    return render(request, "lti/platform_new.html", context, status=422 if posted else 200)


@require_safe
@membership_required(Role.AGENCY_ADMIN)
def platform(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.platform(request.membership, pk)
    context = {
        "platform": found,
        "deployments": found.registration.deployments.active(),
        "form": DeploymentForm(),
        "accounts": access.accounts(found),
        "courses": access.courses(found),
        "page": Paginator(access.grades(found), ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "lti/platform.html", context)


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def add_deployment(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = access.platform(request.membership, pk), DeploymentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data["deployment"]
        actions.add_deployment(platform=found, deployment=given, by=request.membership)
        messages.success(request, _("The deployment was added."))
    else:
        messages.error(request, _("Copy the deployment ID from the platform."))
    return redirect("lti:platform", pk=pk)


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.platform(request.membership, pk)
    actions.end_platform(platform=found, by=request.membership)
    messages.success(request, _("The platform was ended: nobody comes from it any more."))
    return redirect("lti:platforms")


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def unlink(request: MemberRequest, pk: int, account: int) -> HttpResponse:
    found = access.platform(request.membership, pk)
    own = get_object_or_404(Account, platform=found, pk=account)
    linking.unlink(account=own, by=request.user)
    messages.success(request, _("The tie was ended. The person can make a new one by signing in."))
    return redirect("lti:platform", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.AGENCY_ADMIN)
def course(request: MemberRequest, pk: int, placement: int) -> HttpResponse:
    """Who of the course is not here yet; a POST invites those that were chosen."""
    found = access.platform(request.membership, pk)
    link = get_object_or_404(
        access.placements_with_members(found).select_related("platform__registration", "agency"),
        pk=placement,
    )
    try:
        told = members(link)
    except NotToldError as error:
        messages.error(request, str(error))
        return redirect("lti:platform", pk=pk)
    if request.method == "POST":
        return _invite(request, pk, [one for one in told if one.may_be_invited])
    context = {"platform": found, "placement": link, "members": told}
    return render(request, "lti/course.html", context)


def _invite(request: MemberRequest, pk: int, offered: list[Member]) -> HttpResponse:
    """Only addresses that the platform names at this moment, and only as assessors."""
    chosen = set(request.POST.getlist("email"))
    wanted = {one.email: one for one in offered if one.email in chosen}
    for one in wanted.values():
        asked = Wanted(email=one.email, role=Role.ASSESSOR, name=one.name)
        joining.invite(agency=request.agency, wanted=asked, by=request.user)
    n = len(wanted)
    told = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", n)
    messages.success(request, told % {"n": n})
    return redirect("lti:platform", pk=pk)


def _addresses() -> list[tuple[str, str]]:
    """What to type on the platform, each with what the platform may call it."""
    return [
        (_("Login initiation address"), f"{settings.BASE_URL}{reverse('lti:login')}"),
        (_("Redirect, target link and deep linking address"), launch_url()),
        (_("Public keys address"), f"{settings.BASE_URL}{reverse('lti:keys')}"),
    ]

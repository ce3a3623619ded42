"""Asking people in, one by one or by a file; and accepting."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_scopes import scope

from agencies import access, people
from agencies.access import MANAGERS, MemberRequest, grantable, membership_required
from agencies.actions import accounts, joining
from agencies.forms.joining import AcceptForm
from agencies.forms.people import InviteForm, RosterForm
from agencies.models import Invitation, User
from agencies.roster_file import Line, RosterError, read_lines


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*MANAGERS)
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        roles=grantable(request.membership),
        taken=people.taken(request.agency),
    )
    if request.method == "POST" and form.is_valid():
        joining.invite(agency=request.agency, wanted=form.wanted, by=request.user)
        told = _("The invitation to %(email)s is on its way.")
        messages.success(request, told % {"email": form.wanted.email})
        return redirect("agencies:people")
    status = 422 if request.method == "POST" else 200
    return render(request, "agencies/invite.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*MANAGERS)
def invite_many(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = RosterForm(request.POST, request.FILES) if posted else RosterForm()
    context: dict[str, Any] = {"form": form, "roles": grantable(request.membership)}
    if not posted or not form.is_valid():
        return render(request, "agencies/invite_many.html", context, status=422 if posted else 200)
    try:
        lines = _lines(request, form.cleaned_data["text"])
    except RosterError as error:
        form.add_error("file", str(error))
        return render(request, "agencies/invite_many.html", context, status=422)
    right = [line.wanted for line in lines if line.wanted is not None]
    if "confirm" in request.POST and right:
        for wanted in right:
            joining.invite(agency=request.agency, wanted=wanted, by=request.user)
        n = len(right)
        told = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", n)
        messages.success(request, told % {"n": n})
        return redirect("agencies:people")
    context |= {
        "text": form.cleaned_data["text"],
        "right": right,
        "wrong": [line for line in lines if line.wanted is None],
    }
    return render(request, "agencies/invite_check.html", context)


@require_POST
@membership_required(*MANAGERS)
def invite_again(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = _own(request, pk)
    try:
        joining.invite_again(invitation=invitation, by=request.user)
    except joining.InvitationGoneError:
        messages.error(request, _("This invitation was used or withdrawn meanwhile."))
    else:
        messages.success(request, _("A new link is on its way; the earlier one no longer works."))
    return redirect("agencies:people")


@require_POST
@membership_required(*MANAGERS)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = _own(request, pk)
    try:
        joining.withdraw(invitation=invitation, by=request.user)
    except joining.InvitationGoneError:
        messages.error(request, _("This invitation was used or withdrawn meanwhile."))
    else:
        messages.success(request, _("The invitation was withdrawn: its link opens nothing now."))
    return redirect("agencies:people")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: join with an account, or make one."""
    asked = access.invitation_by(token)
    if not asked.is_open or asked.is_expired:
        return render(request, "agencies/invitation_gone.html", {"invitation": asked}, status=410)
    with scope(agency=asked.agency):
        if isinstance(request.user, User):
            return _join_signed_in(request, request.user, asked)
        if access.owner_of(asked.email) is not None:
            return render(request, "agencies/invitation_sign_in.html", {"invitation": asked})
        return _join_as_new(request, asked)


@require_POST
@login_required
def join(request: HttpRequest, pk: int) -> HttpResponse:
    user = access.signed_in(request)
    asked = next((one for one in access.own_invitations(user) if one.pk == pk), None)
    if asked is None:
        messages.error(request, _("This invitation was used or withdrawn meanwhile."))
        return redirect("agencies:account")
    with scope(agency=asked.agency):
        return _accept(request, user, asked)


def _join_signed_in(request: HttpRequest, user: User, asked: Invitation) -> HttpResponse:
    if asked.email not in access.addresses_of(user):
        page = "agencies/invitation_other.html"
        return render(request, page, {"invitation": asked}, status=403)
    if request.method == "POST":
        return _accept(request, user, asked)
    return render(request, "agencies/invitation_join.html", {"invitation": asked})


def _join_as_new(request: HttpRequest, asked: Invitation) -> HttpResponse:
    posted = request.method == "POST"
    initial = {"name": asked.name, "language": asked.language or get_language()}
    form = AcceptForm(request.POST if posted else None, initial=initial, invitation=asked)
    if not posted or not form.is_valid():
        context = {"invitation": asked, "form": form}
        return render(
            request, "agencies/invitation_new.html", context, status=422 if posted else 200
        )
    try:
        user = accounts.make_account(invitation=asked, **form.account)
    except joining.InvitationGoneError:
        return render(request, "agencies/invitation_gone.html", {"invitation": asked}, status=410)
    messages.success(request, _("Welcome to %(agency)s.") % {"agency": asked.agency})
    signed_in: HttpResponse = perform_login(request, user, email_verification="none")
    return signed_in


def _accept(request: HttpRequest, user: User, asked: Invitation) -> HttpResponse:
    try:
        membership = joining.accept(invitation=asked, user=user)
    except joining.InvitationGoneError:
        return render(request, "agencies/invitation_gone.html", {"invitation": asked}, status=410)
    access.switch_membership(request, membership)
    messages.success(request, _("Welcome to %(agency)s.") % {"agency": asked.agency})
    return redirect("agencies:home")


def _own(request: MemberRequest, pk: int) -> Invitation:
    found = get_object_or_404(Invitation, agency=request.agency, pk=pk)
    if found.role not in grantable(request.membership):
        raise PermissionDenied(_("Only an agency admin invites agency admins."))
    return found


def _lines(request: MemberRequest, text: str) -> list[Line]:
    return read_lines(text, roles=grantable(request.membership), taken=people.taken(request.agency))

"""The front door: where to go after signing in, which language, which role."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from agencies import access
from agencies.forms import AccountForm
from agencies.models import Role, User

FIRST_PAGES = {
    Role.ASSESSOR: "training:home",
    Role.COORDINATOR: "training:cohort",
    Role.ANALYST: "training:cohort",
    Role.AGENCY_ADMIN: "training:cohort",
    Role.EXPERT: "training:home",
    Role.ADJUDICATOR: "panels:queue",
}


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    membership = access.current_membership(request)
    if membership is not None:
        return redirect(FIRST_PAGES[Role(membership.role)])
    invitations = access.own_invitations(access.signed_in(request))
    return render(request, "agencies/no_membership.html", {"invitations": invitations})


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    response = set_language(request)
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=code)
    return response


@require_POST
@login_required
def switch_role(request: HttpRequest) -> HttpResponse:
    own = access.memberships(access.signed_in(request))
    number = request.POST.get("membership", "")
    is_number = number.isdecimal() and len(number) < 19
    chosen = get_object_or_404(own, pk=number if is_number else 0)
    access.switch_membership(request, chosen)
    return redirect("agencies:home")


@require_http_methods(["GET", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    user = access.signed_in(request)
    posted = request.method == "POST"
    form = AccountForm(request.POST if posted else None, instance=user)
    if posted and form.is_valid():
        form.save()
        messages.success(request, _("Your account was saved."))
        return redirect("agencies:account")
    context = {
        "form": form,
        "memberships": access.memberships(user),
        "invitations": access.own_invitations(user),
    }
    return render(request, "agencies/account.html", context, status=422 if posted else 200)

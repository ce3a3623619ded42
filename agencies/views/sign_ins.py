"""Where one is signed in, and ending that."""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies import access
from agencies.actions import leaving, record


@require_POST
@login_required
def end_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    ended = get_object_or_404(UserSession, user=access.signed_in(request), pk=pk)
    is_this_one = ended.session_key == request.session.session_key
    get_adapter().end_sessions([ended])
    if is_this_one:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("That sign-in was ended."))
    return redirect("usersessions_list")


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Every other session ends, also one that no list knows; this one goes on."""
    user = access.signed_in(request)
    with transaction.atomic():
        leaving.end_sessions(user)
        record(agency=None, actor=user, verb="sign_out_everywhere", obj=user)
    UserSession.objects.filter(user=user).delete()
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("usersessions_list")

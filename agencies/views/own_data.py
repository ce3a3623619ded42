"""One's own data: taking them along, and deleting the account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import access, own_data
from agencies.actions import erasing, leaving, record
from agencies.forms.account import EraseForm


@require_safe
@login_required
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "agencies/own_data.html")


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def data_file(request: HttpRequest) -> HttpResponse:
    user = access.signed_in(request)
    content = own_data.archive(user)
    with transaction.atomic():
        record(agency=None, actor=user, verb="export_own_data", obj=user)
    response = HttpResponse(content, content_type="application/zip")
    name = f"plumbline-{localdate().isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def erase(request: HttpRequest) -> HttpResponse:
    user = access.signed_in(request)
    posted = request.method == "POST"
    form = EraseForm(request.POST if posted else None, user=user, holdings=own_data.holdings())
    if posted and form.is_valid():
        try:
            erasing.erase(user=user, wishes=form.wishes)
        except leaving.LastAdminError:
            form.add_error(
                None, _("You are the last agency admin. Give the role to somebody else first.")
            )
        else:
            logout(request)
            messages.success(request, _("Your account was deleted."))
            return redirect("account_login")
    context = {"form": form, "holdings": own_data.holdings()}
    return render(request, "agencies/erase.html", context, status=422 if posted else 200)

"""The agency admin's pages on the learning record store."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from xapi import access
from xapi.actions import stores
from xapi.forms import StoreForm

ON_A_PAGE = 50


@require_safe
@membership_required(Role.AGENCY_ADMIN)
def store(request: MemberRequest) -> HttpResponse:
    found = access.store_of(request.membership)
    context: dict[str, Any] = {"store": found}
    if found is not None:
        told = Paginator(access.statements(found), ON_A_PAGE)
        context |= {
            "page": told.get_page(request.GET.get("page")),
            "people": access.who_is_who(found),
        }
    return render(request, "xapi/store.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.AGENCY_ADMIN)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth is untyped
def set_store(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = StoreForm(request.POST if posted else None)
    if posted and form.is_valid():
        stores.set_store(by=request.membership, **form.cleaned_data)
        messages.success(request, _("Statements go to this store from now on."))
        return redirect("xapi:store")
    return render(request, "xapi/store_new.html", {"form": form}, status=422 if posted else 200)


@require_POST
@membership_required(Role.AGENCY_ADMIN)
def end_store(request: MemberRequest) -> HttpResponse:
    stores.end_store(by=request.membership)
    messages.success(request, _("Nothing is sent to the store any more."))
    return redirect("xapi:store")

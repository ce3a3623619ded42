"""What anybody may ask without signing in: does this certificate hold, who signed it?"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from agencies.models import Agency
from reliability.credentials import access, addresses, guesses, keys
from reliability.credentials import status_list as lists
from reliability.credentials.achievement import achievement
from reliability.credentials.forms import CodeForm
from reliability.credentials.pdf import language_name
from reliability.credentials.status import name_of, standing_of, version_in_force


@require_safe
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("verify:certificate", form.cleaned_data["code"])
    status = 422 if form.is_bound else 200
    return render(request, "reliability/verify_enter.html", {"form": form}, status=status)


@require_safe
@never_cache
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    address = get_adapter().get_client_ip(request)
    if guesses.are_too_many(address):
        return render(request, "429.html", status=429)
    credential = access.by_code(code)
    if credential is None:
        guesses.count(address)
        return render(request, "reliability/verify_unknown.html", status=404)
    context = {
        "credential": credential,
        "standing": standing_of(credential),
        "tool_name": name_of(credential.tool),
        "exam_language": language_name(credential.language),
    }
    return render(request, "reliability/verify.html", context)


@require_safe
@cache_control(public=True, max_age=300)
def public_keys(request: HttpRequest) -> JsonResponse:
    return JsonResponse(keys.key_set(), json_dumps_params={"indent": 1})


@require_safe
def issuer(request: HttpRequest, pk: int) -> JsonResponse:
    agency = _issuing_agency(pk)
    profile = {
        "@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": addresses.issuer_url(agency.pk),
        "type": ["Profile"],
        "name": agency.name,
    }
    return JsonResponse(profile)


@require_safe
@cache_control(public=True, max_age=300)
def status_list(request: HttpRequest, pk: int) -> HttpResponse:
    token = lists.signed_list(_issuing_agency(pk).pk, now())
    return HttpResponse(token, content_type="application/vc+jwt")


@require_safe
def achievement_told(request: HttpRequest, tool: str) -> JsonResponse:
    version = version_in_force(tool)
    if version is None:
        raise Http404(_("There is no such instrument here."))
    return JsonResponse(achievement(tool, version, get_language() or "en"))


def _issuing_agency(pk: int) -> Agency:
    return get_object_or_404(access.issuers(), pk=pk)

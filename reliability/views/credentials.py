"""Certificates: one's own, those that an agency issued, and what may be taken along."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import (
    MemberRequest,
    membership_past_second_step,
    membership_required,
    signed_in,
)
from reliability.actions.certifying import CertificateRefusedError, issue, rename, revoke
from reliability.actions.manuals import needs_booster
from reliability.credentials import access
from reliability.credentials.badge_picture import baked_svg
from reliability.credentials.forms import FilterForm, RevokeForm
from reliability.credentials.pdf import PdfRefusedError, certificate_pdf
from reliability.models import Credential
from reliability.reports.certificates import card, cards, of_status
from training.questions import tool_name

PER_PAGE = 25
BADGE_TYPES = {"jwt": "application/vc+jwt", "svg": "image/svg+xml"}


@require_safe
@login_required
def my_certificates(request: HttpRequest) -> HttpResponse:
    own = cards(access.own(signed_in(request)))
    return render(request, "reliability/credentials_mine.html", {"cards": own})


@require_safe
@membership_required(*access.CERTIFYING_ROLES)
def certificates(request: MemberRequest) -> HttpResponse:
    form = FilterForm(request.GET or None)
    listed = access.issued_by(request.membership)
    if form.is_valid():
        listed = listed.filter(holder_name__icontains=form.cleaned_data["name"])
        if form.cleaned_data["status"]:
            listed = of_status(listed, form.cleaned_data["status"], localdate())
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": cards(page.object_list),
        "doubted": cards(access.doubted(request.membership)),
        "to_issue": [(one, tool_name(one.tool)) for one in access.to_issue(request.membership)],
    }
    return render(request, "reliability/credentials.html", context)


@require_safe
@login_required
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _seen(request, pk), RevokeForm())


@require_POST
@membership_required(*access.CERTIFYING_ROLES)
def revoked(request: MemberRequest, pk: int) -> HttpResponse:
    credential = get_object_or_404(access.issued_by(request.membership), pk=pk)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _page(request, credential, form)
    try:
        revoke(
            credential=credential, actor=request.membership, because=form.cleaned_data["because"]
        )
    except CertificateRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The certificate was revoked. Its public page says so now."))
    return redirect("reliability:certificate", pk)


@require_safe
@login_required
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    credential = _seen(request, pk)
    asked = request.GET.get("language") or credential.language
    language = "fr-ca" if asked.startswith("fr") else "en"
    try:
        content = certificate_pdf(credential, language)
    except PdfRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("reliability:certificate", pk)
    return _file(content, "application/pdf", f"{_stem(credential)}-{language[:2]}.pdf")


@require_safe
@login_required
def badge(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    credential = _seen(request, pk)
    content = baked_svg(credential) if kind == "svg" else credential.badge
    return _file(content.encode(), BADGE_TYPES[kind], f"{_stem(credential)}-badge.{kind}")


@require_POST
@login_required
def renamed(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    credential = get_object_or_404(access.own(user), pk=pk)
    try:
        credential = rename(credential=credential, actor=user)
    except CertificateRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Here is the copy under your new name."))
    return redirect("reliability:certificate", credential.pk)


@require_POST
@membership_required(*access.CERTIFYING_ROLES)
def issued(request: MemberRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(access.decisions(request.membership), pk=pk)
    try:
        credential = issue(decision=decision, actor=request.membership)
    except CertificateRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("reliability:certificates")
    messages.success(request, _("The certificate was issued."))
    return redirect("reliability:certificate", credential.pk)


def _seen(request: HttpRequest, pk: int) -> Credential:
    seen = access.seen_by(signed_in(request), membership_past_second_step(request))
    return get_object_or_404(seen, pk=pk)


def _page(request: HttpRequest, credential: Credential, form: RevokeForm) -> HttpResponse:
    user, membership = signed_in(request), membership_past_second_step(request)
    told = card(credential)
    is_own = credential.holder_id == user.pk
    may_revoke = (
        not is_own
        and credential.revoked_at is None
        and membership is not None
        and access.issued_by(membership).filter(pk=credential.pk).exists()
    )
    context = {
        "card": told,
        "form": form if may_revoke else None,
        "is_own": is_own,
        "needs_booster": may_revoke and needs_booster(credential, localdate()),
        "may_rename": is_own and told.standing.is_valid and access.has_new_name(credential, user),
    }
    status = 422 if form.errors else 200
    return render(request, "reliability/credential.html", context, status=status)


def _stem(credential: Credential) -> str:
    return f"{credential.tool}-{credential.issued_at:%Y-%m-%d}"


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

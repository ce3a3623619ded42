"""Alerts: the list, one of them, and what a coordinator does about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.actions.monitoring.alerting import (
    AlertRefusedError,
    close_alert,
    escalate_alert,
    note_on_alert,
)
from reliability.actions.monitoring.remedying import Offer, assign_remedy
from reliability.actions.monitoring.remedying import recheck as give_recheck
from reliability.forms.monitoring import RemedyForm, WhyForm
from reliability.models import Alert, Remedy
from reliability.reports.alert_list import alert_row, listed
from reliability.reports.alert_page import AlertPage, alert_page
from vignettes.actions import note_gold_seen

PER_PAGE = 25
Forms = Mapping[str, forms.Form]


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def alerts(request: MemberRequest) -> HttpResponse:
    closed = request.GET.get("show") == "closed"
    found = listed(request.membership, closed=closed)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "closed": closed,
        "page": page,
        "rows": [alert_row(one) for one in page.object_list],
    }
    return render(request, "reliability/monitoring/alerts.html", context)


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def alert(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, access.alert_for(request.membership, pk))


@require_POST
@membership_required(*access.DECIDING_ROLES)
def remedy(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.alert_for(request.membership, pk)
    page = alert_page(found, request.membership, now())
    form = RemedyForm(request.POST, rules=page.offered)
    if not form.is_valid():
        return _page(request, found, {"remedy": form}, status=422)
    told = form.cleaned_data
    offer = Offer(
        kind=Remedy.Kind(told["kind"]),
        due_on=told["due_on"],
        rules=told.get("rules", []),
        note=told["note"],
    )

    def act() -> str:
        assign_remedy(alert=found, offer=offer, by=request.membership, at=now())
        return _("Assigned. The assessor finds it on the start page.")

    return _act(request, found, act, {"remedy": form})


@require_POST
@membership_required(*access.DECIDING_ROLES)
def recheck(request: MemberRequest, pk: int, remedy_pk: int) -> HttpResponse:
    found = access.alert_for(request.membership, pk)
    given = get_object_or_404(found.remedies, pk=remedy_pk)

    def act() -> str:
        n = give_recheck(remedy=given, by=request.membership, at=now())
        told = ngettext(
            "%(n)s case was given out that shows whether it helped.",
            "%(n)s cases were given out that show whether it helped.",
            n,
        )
        return told % {"n": n}

    return _act(request, found, act, {})


@require_POST
@membership_required(*access.DECIDING_ROLES)
def close(request: MemberRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "close")


@require_POST
@membership_required(*access.DECIDING_ROLES)
def escalate(request: MemberRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "escalate")


@require_POST
@membership_required(*access.DECIDING_ROLES)
def note(request: MemberRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "note")


def _with_reason(request: MemberRequest, pk: int, name: str) -> HttpResponse:
    """Close, hand on or note: each takes a sentence, and leaves a step on record."""
    found = access.alert_for(request.membership, pk)
    form = WhyForm(request.POST, prefix=name)
    if not form.is_valid():
        return _page(request, found, {name: form}, status=422)
    told: dict[str, Any] = {"alert": found, "by": request.membership, "at": now()}
    sentence = form.cleaned_data["note"]

    def act() -> str:
        if name == "close":
            close_alert(**told, reason=sentence)
            return _("Closed. What was done stays on record.")
        if name == "escalate":
            escalate_alert(**told, reason=sentence)
            return _("Handed on. The alert stays open.")
        note_on_alert(**told, note=sentence)
        return _("Noted.")

    return _act(request, found, act, {name: form})


def _act(request: MemberRequest, found: Alert, act: Callable[[], str], sent: Forms) -> HttpResponse:
    """Do it; the page again, with a sentence, where the action refuses."""
    try:
        done = act()
    except AlertRefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, access.alert_for(request.membership, found.pk), sent, status=409)
    messages.success(request, done)
    return redirect("monitoring:alert", pk=found.pk)


def _page(
    request: MemberRequest, found: Alert, sent: Forms | None = None, status: int = 200
) -> HttpResponse:
    page = alert_page(found, request.membership, now())
    if found.version is not None:
        # What most gave instead of gold all but tells what gold is.
        note_gold_seen(user=request.user, versions=[found.version])
    context = {"page": page, "sent": list(sent or ()), "forms": {**_forms(page), **(sent or {})}}
    return render(request, "reliability/monitoring/alert.html", context, status=status)


def _forms(page: AlertPage) -> Forms:
    shown: dict[str, forms.Form] = {
        name: WhyForm(prefix=name) for name in ("close", "escalate", "note")
    }
    if page.proposal is not None:
        first = {"kind": page.proposal.kind, "due_on": page.proposal.due_on}
        shown["remedy"] = RemedyForm(rules=page.offered, initial=first)
    return shown

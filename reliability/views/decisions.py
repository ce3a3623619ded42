"""Decisions on exams: what waits, one of them, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.actions import appealing, deciding
from reliability.actions.deciding import AlreadyDecidedError, DecisionRefusedError
from reliability.forms.decisions import AnswerForm, AppealForm, OutcomeForm, ReasonForm, ReviewForm
from reliability.models import Decision, Outcome
from reliability.reports.decision import decision_list, decision_page, decision_row

PER_PAGE = 25
FORMS: dict[str, type[forms.Form]] = {
    "confirm": ReasonForm,
    "override": OutcomeForm,
    "review": ReviewForm,
    "appeal": AppealForm,
    "answer": AnswerForm,
}


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def decisions(request: MemberRequest) -> HttpResponse:
    standing = access.standing(access.decisions(request.membership)).order_by("-made_at", "-pk")
    page = Paginator(standing, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": decision_list(request.membership),
        "page": page,
        "rows": [decision_row(one) for one in page.object_list],
    }
    return render(request, "reliability/decisions.html", context)


@require_safe
@never_cache
@membership_required()
def decision(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@membership_required()
def appealed(request: MemberRequest, pk: int) -> HttpResponse:
    def act(found: Decision, told: dict[str, Any]) -> None:
        appealing.appeal(decision=found, by=request.membership, reason=told["reason"])

    return _act(request, pk, "appeal", act, _("Your appeal is on record. It will be answered."))


@require_POST
@membership_required(*access.DECIDING_ROLES)
def confirmed(request: MemberRequest, pk: int) -> HttpResponse:
    def act(found: Decision, told: dict[str, Any]) -> None:
        deciding.confirm(decision=found, by=request.membership, reason=told["reason"])

    return _act(request, pk, "confirm", act, _("Confirmed. The assessor sees it now."))


@require_POST
@membership_required(*access.DECIDING_ROLES)
def overridden(request: MemberRequest, pk: int) -> HttpResponse:
    def act(found: Decision, told: dict[str, Any]) -> None:
        deciding.override(decision=found, by=request.membership, **told)

    return _act(request, pk, "override", act, _("Decided. The assessor sees it now."))


@require_POST
@membership_required(*access.DECIDING_ROLES)
def reviewed(request: MemberRequest, pk: int) -> HttpResponse:
    def act(found: Decision, told: dict[str, Any]) -> None:
        deciding.review(decision=found, by=request.membership, **told)

    return _act(request, pk, "review", act, _("Reviewed. The decision before stays on record."))


@require_POST
@membership_required(*access.DECIDING_ROLES)
def answered(request: MemberRequest, pk: int) -> HttpResponse:
    def act(found: Decision, told: dict[str, Any]) -> None:
        appeals = access.open_appeals(request.membership)
        appeal = get_object_or_404(appeals, decision__exam=found.exam_id)
        appealing.answer_appeal(appeal=appeal, by=request.membership, **told)

    return _act(request, pk, "answer", act, _("Answered. The assessor sees it now."))


def _found(request: MemberRequest, pk: int) -> Decision:
    return get_object_or_404(access.decisions(request.membership), pk=pk)


def _act(
    request: MemberRequest,
    pk: int,
    name: str,
    act: Callable[[Decision, dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """Do what the form asks for; the page again where the form or the action refuses."""
    found = _found(request, pk)
    form = FORMS[name](request.POST)
    if not form.is_valid():
        return _page(request, found, name, form, 422)
    try:
        act(found, form.cleaned_data)
    except AlreadyDecidedError as late:
        messages.warning(request, str(late))
    except DecisionRefusedError as refused:
        messages.error(request, str(refused))
        return _page(request, found, name, form, 409)
    else:
        messages.success(request, done)
    standing = access.standing_decision(found.exam)
    return redirect("reliability:decision", pk=standing.pk if standing else pk)


def _page(
    request: MemberRequest,
    found: Decision,
    name: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    page = decision_page(found, request.membership, now())
    shown = {f"{key}_form": maker() for key, maker in FORMS.items()}
    if form is not None:
        shown[f"{name}_form"] = form
    context = {"page": page, "open": name, "passed": Outcome.PASSED, **shown}
    return render(request, "reliability/decision.html", context, status=status)

"""Opening a panel, following it, and deciding on what its experts coded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import MemberRequest, members, membership_required
from agencies.models import Membership, Role
from training import access
from training.actions import panels
from training.casefile import Label, case_file
from training.forms.panels import AddExpertForm, AdjudicationForm, OpenPanelForm
from training.models import Contest
from training.tables.queue import panel_row, question_heading
from vignettes import access as library
from vignettes.actions import PanelRefusedError, adjudicate, note_gold_seen, withdraw_panel
from vignettes.models import Adjudication, Panel, VignetteVersion
from vignettes.reports.adjudication import Docket, docket
from vignettes.reports.decision import decision_lines


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required()
def open_panel(request: MemberRequest, version_id: int) -> HttpResponse:
    contest = contest_named(request)
    check_may_open(request.membership, contest)
    version = get_object_or_404(library.versions_for(request.membership), pk=version_id)
    barred = barred_experts(request, version)
    form = open_form(request, version, contest, [member.pk for member, _why in barred])
    if request.method == "POST" and form.is_valid():
        try:
            panel = panels.open_panel(
                asked=panels.Round(
                    version=version,
                    tool=form.cleaned_data["tool"],
                    for_library=form.is_for_library,
                    because=form.cleaned_data["because"],
                    contest=contest,
                ),
                experts=form.cleaned_data["experts"],
                opened_by=request.membership,
                at=now(),
            )
        except PanelRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The case is on the start pages of the experts you chose."))
            return redirect("panels:panel", pk=panel.pk)
    context = {"form": form, "version": version, "barred": barred, "contest": contest}
    status = 422 if request.method == "POST" else 200
    return render(request, "training/panel_open.html", context, status=status)


def contest_named(request: MemberRequest) -> Contest | None:
    """The contest that a round is opened for, where the address names one."""
    asked = request.GET.get("contest", "")
    return access.contest_for(request.membership, int(asked)) if asked.isdecimal() else None


def check_may_open(membership: Membership, contest: Contest | None) -> None:
    """A coordinator or an editor asks experts; an adjudicator does so to settle a contest."""
    for_contest = contest is not None and membership.role == Role.ADJUDICATOR
    if not (library.may_open_panel(membership) or for_contest):
        raise PermissionDenied(
            _("A panel is opened by a coordinator, or by an editor of the library.")
        )


def barred_experts(
    request: MemberRequest, version: VignetteVersion
) -> list[tuple[Membership, str]]:
    experts = list(members(request.agency, Role.EXPERT))
    why = access.barred_from_panels(version, [expert.user for expert in experts])
    return [(expert, why[expert.user_id]) for expert in experts if expert.user_id in why]


def open_form(
    request: MemberRequest, version: VignetteVersion, contest: Contest | None, barred: list[int]
) -> OpenPanelForm:
    is_editor = panels.may_be_for_library(version, request.user)
    initial = {"tool": request.GET.get("tool", "")}
    if contest is not None:
        reason = _("An assessor contested: %(question)s")
        initial["tool"] = contest.coding.tool
        initial["because"] = reason % {"question": question_heading(contest)}
    return OpenPanelForm(
        request.POST if request.method == "POST" else None,
        experts=members(request.agency, Role.EXPERT).exclude(pk__in=barred),
        may_be_for_library=is_editor,
        must_be_for_library=is_editor and request.membership.role not in library.PANEL_ROLES,
        initial=initial,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required()
def panel(request: MemberRequest, pk: int) -> HttpResponse:
    found = library.panel_for(request.membership, pk)
    free = addable(request, found)
    form = AddExpertForm(request.POST if request.method == "POST" else None, experts=free)
    may_open = library.may_open_panel(request.membership)
    if request.method == "POST":
        check_may_open(request.membership, None)
        if form.is_valid():
            return add_expert(request, found, form.cleaned_data["expert"])
    context: dict[str, Any] = {
        "panel": found,
        "row": panel_row(found, request.membership),
        "form": form if may_open and found.is_at_work and free.exists() else None,
        "may_open": may_open,
    }
    if found.decision is not None:
        context |= told_of_decision(request, found.decision)
    status = 422 if request.method == "POST" else 200
    return render(request, "training/panel.html", context, status=status)


def told_of_decision(request: MemberRequest, decision: Adjudication) -> dict[str, Any]:
    """The decision question by question; it tells what is right, so the sight is noted."""
    note_gold_seen(user=request.user, versions=[decision.panel.version])
    decided, agreed = decision_lines(decision)
    return {
        "decided": decided,
        "agreed": agreed,
        "is_published": decision.gold_codings.exists(),
        "may_publish": library.may_publish(decision, request.membership),
    }


def addable(request: MemberRequest, panel: Panel) -> QuerySet[Membership]:
    """The experts who may still be seated: not on the panel, and able to code the case blind."""
    seated = [seat.expert_id for seat in panel.seats.all()]
    barred = [expert.pk for expert, _why in barred_experts(request, panel.version)]
    return members(request.agency, Role.EXPERT).exclude(pk__in=[*seated, *barred])


def add_expert(request: MemberRequest, panel: Panel, expert: Membership) -> HttpResponse:
    try:
        panels.add_expert(panel=panel, expert=expert, actor=request.user, at=now())
    except PanelRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The case is on the start page of one more expert."))
    return redirect("panels:panel", pk=panel.pk)


@require_POST
@membership_required()
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = library.panel_for(request.membership, pk)
    check_may_open(request.membership, None)
    try:
        withdraw_panel(panel=found, actor=request.user, at=now())
    except PanelRefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The panel is withdrawn. What was coded is kept."))
    return redirect("panels:queue")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required()
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    found = library.panel_for(request.membership, pk)
    if found.decision is None:
        library.check_may_decide(found, request.membership)
    if found.decision is not None or not found.is_ready:
        return redirect("panels:panel", pk=found.pk)
    note_gold_seen(user=request.user, versions=[found.version])
    questions = docket(found)
    form = AdjudicationForm(questions, request.POST if request.method == "POST" else None)
    refused = ""
    if form.is_valid():
        try:
            adjudicate(
                panel=found,
                adjudicator=request.membership,
                eligibility=form.eligibility,
                answers=form.answers,
            )
        except PanelRefusedError as error:
            refused = str(error)
        else:
            messages.success(request, _("Your decision is kept. It is not in force yet."))
            return redirect("panels:panel", pk=found.pk)
    context: dict[str, Any] = {
        "panel": found,
        "docket": questions,
        "form": form,
        "refused": refused,
        "case": case_file(found.version, evidence_labels(questions)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/panel_decide.html", context, status=status)


def evidence_labels(questions: Docket) -> dict[str, tuple[Label, ...]]:
    """Span to the questions that it decides by the rules: what is lit in the text."""
    lit: dict[str, tuple[Label, ...]] = {}
    for point in questions.points:
        for span in point.by_rules.evidence if point.by_rules else ():
            label = Label(point.short_name, point.anchor)
            lit[span.span_id] = (*lit.get(span.span_id, ()), label)
    return lit

"""The assessor's start page, and what comes before scoring a case."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from training import access
from training.actions import cases, sitting
from training.casefile import subject
from training.forms.scoring import DeclineForm
from training.models import Assignment
from training.questions import tool_name
from training.tables.cards import cards, next_beside
from training.tables.start import start_page


@require_safe
@membership_required(*access.SCORING_ROLES)
def home(request: MemberRequest) -> HttpResponse:
    at = now()
    page = start_page(request.membership, at)
    own = cards(request.membership, page.practice, at)
    context = {"page": page, "cards": own, "next": next_beside(page, own)}
    return render(request, "training/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*access.SCORING_ROLES)
def notice(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    try:
        access.check_work(assignment, now())
    except access.WorkRefusedError as refused:
        return refusal(request, assignment, refused)
    if request.method == "POST":
        cases.see_notice(assignment=assignment, at=now())
        sitting.start_case(assignment=assignment, at=now())
        return redirect("training:score", assignment_id=assignment.pk)
    return render(
        request,
        "training/notice.html",
        {
            "assignment": assignment,
            "subject": subject(assignment.version),
            "tool": tool_name(assignment.tool),
            "minutes": sitting.minutes_for(assignment),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*access.SCORING_ROLES)
def decline(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    form = DeclineForm(request.POST or None)
    context: dict[str, Any] = {"assignment": assignment, "form": form}
    if request.method != "POST":
        return render(request, "training/decline.html", context)
    if not form.is_valid():
        return render(request, "training/decline.html", context, status=422)
    try:
        cases.decline(
            assignment=assignment,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now(),
        )
    except access.WorkRefusedError as refused:
        return refusal(request, assignment, refused)
    return back_from(assignment)


@require_POST
@membership_required(*access.SCORING_ROLES)
def take_back(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    try:
        cases.take_back(assignment=assignment, actor=request.user, at=now())
    except access.WorkRefusedError as refused:
        return refusal(request, assignment, refused)
    return redirect("training:home")


def back_from(assignment: Assignment) -> HttpResponse:
    """To where the case was opened from: the page of a personal exam, else one's cases."""
    if assignment.exam is not None and assignment.exam.is_personal:
        return redirect("training:exam", exam_id=assignment.exam.pk)
    return redirect("training:home")


def refusal(
    request: MemberRequest, assignment: Assignment, refused: access.WorkRefusedError
) -> HttpResponse:
    """A page that says why this case cannot be worked on now; 409, for nothing is wrong with it."""
    context = {"assignment": assignment, "sentence": str(refused)}
    return render(request, "training/refused.html", context, status=409)

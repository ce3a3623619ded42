"""The scoring page: a form that works by itself, and the small writes of its script."""

from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import MemberRequest, membership_required
from training import access, at_work
from training.actions import cases, handing_in, preferences, saving, sitting
from training.answers import StaleError
from training.casefile import case_file
from training.forms.scoring import AnswerForm, ScoringForm, answer_form, read_key
from training.models import Assignment
from training.passages import passages
from training.questions import tool_name
from training.scoring import (
    Refusals,
    clock,
    conflict_sentence,
    exam_clock,
    scoring_page,
    script_words,
)
from training.views.cases import back_from, refusal
from training.views.exams import note_opening
from training.views.marking import TAKE_OFF, by_form
from vignettes.models import content_language


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(*access.SCORING_ROLES)
def score(request: MemberRequest, assignment_id: int) -> HttpResponse:
    # What is sent needs nothing of the case's text
    find = at_work.own_case if request.method == "POST" else access.own_assignment
    assignment = find(request.membership, assignment_id)
    if access.coding_of(assignment) is not None:
        return redirect("training:feedback", assignment_id=assignment.pk)
    if sitting.settle(assignment=assignment, at=now()) is not None:
        return too_late(request, assignment)
    try:
        access.check_open(assignment, now())
    except access.WorkRefusedError as refused:
        return refusal(request, assignment, refused)
    if assignment.notice_seen_at is None:
        return redirect("training:notice", assignment_id=assignment.pk)
    if request.method != "POST":
        return note_opening(request, assignment, page(request, assignment))
    return take(request, assignment)


def too_late(request: MemberRequest, assignment: Assignment) -> HttpResponse:
    """The time was over: the saved answers are handed in, and what the page just sent is not."""
    if request.method == "POST":
        sentence = _(
            "The time was over when this page was sent, so what it held was not taken. "
            "What was saved before is handed in for you."
        )
        messages.warning(request, sentence)
    return redirect("training:receipt", assignment_id=assignment.pk)


def take(request: MemberRequest, assignment: Assignment) -> HttpResponse:
    """Save everything that the form holds, then do what its button says."""
    if not handing_in.belongs(assignment, read_key(request.POST.get("submission_key", ""))):
        return refusal(request, assignment, access.WorkRefusedError(handing_in.other_case()))
    form = ScoringForm(assignment.tool, request.POST)
    action = request.POST.get("action", "save")
    try:
        refusals = stored(request, assignment, form, is_last=action == "submit")
    except access.WorkRefusedError as refused:
        if access.coding_of(assignment) is not None:
            return redirect("training:feedback", assignment_id=assignment.pk)
        return refusal(request, assignment, refused)
    except OperationalError:
        return page(request, assignment, Refusals(given=form.given, is_busy=True))
    if refusals.any:
        return page(request, assignment, refusals)
    if action == "submit":
        return redirect("training:feedback", assignment_id=assignment.pk)
    return go_on(request, assignment, action)


def stored(
    request: MemberRequest, assignment: Assignment, form: ScoringForm, *, is_last: bool
) -> Refusals:
    """Save the form, and hand it in where nothing is the matter with it; what is."""
    if not is_last or form.errors:
        unseen = saving.save_answers(assignment=assignment, answers=form.answers, at=now())
        return Refusals(given=form.given, errors=form.errors, conflicts=unseen)
    sent = handing_in.save_and_submit(
        assignment=assignment, answers=form.answers, actor=request.user, at=now()
    )
    if sent.missing:
        return Refusals(missing=sent.missing)
    return Refusals(given=form.given, conflicts=sent.unseen)


def go_on(request: MemberRequest, assignment: Assignment, action: str) -> HttpResponse:
    """What the button says, once everything is saved."""
    if action == "pause":
        cases.pause(assignment=assignment, at=now())
        return back_from(assignment)
    if action == "mark" or action.startswith(TAKE_OFF):
        by_form(request, assignment, action)
    return redirect("training:score", assignment_id=assignment.pk)


def page(
    request: MemberRequest, assignment: Assignment, refusals: Refusals | None = None
) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment.pk)
    context = {
        "assignment": assignment,
        "case": case_file(assignment.version),
        "page": scoring_page(assignment, refusals),
        "passages": passages(assignment.version, content_language()).values(),
        "tool": tool_name(assignment.tool),
        "clock": exam_clock(assignment, now()),
        "words": script_words(),
    }
    status = refusals.status if refusals is not None else 200
    return render(request, "training/score.html", context, status=status)


@require_POST
@membership_required(*access.SCORING_ROLES)
def autosave(request: MemberRequest, assignment_id: int) -> JsonResponse:
    assignment = at_work.own_case(request.membership, assignment_id)
    form = answer_form(assignment.tool, request.POST)
    if form is None:
        sentence = _("This tool has no such question. Reload the page and answer again.")
        return JsonResponse({"message": sentence}, status=422)
    if not form.is_valid():
        return JsonResponse({"message": form.sentence}, status=422)
    try:
        saved = saving.save_answer(assignment=assignment, answer=form.answer, at=now())
    except access.WorkRefusedError as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    except StaleError as stale:
        return JsonResponse(both(form, stale), status=409)
    except OperationalError:
        sentence = _("The server is busy, so this answer is not saved yet. It is sent again.")
        return JsonResponse({"message": sentence}, status=503, headers={"Retry-After": "2"})
    return JsonResponse({"revision": saved.answer.revision, "saved_at": clock(saved.saved_at)})


def both(form: AnswerForm, stale: StaleError) -> dict[str, Any]:
    """The newer answer beside the refused one, for the person to choose."""
    theirs = stale.stored.answer
    return {
        "message": conflict_sentence(form.question, form.answer, stale.stored),
        "theirs": {"value": theirs.value, "reason": theirs.reason},
        "revision": theirs.revision,
    }


@require_POST
@membership_required(*access.SCORING_ROLES)
def single_keys(request: MemberRequest) -> HttpResponse:
    preferences.use_single_keys(user=request.user, on=request.POST.get("on") == "1")
    return HttpResponse(status=204)

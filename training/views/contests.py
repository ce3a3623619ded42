"""Contesting a gold score, and answering a contest."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from training import access
from training.actions import contesting
from training.answers import ELIGIBILITY
from training.feedback import Compared, feedback_on, gold_value
from training.forms.contests import AnswerContestForm, ContestForm
from training.models import Assignment, Coding, Contest
from training.questions import questions, tool_name
from training.tables.contests import ContestState, outcomes, state_of
from training.tables.queue import published_adjudications
from vignettes import access as library
from vignettes.actions import note_gold_seen
from vignettes.models import GoldCoding


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(Role.ASSESSOR)
def contest(request: MemberRequest, assignment_id: int, item: str) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    gold = access.gold_for(assignment, request.membership, now())
    coding = handed_in(assignment)
    asked = compared(coding, gold, item)
    form = ContestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contesting.contest(
                coding=coding,
                gold=gold,
                item=item,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=now(),
            )
        except contesting.ContestRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your contest is in the queue. The answer appears here."))
            return redirect("training:feedback", assignment_id=assignment.pk)
    context = {
        "assignment": assignment,
        "compared": asked,
        "form": form,
        "tool": tool_name(assignment.tool),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/contest.html", context, status=status)


def handed_in(assignment: Assignment) -> Coding:
    coding = access.coding_of(assignment)
    if coding is None:
        raise Http404("Nothing was handed in for this case.")
    return coding


def compared(coding: Coding, gold: GoldCoding, item: str) -> Compared:
    """The contested question beside gold; 404 for one that was not graded."""
    answer = feedback_on(coding, gold)
    found = {one.question.id: one for one in (answer.eligibility, *answer.items)}
    if item not in found:
        raise Http404(_("This tool has no such question."))
    return found[item]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required()
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.contest_for(request.membership, pk)
    coding, gold = found.coding, in_force(found)
    note_gold_seen(user=request.user, versions=[coding.version])
    state = state_of(found, published_adjudications([found.panel] if found.panel else []))
    open_to_answer = state in (ContestState.NEW, ContestState.PANEL_PUBLISHED)
    data = request.POST if request.method == "POST" and open_to_answer else None
    form = AnswerContestForm(data, outcomes=outcomes(found, gold))
    if form.is_valid():
        try:
            contesting.answer_contest(
                contest=found,
                outcome=form.cleaned_data["outcome"],
                answer=form.cleaned_data["answer"],
                by=request.membership,
                at=now(),
            )
        except contesting.ContestRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The answer is on record, and the assessor reads it."))
            return redirect("panels:queue")
    context = {
        "contest": found,
        "assignment": coding.assignment,
        "compared": compared(coding, found.gold, found.item),
        "right_now": right_answer(gold, found.item),
        "state": state.value,
        "form": form if open_to_answer else None,
        "tool": tool_name(coding.tool),
        "may_open_panel": library.may_open_panel(request.membership)
        or request.membership.role == Role.ADJUDICATOR,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/contest_answer.html", context, status=status)


def right_answer(gold: GoldCoding, item: str) -> str:
    """What the gold in force says on the contested question, in words."""
    asked = next(one for one in questions(gold.tool) if one.id == item)
    if item == ELIGIBILITY:
        return asked.wording(gold.eligibility)
    return asked.wording(gold_value(asked, gold.scores.get(item)))


def in_force(contest: Contest) -> GoldCoding:
    """The gold that the answer has to square with: what is in force now."""
    gold = library.gold_in_force(contest.agency)
    return gold.get(version=contest.coding.version, tool=contest.coding.tool)

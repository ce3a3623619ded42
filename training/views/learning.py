"""Own notes on rules, and questions on coding."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from training import access
from training.actions import learning as actions
from training.forms.learning import AnswerForm, NoteForm, QuestionForm
from training.models import Coding
from training.questions import questions, tool_name
from training.tables import learning as tables
from vignettes.reports.rules import RuleRow, tool_or_404


@require_safe
@never_cache
@membership_required(Role.ASSESSOR)
def notes(request: MemberRequest) -> HttpResponse:
    return render(request, "training/notes.html", {"tools": tables.own_notes(request.membership)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(Role.ASSESSOR)
def note(request: MemberRequest, tool: str, rule_id: str) -> HttpResponse:
    row = rule_or_404(tool, rule_id)
    kept = tables.own_note(request.membership, tool, rule_id)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": kept})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        actions.keep_note(assessor=request.membership, tool=tool, rule=rule_id, text=text, at=now())
        messages.success(request, _("Your note is kept.") if text else _("Your note is gone."))
        return redirect("training:notes")
    context = {"form": form, "row": row, "tool": tool, "tool_name": tool_name(tool)}
    status = 422 if request.method == "POST" else 200
    return render(request, "training/notes_edit.html", context, status=status)


def rule_or_404(tool: str, rule_id: str) -> RuleRow:
    tool_or_404(tool)
    row = tables.rule_of(tool, rule_id)
    if row is None:
        raise Http404(_("This tool has no rule of that name."))
    return row


@require_safe
@never_cache
@membership_required()
def asked(request: MemberRequest) -> HttpResponse:
    context = {
        "own": tables.question_rows(tables.own_questions(request.membership)),
        "to_answer": tables.question_rows(
            tables.questions_to_answer(request.membership).order_by("answered_at", "asked_at")
        ),
        "may_answer": request.membership.role in tables.ANSWERING,
    }
    return render(request, "training/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(Role.ASSESSOR)
def ask(request: MemberRequest, tool: str) -> HttpResponse:
    about = about_what(request, tool)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.ask(asker=request.membership, about=about, text=form.cleaned_data["text"], at=now())
        messages.success(request, _("Your question is on its way. The answer appears here."))
        return redirect("training:questions")
    asked_items = {one.id: one.heading for one in questions(tool)}
    context = {
        "form": form,
        "tool_name": tool_name(tool),
        "row": tables.rule_of(tool, about.rule),
        "item": asked_items.get(about.item, ""),
        "case_title": about.coding.version.title if about.coding else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/question_ask.html", context, status=status)


def about_what(request: MemberRequest, tool: str) -> actions.About:
    """What the address names: a rule or an item of the tool, and a case whose feedback is open."""
    tool_or_404(tool)
    rule, item = request.GET.get("rule", ""), request.GET.get("item", "")
    if rule and tables.rule_of(tool, rule) is None:
        raise Http404(_("This tool has no rule of that name."))
    if item and item not in {one.id for one in questions(tool)}:
        raise Http404(_("This tool has no such question."))
    return actions.About(tool, rule, item, coding_named(request, tool))


def coding_named(request: MemberRequest, tool: str) -> Coding | None:
    named = request.GET.get("case", "")
    if not named.isdecimal():
        return None
    assignment = access.own_assignment(request.membership, int(named))
    access.gold_for(assignment, request.membership, now())
    coding = access.coding_of(assignment)
    return coding if coding is not None and coding.tool == tool else None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(*tables.ANSWERING)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.questions_to_answer(request.membership), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, initial={"answer": found.answer})
    if request.method == "POST" and form.is_valid():
        actions.answer_question(
            question=found, answer=form.cleaned_data["answer"], by=request.membership, at=now()
        )
        messages.success(request, _("The answer is on record, and the assessor reads it."))
        return redirect("training:question", pk=found.pk)
    context = {
        "row": tables.question_rows([found])[0],
        "form": form,
        "may_publish": request.membership.role == Role.COORDINATOR and found.rule,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "training/question_answer.html", context, status=status)


@require_POST
@membership_required(Role.COORDINATOR)
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(tables.questions_to_answer(request.membership), pk=pk)
    if found.is_open or not found.rule:
        messages.error(request, _("Only an answered question on a rule can be published."))
        return redirect("training:question", pk=found.pk)
    at = now() if found.published_at is None else None
    actions.publish_question(question=found, by=request.membership, at=at)
    return redirect("training:question", pk=found.pk)

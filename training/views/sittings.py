"""Personal exams for the coordinator: rules, who sits what, one attempt, and time on top."""

from typing import Any

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
from training.actions import exam_rules as rules_actions
from training.actions import sitting as actions
from training.forms.exams import CaseTimeForm, ExamRulesForm, ExamTimeForm
from training.models import Exam, Programme
from training.questions import tool_name
from training.tables import exam_supply
from training.tables import sittings as tables
from training.tables.programme import programmes


@require_safe
@never_cache
@membership_required(Role.COORDINATOR)
def sittings(request: MemberRequest) -> HttpResponse:
    page = tables.attempts(request.membership, request.GET.get("page"))
    context = {"page": page, "rows": tables.sittings(page, now())}
    return render(request, "training/exam_sittings.html", context)


@require_safe
@membership_required(Role.COORDINATOR)
def exam_rules(request: MemberRequest) -> HttpResponse:
    rows = exam_supply.rules_of_agency(programmes(request.membership))
    return render(request, "training/exam_rules.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(Role.COORDINATOR)
def exam_rules_edit(request: MemberRequest, programme_id: int, tool: str) -> HttpResponse:
    programme: Programme = get_object_or_404(programmes(request.membership), pk=programme_id)
    if tool not in programme.tools:
        raise Http404(_("This programme does not certify on this tool."))
    rules = rules_actions.rules_in_force(programme, tool)
    form = ExamRulesForm(request.POST or None, rules=rules)
    context: dict[str, Any] = {
        "form": form,
        "programme": programme,
        "tool": tool_name(tool),
        "supply": exam_supply.supply(rules),
        "is_default": rules.pk is None,
    }
    if request.method != "POST":
        return render(request, "training/exam_rules_edit.html", context)
    if not form.is_valid():
        return render(request, "training/exam_rules_edit.html", context, status=422)
    made = rules_actions.set_rules(
        programme=programme, tool=tool, values=form.values, actor=request.user, at=now()
    )
    messages.success(request, _("Saved. Exams drawn from now on follow these rules."))
    lacking = exam_supply.supply(made).lacking
    if lacking:
        messages.warning(request, lacking)
    return redirect("training:exam_rules_edit", programme_id=programme.pk, tool=tool)


@require_safe
@never_cache
@membership_required(Role.COORDINATOR)
def sitting(request: MemberRequest, exam_id: int) -> HttpResponse:
    return page(request, access.group_exam(request.membership, exam_id))


def page(request: MemberRequest, exam: Exam, form: Any = None, status: int = 200) -> HttpResponse:
    """One attempt, with a form that could not be taken in its place."""
    found = tables.sitting(exam, request.membership, now())
    cases = [one.assignment for one in found.cases if one.can_get_time]
    context = {
        "sitting": found,
        "case_form": form if isinstance(form, CaseTimeForm) else CaseTimeForm(None, cases=cases),
        "exam_form": form if isinstance(form, ExamTimeForm) else ExamTimeForm(None),
        "has_open_cases": bool(cases),
    }
    return render(request, "training/exam_sitting.html", context, status=status)


@require_POST
@membership_required(Role.COORDINATOR)
def more_time(request: MemberRequest, exam_id: int) -> HttpResponse:
    exam = access.group_exam(request.membership, exam_id)
    form: CaseTimeForm | ExamTimeForm
    if request.POST.get("for") == "case":
        waiting = exam.assignments.filter(codings=None, due_at__isnull=False)
        form = CaseTimeForm(request.POST, cases=waiting.select_related("version"))
    else:
        form = ExamTimeForm(request.POST)
    if not form.is_valid():
        return page(request, exam, form, status=422)
    try:
        give(request, exam, form)
    except actions.TimeRefusedError as refused:
        form.add_error(None, str(refused))
        return page(request, exam, form, status=409)
    messages.success(request, _("More time was given. The assessor sees it on the exam's page."))
    return redirect("training:sitting", exam_id=exam.pk)


def give(request: MemberRequest, exam: Exam, form: CaseTimeForm | ExamTimeForm) -> None:
    cleaned = form.cleaned_data
    shared: dict[str, Any] = {
        "reason": cleaned["reason"],
        "by": request.membership,
        "at": now(),
    }
    if isinstance(form, CaseTimeForm):
        assignment = get_object_or_404(exam.assignments, pk=cleaned["case"])
        actions.give_case_time(assignment=assignment, minutes=cleaned["minutes"], **shared)
    else:
        actions.give_exam_time(exam=exam, days=cleaned["days"], **shared)

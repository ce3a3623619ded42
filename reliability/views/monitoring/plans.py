"""Plans of check cases and rules of monitoring: the list, and an editor for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.actions.monitoring.ruling import set_check_plan, set_monitor_rules
from reliability.actions.monitoring.watching import monitor_rules
from reliability.forms.monitoring import MonitorRulesForm, PlanForm
from reliability.models import MonitorRules
from reliability.reports.check_plans import effect_of, plan_of, plan_rows, rules_rows
from training.questions import tool_name
from vignettes.reports.rules import tool_or_404

SHOW = "show"
"""What the button sends that computes the effect without saving."""


@require_safe
@membership_required(*access.DECIDING_ROLES)
def plans(request: MemberRequest) -> HttpResponse:
    rows = plan_rows(request.membership)
    tools = sorted({row.tool for row in rows})
    context = {"rows": rows, "rules": rules_rows(request.membership, tools)}
    return render(request, "reliability/monitoring/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*access.DECIDING_ROLES)
def plan(request: MemberRequest, programme_id: int, tool: str) -> HttpResponse:
    programme = get_object_or_404(access.programmes_to_rule(request.membership), pk=programme_id)
    if tool not in programme.tools:
        raise Http404(_("This programme does not hold this tool."))
    form = PlanForm(request.POST or None, instance=plan_of(programme, tool))
    if request.method == "POST" and form.is_valid():
        set_check_plan(plan=form.instance, by=request.membership, at=now())
        messages.success(request, _("Saved. Months that are filled from now on follow it."))
        return redirect("monitoring:plans")
    context = {"form": form, "programme": programme, "tool_name": tool_name(tool)}
    status = 422 if request.method == "POST" else 200
    return render(request, "reliability/monitoring/plan.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*access.DECIDING_ROLES)
def rules(request: MemberRequest, tool: str) -> HttpResponse:
    tool_or_404(tool)
    in_force = monitor_rules(request.agency.pk, tool)
    form = MonitorRulesForm(request.POST or None, instance=_copy(in_force))
    # htmx sends the form as it is filled in: that shows the effect, and never saves.
    saves = not request.htmx and request.POST.get("action") != SHOW
    if request.method == "POST" and saves and form.is_valid():
        set_monitor_rules(
            tool=tool,
            run_length=form.cleaned_data["run_length"],
            alerts_a_month=form.cleaned_data["alerts_a_month"],
            by=request.membership,
            at=now(),
        )
        messages.success(request, _("Saved. The charts follow it from tonight on."))
        return redirect("monitoring:plans")
    return _rules_page(request, tool, form)


def _copy(rules: MonitorRules) -> MonitorRules:
    rules.pk = None
    return rules


def _rules_page(request: MemberRequest, tool: str, form: MonitorRulesForm) -> HttpResponse:
    failed = request.method == "POST" and not form.is_valid()
    context = {
        "form": form,
        "tool": tool,
        "tool_name": tool_name(tool),
        "effect": None if failed else effect_of(request.membership, form.instance),
    }
    page = "_effect.html" if request.htmx else "rules.html"
    status = 422 if failed else 200
    return render(request, f"reliability/monitoring/{page}", context, status=status)

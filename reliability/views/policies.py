"""Policies: the list, and the editor with the operating curve of what is entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.actions.policies import rules_in_force, set_policy
from reliability.forms.policies import PolicyForm
from reliability.reports.policy import clashes, curve_of, history, policy_rows
from training.models import Programme
from training.questions import tool_name

DRAW = "draw"
"""What the button sends that draws the curve without saving."""


@require_safe
@membership_required(*access.DECIDING_ROLES)
def policies(request: MemberRequest) -> HttpResponse:
    rows = policy_rows(request.membership)
    return render(request, "reliability/policies.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*access.DECIDING_ROLES)
def policy(request: MemberRequest, programme_id: int, tool: str) -> HttpResponse:
    programme = get_object_or_404(access.programmes_to_rule(request.membership), pk=programme_id)
    if tool not in programme.tools:
        raise Http404(_("This programme does not certify on this tool."))
    form = PolicyForm(request.POST or None, policy=rules_in_force(programme, tool))
    # htmx sends the form as it is filled in: that draws, and never saves.
    saves = not request.htmx and request.POST.get("action") != DRAW
    if request.method == "POST" and saves and form.is_valid():
        set_policy(programme=programme, rules=form.policy, by=request.membership, at=now())
        messages.success(request, _("Saved. The policy holds for exams that begin from now on."))
        return redirect("reliability:policy", programme_id=programme.pk, tool=tool)
    return _page(request, programme, form)


def _page(request: MemberRequest, programme: Programme, form: PolicyForm) -> HttpResponse:
    entered = None if form.errors else form.policy if form.is_bound else form.before
    tool = form.before.tool
    context = {
        "programme": programme,
        "tool": tool,
        "tool_name": tool_name(tool),
        "form": form,
        "curve": curve_of(entered) if entered else None,
        "clashes": clashes(programme, entered or form.before),
    }
    status = 422 if form.errors else 200
    if request.htmx:
        return render(request, "reliability/_policy_curve.html", context, status=status)
    context["history"] = history(programme, tool)
    return render(request, "reliability/policy.html", context, status=status)

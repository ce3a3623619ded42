"""What a panel's decision would change, and bringing it into force; how well panels agree."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from instruments import catalogue
from reliability import access, tables
from reliability.actions.gold import (
    AlreadyPublishedError,
    GoldMovedError,
    gold_seen,
    publish_adjudication,
    standard_of,
)
from reliability.forms.gold import PublishGoldForm
from reliability.reports.agreement import agreement_report
from reliability.reports.gold_change import Impact, impact
from training.access import GROUP_ROLES
from training.questions import tool_name
from vignettes.actions import note_gold_seen
from vignettes.models import Adjudication


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*access.GOLD_ROLES)
def gold_change(request: MemberRequest, pk: int) -> HttpResponse:
    adjudication = get_object_or_404(access.adjudications(request.membership), pk=pk)
    note_gold_seen(user=request.user, versions=[adjudication.panel.version])
    in_force = {"gold": gold_seen(adjudication.panel)}
    form = PublishGoldForm(request.POST or None, initial=in_force)
    if request.method == "POST" and form.is_valid():
        try:
            return _publish(request, adjudication, form)
        except GoldMovedError as moved:
            form = PublishGoldForm(request.POST.dict() | in_force | {"seen": ""})
            form.add_error(None, str(moved))
    context = {
        "adjudication": adjudication,
        "impact": _impact(request, adjudication),
        "tool_name": tool_name(adjudication.panel.tool),
        "form": form,
        "is_published": adjudication.gold_codings.exists(),
    }
    status = 422 if form.errors else 200
    return render(request, "reliability/gold_change.html", context, status=status)


@require_safe
@membership_required(*GROUP_ROLES)
def panel_agreement(request: MemberRequest) -> HttpResponse:
    coded = access.expert_codings(request.membership)
    used = set(coded.values_list("tool", flat=True))
    tools = [tool for tool in catalogue.tools() if tool.id in used]
    wanted = request.GET.get("tool") or (tools[0].id if tools else "")
    if tools and wanted not in used:
        raise Http404(_("Your agency's experts have not coded with this tool."))
    context = {
        "tools": [(tool.id, tool_name(tool.id)) for tool in tools],
        "wanted": wanted,
        "has_simulated": coded.filter(simulated=True, tool=wanted).exists(),
        "report": _agreement(request, wanted) if tools else None,
    }
    return render(request, "reliability/panel_agreement.html", context)


def _agreement(request: MemberRequest, tool: str) -> object:
    title = _("Agreement of the panel, %(tool)s") % {"tool": tool_name(tool)}
    answers = tables.panel_eligibility_frame(request.agency, tool)
    return agreement_report(title, tool, tables.panel_frame(request.agency, tool), answers)


def _impact(request: MemberRequest, adjudication: Adjudication) -> Impact:
    panel = adjudication.panel
    return impact(
        panel.version,
        panel.tool,
        standard_of(adjudication),
        agency=request.agency,
        for_library=panel.for_library,
        names=access.may_read_names(request.membership),
    )


def _publish(
    request: MemberRequest, adjudication: Adjudication, form: PublishGoldForm
) -> HttpResponse:
    told = form.cleaned_data
    try:
        publish_adjudication(
            adjudication=adjudication,
            actor=request.membership,
            because=told["because"],
            seen=told["gold"],
        )
    except AlreadyPublishedError as already:
        messages.info(request, str(already))
    else:
        messages.success(request, _("Published. Feedback compares with this decision from now on."))
    return redirect("reliability:gold_change", adjudication.pk)

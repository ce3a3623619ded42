"""What an assessor sees of monitoring: one's own charts, and what was given to help."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from reliability import access
from reliability.actions.monitoring.alerting import AlertRefusedError
from reliability.actions.monitoring.remedying import read_page
from reliability.models import MonitorPoint
from reliability.reports.drift_page import drift_page
from reliability.reports.own_remedies import own_remedy, to_read
from training.models import Enrolment
from training.questions import tool_name
from vignettes.reports.rules import tool_or_404


@require_safe
@never_cache
@membership_required(Role.ASSESSOR)
def mine(request: MemberRequest, tool: str = "") -> HttpResponse:
    if tool:
        tool_or_404(tool)
    points = MonitorPoint.objects.filter(
        agency=request.agency, enrolment__assessor=request.membership
    )
    newest: dict[str, int] = dict(
        points.order_by("tool", "enrolment").values_list("tool", "enrolment").distinct()
    )
    context: dict[str, Any] = {
        "tools": [(one, tool_name(one)) for one in sorted(newest)],
        "page": None,
    }
    shown = tool or next(iter(sorted(newest)), "")
    if shown in newest:
        own = Enrolment.objects.select_related("assessor__user", "programme", "agency")
        found: Enrolment = get_object_or_404(own, pk=newest[shown])
        context["page"] = drift_page(found, shown)
    return render(request, "reliability/monitoring/mine.html", context)


@require_safe
@never_cache
@membership_required(Role.ASSESSOR)
def remedy(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(access.own_remedies(request.membership), pk=pk)
    context = {"told": own_remedy(found), "rules": to_read(found)}
    return render(request, "reliability/monitoring/remedy.html", context)


@require_POST
@membership_required(Role.ASSESSOR)
def read(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(access.own_remedies(request.membership), pk=pk)
    try:
        read_page(remedy=found, by=request.membership, at=now())
    except AlertRefusedError as refused:
        raise Http404(str(refused)) from None
    messages.success(request, _("Thank you. It is on record that you have read it."))
    return redirect("training:home")

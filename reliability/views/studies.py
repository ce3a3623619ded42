"""The study pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.pictures import interval_plot
from reliability.reports.study import study_report
from training.access import GROUP_ROLES


@require_safe
@membership_required(*GROUP_ROLES)
def studies(request: MemberRequest) -> HttpResponse:
    return render(
        request, "reliability/studies.html", {"studies": access.studies(request.membership)}
    )


@require_safe
@membership_required(*GROUP_ROLES)
def study(request: MemberRequest, pk: int) -> HttpResponse:
    report = study_report(get_object_or_404(access.studies(request.membership), pk=pk))
    totals = interval_plot([(figure.label, figure.estimate) for figure in report.totals])
    items = interval_plot([(item.label, item.alpha) for item in report.items])
    return render(
        request,
        "reliability/study.html",
        {"report": report, "totals_plot": totals, "items_plot": items},
    )

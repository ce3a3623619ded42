"""The list of studies, one study, and the agency's rules for them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from reliability import study_access
from reliability.actions import studying
from reliability.forms.study_reports import RulesForm
from reliability.reports.study_list import job_rows, study_rows
from reliability.reports.study_page import study_page
from training.access import GROUP_ROLES

PER_PAGE = 25
RULING_ROLES = (Role.ANALYST, Role.AGENCY_ADMIN)
"""Who lays down what is shown and how long data are kept."""


@require_safe
@membership_required(*GROUP_ROLES)
def studies(request: MemberRequest) -> HttpResponse:
    listed = study_access.studies(request.membership)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    jobs = job_rows(study_access.jobs(request.membership))
    at_work = {job.intake for job in jobs}
    brought = study_access.intakes(request.membership)
    intakes = [intake for intake in brought if intake.pk not in at_work]
    context = {
        "page": page,
        "rows": study_rows(page.object_list),
        "jobs": jobs,
        "intakes": intakes,
        "may_rule": request.membership.role in RULING_ROLES,
    }
    return render(request, "reliability/studies/list.html", context)


@require_safe
@membership_required(*GROUP_ROLES)
def study(request: MemberRequest, pk: int) -> HttpResponse:
    found = study_access.study(request.membership, pk)
    context = {"page": study_page(found, request.membership), "study": found}
    return render(request, "reliability/studies/study.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*RULING_ROLES)
def rules(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    in_force = study_access.rules_of(request.agency)
    form = RulesForm(request.POST if posted else None, instance=in_force)
    if posted and form.is_valid():
        studying.set_rules(agency=request.agency, by=request.membership, **form.cleaned_data)
        messages.success(request, _("Saved. New studies and new reports follow it."))
        return redirect("studies:studies")
    status = 422 if posted else 200
    return render(request, "reliability/studies/rules.html", {"form": form}, status=status)

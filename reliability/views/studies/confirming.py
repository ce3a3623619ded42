"""What was found in the rows of a table, and making a study of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.forms.study_reports import ConfirmForm
from reliability.reports.intake_findings import findings_csv
from reliability.reports.study_findings import findings_page

ROLES = study_access.MAKING_ROLES


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def findings(request: MemberRequest, pk: int) -> HttpResponse:
    intake = study_access.intake(request.membership, pk)
    if not intake.findings:
        messages.info(request, _("This table is not checked yet. Say first what its columns are."))
        return redirect("studies:columns", pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        leave_out = form.cleaned_data["leave_out"]
        try:
            job = studying.confirm(intake=intake, by=request.membership, leave_out=leave_out)
        except StudyRefusedError as error:
            form.add_error("leave_out", str(error))
        else:
            return redirect("studies:job", job.pk)
    context = {"form": form, "intake": intake, "page": findings_page(intake)}
    status = 422 if form.is_bound else 200
    return render(request, "reliability/studies/findings.html", context, status=status)


@require_safe
@membership_required(*ROLES)
def findings_file(request: MemberRequest, pk: int) -> HttpResponse:
    intake = study_access.intake(request.membership, pk)
    response = HttpResponse(findings_csv(intake), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="findings-{intake.pk}.csv"'
    return response

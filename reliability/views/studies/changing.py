"""What changes about a frozen study, with a trace: withdrawing, raters, statements."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.forms.study_reports import BecauseForm, MergeForm
from reliability.forms.study_statements import StatementsForm
from reliability.reports.study_page import rater_choices

ROLES = study_access.MAKING_ROLES


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    study = study_access.study(request.membership, pk)
    posted = request.method == "POST"
    form = BecauseForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            studying.withdraw(study=study, by=request.membership, **form.cleaned_data)
        except StudyRefusedError as error:
            form.add_error("because", str(error))
        else:
            messages.success(request, _("Withdrawn. Its reports say so, and its links are closed."))
            return redirect("studies:study", pk)
    context = {"form": form, "study": study}
    status = 422 if posted else 200
    return render(request, "reliability/studies/withdraw.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def raters(request: MemberRequest, pk: int) -> HttpResponse:
    study = study_access.study(request.membership, pk)
    posted = request.method == "POST"
    form = MergeForm(request.POST if posted else None, raters=rater_choices(study))
    if posted and form.is_valid():
        try:
            job = studying.merge_raters(study=study, by=request.membership, **form.cleaned_data)
        except StudyRefusedError as error:
            form.add_error("same_as", str(error))
        else:
            return redirect("studies:job", job.pk)
    context = {"form": form, "study": study}
    status = 422 if posted else 200
    return render(request, "reliability/studies/raters.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def statements(request: MemberRequest, pk: int) -> HttpResponse:
    study = study_access.study(request.membership, pk)
    posted = request.method == "POST"
    form = StatementsForm(request.POST if posted else None, study=study)
    if posted and form.is_valid():
        studying.answer_statements(study=study, by=request.membership, statements=form.cleaned_data)
        messages.success(request, _("Saved. Every report of this study says so from now on."))
        return redirect("studies:study", pk)
    context = {"form": form, "study": study}
    status = 422 if posted else 200
    return render(request, "reliability/studies/statements.html", context, status=status)

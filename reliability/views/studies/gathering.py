"""Studies without a file: of codings made here, and of several studies together."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_scopes import scopes_disabled

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.forms.studies import CodingsForm, PooledForm
from reliability.reports.study_list import latest_day
from training.access import group_exams

ROLES = study_access.MAKING_ROLES


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def of_codings(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = CodingsForm(
        request.POST if posted else None,
        programmes=study_access.programmes(request.membership),
        exams=group_exams(request.membership),
        latest=latest_day(request.agency),
    )
    if posted and form.is_valid():
        try:
            job = studying.study_of_codings(
                agency=request.agency, by=request.membership, **form.cleaned_data
            )
        except StudyRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("studies:job", job.pk)
    status = 422 if posted else 200
    return render(request, "reliability/studies/of_codings.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def pooled(request: MemberRequest) -> HttpResponse:
    posted = request.method == "POST"
    with scopes_disabled():  # a person with roles in several agencies may pool their studies
        poolable = list(study_access.poolable(request.membership))
    form = PooledForm(
        request.POST if posted else None,
        studies=poolable,
        latest=latest_day(request.agency),
    )
    if posted and form.is_valid():
        try:
            job = studying.pool_studies(
                agency=request.agency, by=request.membership, **form.cleaned_data
            )
        except StudyRefusedError as error:
            form.add_error("studies", str(error))
        else:
            return redirect("studies:job", job.pk)
    context = {"form": form, "n_studies": len(poolable)}
    status = 422 if posted else 200
    return render(request, "reliability/studies/pooled.html", context, status=status)

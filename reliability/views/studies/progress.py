"""Long work as a page shows it: how far it came, what failed, and how to stop it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.models import StudyJob
from reliability.reports.study_list import job_row

ROLES = study_access.MAKING_ROLES


@require_safe
@vary_on_headers("HX-Request")
@membership_required(*ROLES)
def job(request: MemberRequest, pk: int) -> HttpResponse:
    found = study_access.job(request.membership, pk)
    after = next_page(found)
    if after is not None:
        return HttpResponseClientRedirect(after) if request.htmx else redirect(after)
    context = {"job": job_row(found), "step_seen": request.GET.get("step", "")}
    page = "_job.html" if request.htmx else "job.html"
    return render(request, f"reliability/studies/{page}", context)


def next_page(job: StudyJob) -> str | None:
    """Where the work leads once it is done; None while it is not, or where it failed."""
    if job.state != StudyJob.State.DONE:
        return None
    if job.kind == StudyJob.Kind.CHECK:
        return (
            reverse("studies:findings", args=[job.intake_id])
            if job.intake_id
            else (reverse("studies:studies"))
        )
    if job.edition is not None:
        return reverse("studies:report", args=[job.edition.study_id, job.edition.number])
    return (
        reverse("studies:study", args=[job.study_id])
        if job.study_id
        else (reverse("studies:studies"))
    )


@require_POST
@membership_required(*ROLES)
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    found = study_access.job(request.membership, pk)
    if not found.is_over:
        studying.stop(job=found, by=request.membership)
    return redirect("studies:job", pk)

"""Reports on a study: asking for one, reading it, and taking it along as a file."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import StudyRefusedError
from reliability.forms.study_reports import ReportForm
from reliability.models import ReportEdition
from reliability.reports.study_edition import report_for
from reliability.reports.study_page import comparable
from reliability.studies.results import Settings
from reliability.study_output import FORMATS
from reliability.views.studies.files import LANGUAGES, file_of, offered
from training.access import GROUP_ROLES

ROLES = study_access.MAKING_ROLES


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def new_report(request: MemberRequest, pk: int) -> HttpResponse:
    study = study_access.study(request.membership, pk)
    posted = request.method == "POST"
    form = ReportForm(
        request.POST if posted else None, editions=comparable(study, request.membership)
    )
    if posted and form.is_valid():
        wanted = dict(form.cleaned_data)
        compared_with = wanted.pop("compared_with")
        smallest_cell = study_access.rules_of(request.agency).smallest_cell
        settings = Settings(**wanted, smallest_cell=smallest_cell)
        try:
            job = studying.make_report(
                study=study, by=request.membership, settings=settings, compared_with=compared_with
            )
        except StudyRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("studies:job", job.pk)
    context = {"form": form, "study": study}
    status = 422 if posted else 200
    return render(request, "reliability/studies/new_report.html", context, status=status)


def edition_or_404(request: MemberRequest, pk: int, number: int) -> ReportEdition:
    """One report of the agency by its study and number, with its figures."""
    found = study_access.editions(request.membership).defer(None)
    found = found.select_related("study__agency", "compared_with__study")
    return get_object_or_404(found, study__pk=pk, number=number)


@require_safe
@membership_required(*GROUP_ROLES)
def report(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    edition = edition_or_404(request, pk, number)
    context = {
        "report": report_for(edition),
        "edition": edition,
        "study": edition.study,
        "files": offered(edition),
        "languages": LANGUAGES,
    }
    return render(request, "reliability/studies/report.html", context)


@require_safe
@membership_required(*GROUP_ROLES)
def download(
    request: MemberRequest, pk: int, number: int, key: str, language: str
) -> StreamingHttpResponse:
    edition = edition_or_404(request, pk, number)
    if key in FORMATS and FORMATS[key].holds_codings:
        study_access.check_codings_open(request.membership, edition.study)
    return file_of(edition, key, language)

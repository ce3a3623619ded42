"""Bringing a spreadsheet: the file, and what its columns are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.actions import studying
from reliability.actions.studying import EncodingUnclearError, StudyRefusedError
from reliability.forms.studies import CorrectForm, UploadForm
from reliability.forms.study_columns import ColumnsForm
from reliability.models import Intake, Study
from reliability.reports.study_columns import column_rows
from reliability.reports.study_list import latest_day
from training.questions import tool_name

ROLES = study_access.MAKING_ROLES
SHOW = "show"
"""What the button sends that shows the choices of another layout, and checks nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def upload(request: MemberRequest) -> HttpResponse:
    before = _instead_of(request)
    latest = latest_day(request.agency)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, latest=latest)
        return _bring(request, form, before=before)
    form = UploadForm(latest=latest, initial=_told(before) if before else None)
    return _upload_page(request, form)


def _instead_of(request: MemberRequest) -> Intake | None:
    """The table that a mended file takes the place of, where the address names one."""
    named = request.GET.get("instead_of", "")
    if not named.isdecimal():
        return None
    return study_access.intakes(request.membership).filter(pk=int(named[:18])).first()


def _told(brought: Intake | Study) -> dict[str, Any]:
    fields = ("title", "tool", "kind", "keep_until")
    return {name: getattr(brought, name) for name in fields}


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    study = study_access.study(request.membership, pk)
    latest = latest_day(request.agency)
    if request.method == "POST":
        form = CorrectForm(request.POST, request.FILES, latest=latest)
        return _bring(request, form, study=study)
    initial = {name: value for name, value in _told(study).items() if value}
    return _upload_page(request, CorrectForm(latest=latest, initial=initial), study=study)


def _bring(
    request: MemberRequest,
    form: UploadForm,
    *,
    study: Study | None = None,
    before: Intake | None = None,
) -> HttpResponse:
    if not form.is_valid():
        return _upload_page(request, form, study=study)
    told = dict(form.cleaned_data)
    file = told.pop("file")
    if study is not None:
        told |= {"tool": study.tool, "replaces": study}
    try:
        intake = studying.bring(
            agency=request.agency, by=request.membership, stream=file, name=file.name, **told
        )
    except EncodingUnclearError as error:
        form.add_error("sheet" if error.sheets else "encoding", str(error))
        return _upload_page(request, form, study=study, candidates=error.candidates)
    except StudyRefusedError as error:
        form.add_error("file", str(error))
        return _upload_page(request, form, study=study)
    if before is not None:
        studying.call_off(intake=before, by=request.membership)
    return redirect("studies:columns", intake.pk)


def _upload_page(request: MemberRequest, form: UploadForm, **context: Any) -> HttpResponse:
    study = context.get("study")
    context["heading"] = (
        _("Correct: %(title)s") % {"title": study} if study else _("Bring a spreadsheet")
    )
    context["form"] = form
    status = 422 if form.is_bound else 200
    return render(request, "reliability/studies/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required(*ROLES)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    intake = study_access.intake(request.membership, pk)
    posted = request.method == "POST"
    form = ColumnsForm(request.POST if posted else None, intake=intake)
    if posted and (request.htmx or request.POST.get("action") == SHOW):
        return _columns_page(request, intake, form.in_layout_sent())
    if posted and form.is_valid():
        try:
            job = studying.map_columns(intake=intake, mapping=form.mapping, by=request.membership)
        except StudyRefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("studies:job", job.pk)
    return _columns_page(request, intake, form)


def _columns_page(request: MemberRequest, intake: Intake, form: ColumnsForm) -> HttpResponse:
    """The table of columns; for htmx only the part that follows from the layout."""
    rows = [(row, form.field_of(row.place)) for row in column_rows(intake)]
    context = {"form": form, "intake": intake, "rows": rows, "tool_name": tool_name(intake.tool)}
    page = "_columns.html" if request.htmx else "columns.html"
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"reliability/studies/{page}", context, status=status)


@require_POST
@membership_required(*ROLES)
def call_off(request: MemberRequest, pk: int) -> HttpResponse:
    intake = study_access.intake(request.membership, pk)
    studying.call_off(intake=intake, by=request.membership)
    messages.success(request, _("Called off. What was read from the file is deleted."))
    return redirect("studies:studies")

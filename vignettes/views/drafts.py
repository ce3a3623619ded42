"""The list of drafts, and how a draft begins: blank, from a zip, or to correct a published case."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest
from vignettes.archive import ArchiveRefusedError
from vignettes.drafting import access, actions, content, importing
from vignettes.drafting.forms import ImportForm, NewDraftForm
from vignettes.drafting.speaking import in_language
from vignettes.findings import Finding
from vignettes.models import OPEN_STATES, CaseDraft, content_language
from vignettes.reports.drafts import own_case_rows


@require_safe
@never_cache
@access.author_required
def drafts(request: MemberRequest) -> HttpResponse:
    listed = list(access.drafts_for(request.membership))
    context = {
        "open": [draft for draft in listed if draft.state in OPEN_STATES],
        "set_aside": [draft for draft in listed if draft.state == "retired"],
        "cases": own_case_rows(request.membership),
    }
    return render(request, "vignettes/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.author_required
def new(request: MemberRequest) -> HttpResponse:
    owners = access.owners_for(request.membership)
    form = NewDraftForm(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.start_draft(
                author=request.user,
                agency=form.agency,
                code=form.cleaned_data["code"],
                content=form.content,
            )
        except actions.DraftRefusedError as refused:
            form.add_error("code", str(refused))
        else:
            return redirect("vignettes:draft", draft.pk, "facts")
    context = {"form": form, "import_form": ImportForm(owners=owners)}
    return render(request, "vignettes/draft_new.html", context, status=_status(request))


@require_POST
@never_cache
@access.author_required
def bring_in(request: MemberRequest) -> HttpResponse:
    owners = access.owners_for(request.membership)
    form = ImportForm(request.POST, request.FILES, owners=owners)
    findings: tuple[Finding, ...] = ()
    if form.is_valid():
        try:
            return redirect("vignettes:draft", _imported(request, form).pk, "facts")
        except ArchiveRefusedError as refused:
            language = content_language()
            findings = tuple(in_language(each, language) for each in refused.findings)
        except actions.DraftRefusedError as refused:
            form.add_error("code", str(refused))
    context = {
        "form": NewDraftForm(owners=owners),
        "import_form": form,
        "findings": findings,
    }
    return render(request, "vignettes/draft_new.html", context, status=422)


@require_POST
@access.author_required
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(access.own_versions(request.membership), pk=pk)
    case = version.vignette
    going = access.drafts_for(request.membership).filter(
        code=case.code, agency=case.agency, state__in=OPEN_STATES
    )
    draft = going.first()
    if draft is None:
        try:
            draft = actions.start_draft(
                author=request.user,
                agency=case.agency,
                code=case.code,
                content=content.of_version(version),
                corrects=version,
            )
        except actions.DraftRefusedError as refused:
            messages.error(request, str(refused))
            return redirect("vignettes:version", case.code, version.number)
    return redirect("vignettes:draft", draft.pk, "facts")


def _imported(request: MemberRequest, form: ImportForm) -> CaseDraft:
    code, brought = importing.content_of_zip(form.packed)
    draft = actions.start_draft(
        author=request.user,
        agency=form.agency,
        code=form.cleaned_data["code"] or code,
        content=brought,
    )
    messages.success(request, _("The case was brought in as a draft. Nothing is published yet."))
    return draft


def _status(request: MemberRequest) -> int:
    return 422 if request.method == "POST" else 200

"""A published case over time: its versions side by side, its files as a zip, retiring it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest
from vignettes import archive
from vignettes.access import library_required, must_confirm_sight, version_for
from vignettes.actions import note_gold_seen
from vignettes.drafting import access, actions, content
from vignettes.drafting.content import Content
from vignettes.drafting.differences import differences
from vignettes.drafting.forms import ReasonForm
from vignettes.models import CaseDraft, Vignette, VignetteVersion, content_language
from vignettes.views.opening import opens_draft


@require_safe
@never_cache
@library_required
def versions(request: MemberRequest, code: str) -> HttpResponse:
    newest = version_for(request.membership, code)
    if must_confirm_sight(request.user, newest):
        return redirect("vignettes:version", newest.vignette.code)
    note_gold_seen(user=request.user, versions=[newest])
    return _versions_page(request, newest, ReasonForm())


@require_POST
@access.author_required
def retire(request: MemberRequest, pk: int) -> HttpResponse:
    vignette = get_object_or_404(access.own_cases(request.membership), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        newest = version_for(request.membership, vignette.code)
        if must_confirm_sight(request.user, newest):
            return redirect("vignettes:version", newest.vignette.code)
        return _versions_page(request, newest, form, status=422)
    reason = form.cleaned_data["reason"]
    if vignette.retired_at is None:
        actions.retire_case(vignette=vignette, actor=request.user, reason=reason)
        messages.success(request, _("The case is retired. What was scored on it stays."))
    else:
        actions.bring_back_case(vignette=vignette, actor=request.user, reason=reason)
        messages.success(request, _("The case may be given out again."))
    return redirect("vignettes:versions", vignette.code)


@require_safe
@never_cache
@access.author_required
def version_zip(request: MemberRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(access.own_versions(request.membership), pk=pk)
    if must_confirm_sight(request.user, version):
        return redirect("vignettes:version", version.vignette.code, version.number)
    note_gold_seen(user=request.user, versions=[version])
    return _zip(version.vignette.code, content.of_version(version))


@require_safe
@opens_draft
def draft_zip(request: MemberRequest, draft: CaseDraft) -> HttpResponse:
    return _zip(draft.code, content.of_draft(draft))


def _zip(code: str, told: Content) -> HttpResponse:
    packed = archive.written(code, content.sources(told))
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{code}.zip"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _versions_page(
    request: MemberRequest, newest: VignetteVersion, form: ReasonForm, status: int = 200
) -> HttpResponse:
    every = list(newest.vignette.versions.order_by("-number"))
    new = _chosen(every, request.GET.get("to"), every[0])
    older = next((v for v in every if v.number < new.number), new)
    old = _chosen(every, request.GET.get("from"), older)
    context = {
        "version": newest,
        "versions": every,
        "old": old,
        "new": new,
        "changes": differences(
            content.of_version(old), content.of_version(new), content_language()
        ),
        "form": form,
        "may_author": _may_author(request, newest.vignette),
        "may_vary": access.versions_to_vary(request.membership).filter(pk=newest.pk).exists(),
    }
    return render(request, "vignettes/versions.html", context, status=status)


def _chosen(
    every: list[VignetteVersion], number: str | None, otherwise: VignetteVersion
) -> VignetteVersion:
    if not number:
        return otherwise
    found = next((version for version in every if str(version.number) == number), None)
    if found is None:
        raise Http404(_("There is no such version of this case."))
    return found


def _may_author(request: MemberRequest, vignette: Vignette) -> bool:
    return access.own_cases(request.membership).filter(pk=vignette.pk).exists()

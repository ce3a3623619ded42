"""Publishing a corrected case after looking at whose results it changes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import MemberRequest
from reliability import access
from reliability.actions.corrections import Correction, publish_correction
from reliability.forms.gold import CorrectionForm
from reliability.reports.correction import correction_impact
from vignettes.actions import VignetteRefusedError
from vignettes.drafting.access import may_publish
from vignettes.drafting.actions import DraftRefusedError, StaleDraftError
from vignettes.drafting.content import of_draft, read
from vignettes.models import CaseDraft
from vignettes.views.opening import opens_draft


@require_http_methods(["GET", "HEAD", "POST"])
@opens_draft
def correction(request: MemberRequest, draft: CaseDraft) -> HttpResponse:
    if draft.corrects is None:
        raise Http404(_("This draft corrects no published case."))
    form = CorrectionForm(request.POST or None, initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        refusal = _publish(request, draft, form)
        if not refusal:
            messages.success(request, _("Published. The corrected case is in the library."))
            return redirect("vignettes:version", draft.code)
        form.add_error(None, refusal)
    return _page(request, draft, form)


def _page(request: MemberRequest, draft: CaseDraft, form: CorrectionForm) -> HttpResponse:
    case, findings = read(draft.code, of_draft(draft))
    impacts = (
        correction_impact(
            draft.corrects,
            case,
            agency=request.agency,
            names=access.may_read_names(request.membership),
        )
        if case and draft.corrects
        else ()
    )
    context = {
        "draft": draft,
        "impacts": impacts,
        "findings": findings,
        "form": form,
        "may_publish": draft.is_open and may_publish(draft, request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "reliability/correction.html", context, status=status)


def _publish(request: MemberRequest, draft: CaseDraft, form: CorrectionForm) -> str:
    """Publish; or the sentence that says why not."""
    told = form.cleaned_data
    correction = Correction(
        revision=told["revision"],
        is_attested=told["is_attested"],
        rescore=told["earlier"] == CorrectionForm.RESCORE,
        because=told["because"],
    )
    try:
        publish_correction(draft=draft, actor=request.membership, correction=correction)
    except StaleDraftError:
        return _("Somebody saved the draft since you opened this page. Open it again.")
    except (DraftRefusedError, VignetteRefusedError) as refused:
        return str(refused)
    return ""

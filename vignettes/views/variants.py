"""A parallel form of a case, proposed as a draft for somebody to read and mend."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.access import MemberRequest
from vignettes.actions import note_gold_seen
from vignettes.casefile import CaseFile
from vignettes.drafting import access, actions, content
from vignettes.drafting.variant_form import VariantForm
from vignettes.models import CaseDraft, VignetteVersion
from vignettes.variants import NoVariantError, propose


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@access.author_required
def vary(request: MemberRequest, pk: int) -> HttpResponse:
    parent = get_object_or_404(access.versions_to_vary(request.membership), pk=pk)
    case, findings = content.read(parent.vignette.code, content.of_version(parent))
    form = VariantForm(request.POST or None, owners=access.owners_for(request.membership))
    if case is None:
        messages.error(request, _("The files of this case cannot be read any more."))
        return redirect("vignettes:versions", parent.vignette.code)
    if request.method == "POST" and form.is_valid():
        draft = _drafted(request, parent, case, form)
        if draft is not None:
            return redirect("vignettes:draft", draft.pk, "text")
    context = {"form": form, "version": parent, "findings": findings}
    status = 422 if form.errors else 200
    return render(request, "vignettes/draft_vary.html", context, status=status)


def _drafted(
    request: MemberRequest, parent: VignetteVersion, case: CaseFile, form: VariantForm
) -> CaseDraft | None:
    """The draft of the first variant that fits; None with the form saying why there is none."""
    told = form.cleaned_data
    try:
        variant = propose(case, told["code"], form.title, form.wish, seed=told["seed"])
        draft = actions.start_draft(
            author=request.user,
            agency=form.agency,
            code=told["code"],
            content=variant.content,
            variant_of=parent.vignette,
        )
    except NoVariantError:
        sentence = _("None of the variants tried gives this. Ask for another score or seed.")
        form.add_error("score", sentence)
        return None
    except actions.DraftRefusedError as refused:
        form.add_error("code", str(refused))
        return None
    note_gold_seen(user=request.user, versions=[parent])
    messages.success(request, _("A variant was proposed as a draft. Read both texts and mend."))
    for sentence in variant.look_at:
        messages.info(request, _("Look at: %(sentence)s") % {"sentence": sentence})
    return draft

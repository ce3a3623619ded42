"""The door of every page of a draft: it is found, and whoever opens it is remembered."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from agencies.access import MemberRequest
from vignettes.drafting import access, actions


def opens_draft(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponseBase]:
    """Hand the draft to the view. Whoever may sit on a panel is asked before the first time."""

    @wraps(view)
    @never_cache
    @access.author_required
    def opened(request: MemberRequest, /, pk: int, **kwargs: Any) -> HttpResponse:
        draft = access.draft_for(request.membership, pk)
        if access.must_confirm_reading(draft, request.user):
            return render(request, "vignettes/draft_sight.html", {"draft": draft})
        actions.note_reader(draft=draft, user=request.user)
        return view(request, draft, **kwargs)

    return opened


@require_POST
@access.author_required
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    draft = access.draft_for(request.membership, pk)
    actions.note_reader(draft=draft, user=request.user)
    return redirect("vignettes:draft_review", draft.pk)

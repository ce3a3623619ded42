"""Handing a draft to a second reader, and what that reader does with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest
from vignettes.actions import VignetteRefusedError
from vignettes.drafting import access, actions, pages
from vignettes.drafting.content import of_draft, of_version
from vignettes.drafting.differences import differences
from vignettes.drafting.forms import NoteForm, PublishForm, RevisionForm
from vignettes.models import CaseDraft, content_language
from vignettes.views.opening import opens_draft


@require_safe
@opens_draft
def review(request: MemberRequest, draft: CaseDraft) -> HttpResponse:
    return _page(request, draft)


@require_POST
@opens_draft
def step(request: MemberRequest, draft: CaseDraft, verb: str) -> HttpResponse:
    """One step of a draft that needs no words: its address says which."""
    form = RevisionForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, status=422, sentence=_stale_sentence())
    do: Callable[..., Any] = STEPS[verb][0]
    return _done(
        request,
        draft,
        lambda: do(draft=draft, actor=request.user, revision=form.cleaned_data["revision"]),
        STEPS[verb][1](),
    )


@require_POST
@opens_draft
def give_back(request: MemberRequest, draft: CaseDraft) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, status=422, note_form=form)
    told = form.cleaned_data
    return _done(
        request,
        draft,
        lambda: actions.return_draft(
            draft=draft, actor=request.user, note=told["note"], revision=told["revision"]
        ),
        _("The draft is back with its author, with your note."),
    )


@require_POST
@opens_draft
def publish(request: MemberRequest, draft: CaseDraft) -> HttpResponse:
    consequences = _consequences(draft)
    if consequences:
        return redirect(consequences)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, status=422, publish_form=form)
    return _done(
        request,
        draft,
        lambda: actions.publish_draft(
            draft=draft,
            actor=request.user,
            revision=form.cleaned_data["revision"],
            is_attested=form.cleaned_data["is_attested"],
        ),
        _("Published. The case is in the library."),
    )


def _done(
    request: MemberRequest, draft: CaseDraft, do: Callable[[], Any], sentence: str
) -> HttpResponse:
    """Do it and say so; where it is refused, the page with the reason."""
    try:
        do()
    except actions.DraftRefusedError as refused:
        return _page(request, draft, status=409, sentence=str(refused))
    except actions.StaleDraftError as stale:
        return _page(request, stale.draft, status=409, sentence=_stale_sentence())
    except VignetteRefusedError:
        to_mend = _("There is still something to mend. It is listed on this page.")
        return _page(request, draft, status=409, sentence=to_mend)
    messages.success(request, sentence)
    return redirect("vignettes:draft_review", draft.pk)


def _page(
    request: MemberRequest,
    draft: CaseDraft,
    *,
    status: int = 200,
    sentence: str = "",
    **forms: NoteForm | PublishForm,
) -> HttpResponse:
    draft = access.draft_for(request.membership, draft.pk)
    content, language = of_draft(draft), content_language()
    seen = {"revision": draft.revision}
    before = of_version(draft.corrects) if draft.corrects else None
    context = {
        "draft": draft,
        "section": "publish",
        "sections": pages.SECTIONS.items(),
        "check": pages.check(draft, content, language),
        "panes": pages.panes(content),
        "changes": differences(before, content, language) if before else None,
        "may_publish": access.may_publish(draft, request.user),
        "sentence": sentence,
        "note_form": NoteForm(initial=seen),
        "publish_form": PublishForm(initial=seen),
        "consequences": _consequences(draft),
        **forms,
    }
    return render(request, "vignettes/draft_review.html", context, status=status)


def _consequences(draft: CaseDraft) -> str:
    """Where one sees whose scores a correction would change; "" for a new case."""
    if not draft.corrects_id:
        return ""
    try:
        return reverse("reliability:correction", args=[draft.pk])
    except NoReverseMatch:
        return ""


def _stale_sentence() -> str:
    return _("The draft has changed since you opened it. Look at it again, then decide.")


STEPS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "ask": (actions.ask_for_review, lambda: _("The draft waits for a second reader.")),
    "set-aside": (actions.set_aside, lambda: _("The draft is set aside.")),
    "take-up": (actions.take_up, lambda: _("The draft is being written again.")),
}

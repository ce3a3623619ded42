"""The pages on which a draft is written. Nothing is stored before Save; nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import MemberRequest
from vignettes.casefile import LARGEST
from vignettes.drafting import actions, fieldsets, marks, pages, posted, typed
from vignettes.drafting.content import Content, of_draft
from vignettes.drafting.differences import Differences, differences
from vignettes.models import CaseDraft, DraftState, content_language
from vignettes.phrases import Language
from vignettes.views.opening import opens_draft

PARTS = {"add": "form", "remove": "form", "tie": "marks", "marks": "marks", "check": "check"}


@dataclass(frozen=True)
class Refusal:
    """Why what was typed is not saved; `theirs` is what somebody else saved in the meantime."""

    sentence: str
    status: int
    theirs: Differences | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@opens_draft
def draft(request: MemberRequest, found: CaseDraft, section: str) -> HttpResponse:
    if section not in typed.READERS:
        raise Http404(_("There is no such section."))
    stored = of_draft(found)
    if request.method != "POST":
        return _page(request, found, section, stored)
    content = typed.content_with(section, request.POST, stored)
    verb, _colon, path = (request.POST.get("do") or "save").partition(":")
    if verb == "save":
        return _save(request, found, section, content)
    content = _changed(content, verb, path, request)
    part = PARTS.get(verb, "") if request.htmx else ""
    return _page(request, found, section, content, part=part, added=path if verb == "add" else "")


def _changed(content: Content, verb: str, path: str, request: MemberRequest) -> Content:
    """What a button of the form does to the content on the page."""
    if verb == "add":
        posted.with_record(content.facts, path)
    elif verb == "remove":
        posted.without_record(content.facts, path)
    elif verb == "tie":
        span = request.POST.get("tie_span", "").strip()
        return marks.tie(content, span, request.POST.get("tie_path", "").strip())
    return content


def _save(request: MemberRequest, found: CaseDraft, section: str, content: Content) -> HttpResponse:
    refusal = _too_long(content)
    if refusal is None:
        try:
            actions.save_draft(
                draft=found, actor=request.user, content=content, revision=_revision(request)
            )
        except actions.StaleDraftError as stale:
            refusal = _stale(stale, content)
            found = stale.draft
        except actions.DraftRefusedError as refused:
            refusal = Refusal(str(refused), 409)
    if refusal is not None:
        return _page(request, found, section, content, refusal=refusal)
    messages.success(request, _("Saved."))
    return redirect(_next(request, found.pk, section))


def _page(
    request: MemberRequest,
    found: CaseDraft,
    section: str,
    content: Content,
    *,
    part: str = "",
    added: str = "",
    refusal: Refusal | None = None,
) -> HttpResponse:
    language = content_language()
    # A text too long to be stored is not searched either: that would take minutes.
    is_too_long = refusal is not None and refusal.status == 422
    context: dict[str, Any] = {
        "draft": found,
        "section": section,
        "sections": pages.SECTIONS.items(),
        "may_edit": found.state == DraftState.DRAFT,
        "refusal": refusal,
        "check": pages.check(found, of_draft(found) if is_too_long else content, language),
        "go_line": request.GET.get("line", ""),
        "added": added,
    }
    context |= _fields(section, content, language)
    template = f"vignettes/draft_{section}.html"
    status = refusal.status if refusal else 200
    return render(request, f"{template}#{part}" if part else template, context, status=status)


def _fields(section: str, content: Content, language: Language) -> dict[str, Any]:
    """What the fields of one section show."""
    if section == "facts":
        facts = fieldsets.facts_form(content.facts, language)
        return {"heading": pages.heading(content), "facts": facts}
    if section == "text":
        return {"panes": pages.panes(content), "marks": marks.marks(content, language)}
    return {"tools": pages.tool_entries(content, language)}


def _too_long(content: Content) -> Refusal | None:
    language = typed.too_much(content, LARGEST)
    if not language:
        return None
    names = {"en": _("English text"), "fr": _("French text")}
    sentence = _(
        "%(text)s: longer than %(n)s bytes. Shorten it, then save; nothing you typed is lost."
    )
    return Refusal(sentence % {"text": names[language], "n": LARGEST}, 422)


def _stale(stale: actions.StaleDraftError, content: Content) -> Refusal:
    sentence = _(
        "Not saved: somebody else saved this draft in the meantime. What you typed is still here, "
        "and below is what differs. Save again to keep yours, or open the draft anew to keep "
        "theirs."
    )
    theirs = differences(of_draft(stale.draft), content, content_language())
    return Refusal(sentence, 409, theirs)


def _revision(request: MemberRequest) -> int:
    """The revision that the person saw; 0, which none is, where it is no number."""
    typed_in = request.POST.get("revision", "")
    return int(typed_in) if typed_in.isdecimal() and len(typed_in) < 10 else 0


def _next(request: MemberRequest, pk: int, section: str) -> str:
    """Where Save leads: the section asked for, with its line and anchor."""
    wanted = request.POST.get("next", "")
    name, _hash, anchor = wanted.partition("#")
    name, _mark, line = name.partition("@")
    if name not in pages.SECTIONS:
        name, line, anchor = section, "", ""
    query = f"?line={line}" if line.isdecimal() else ""
    safe = anchor if anchor.replace("-", "").replace("_", "").isalnum() else ""
    return reverse("vignettes:draft", args=[pk, name]) + query + (f"#{safe}" if safe else "")

"""What a person has done towards certificates, to read and to take along."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required, signed_in
from agencies.models import User
from reliability.credentials import access
from reliability.credentials.pdf import PdfRefusedError, transcript_pdf
from reliability.reports.transcript import Transcript, as_data, transcript
from reliability.reports.transcript_words import worded


@require_safe
@login_required
def own_transcript(request: HttpRequest, kind: str = "") -> HttpResponse:
    """Over all agencies that the person has worked in."""
    user = signed_in(request)
    return _told(request, transcript(user, now()), kind, None)


@require_safe
@membership_required(*access.CERTIFYING_ROLES)
def transcript_of(request: MemberRequest, pk: int, kind: str = "") -> HttpResponse:
    """What this agency holds of one of its people."""
    person = get_object_or_404(access.people(request.membership), pk=pk)
    return _told(request, transcript(person, now(), agency=request.agency), kind, person)


def _told(request: HttpRequest, told: Transcript, kind: str, person: User | None) -> HttpResponse:
    if kind == "json":
        return _file(
            json.dumps(as_data(told), ensure_ascii=False, indent=1).encode(),
            "application/json",
            f"transcript-{told.on}.json",
        )
    words = worded(told)
    if kind == "pdf":
        try:
            content = transcript_pdf(words.as_printed(), get_language() or "en")
        except PdfRefusedError as refused:
            messages.error(request, str(refused))
            return redirect("reliability:transcript")
        return _file(content, "application/pdf", f"transcript-{told.on}.pdf")
    context = {"told": told, "words": words, "person": person}
    return render(request, "reliability/transcript.html", context)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

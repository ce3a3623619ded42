"""A personal exam for the one who sits it: before, during, and the receipt at its end."""

import secrets
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from agencies.models import Role
from training import access
from training.actions import forms, sitting
from training.attempts import open_attempt
from training.models import Assignment
from training.tables.exams import before_exam, exam_page
from training.tables.programme import own_enrolments

DEVICE_COOKIE = "device"
DEVICE_DAYS = 365
DEVICE_LENGTH = 32


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@membership_required(Role.ASSESSOR)
def start(request: MemberRequest, enrolment_id: int, tool: str) -> HttpResponse:
    enrolment = get_object_or_404(own_enrolments(request.membership), pk=enrolment_id)
    if tool not in enrolment.programme.tools:
        raise Http404(_("This programme does not certify on this tool."))
    running = open_attempt(enrolment, tool, now())
    if running is not None:
        return redirect("training:exam", exam_id=running.pk)
    context: dict[str, Any] = {"before": before_exam(enrolment, tool, now())}
    if request.method != "POST":
        return render(request, "training/exam_start.html", context)
    try:
        exam = forms.draw_exam(enrolment=enrolment, tool=tool, at=now())
    except forms.FormRefusedError as refused:
        context["sentence"] = str(refused)
        return render(request, "training/exam_start.html", context, status=409)
    except OperationalError:
        context["sentence"] = _("The server is busy, so no exam was begun. Press Begin again.")
        return render(request, "training/exam_start.html", context, status=503)
    return redirect("training:exam", exam_id=exam.pk)


@require_safe
@never_cache
@membership_required(Role.ASSESSOR)
def exam(request: MemberRequest, exam_id: int) -> HttpResponse:
    found = access.own_exam(request.membership, exam_id)
    page = exam_page(found, now())
    if page.is_over:
        return redirect("training:exam_receipt", exam_id=found.pk)
    return render(request, "training/exam.html", {"page": page})


@require_safe
@never_cache
@membership_required(Role.ASSESSOR)
def receipt(request: MemberRequest, exam_id: int) -> HttpResponse:
    found = access.own_exam(request.membership, exam_id)
    page = exam_page(found, now())
    if not page.is_over:
        return redirect("training:exam", exam_id=found.pk)
    return render(request, "training/exam_receipt.html", {"page": page})


@require_POST
@membership_required(*access.SCORING_ROLES)
def left(request: MemberRequest, assignment_id: int) -> HttpResponse:
    assignment = access.own_assignment(request.membership, assignment_id)
    sitting.note_left(assignment=assignment, device=device_of(request), at=now())
    return HttpResponse(status=204)


def device_of(request: MemberRequest) -> str:
    """The number that this browser was given; a new one where it has none."""
    kept = request.COOKIES.get(DEVICE_COOKIE, "")
    if kept.isalnum() and len(kept) == DEVICE_LENGTH:
        return kept
    return secrets.token_hex(DEVICE_LENGTH // 2)


def note_opening(
    request: MemberRequest, assignment: Assignment, response: HttpResponse
) -> HttpResponse:
    """Note on which browser a case of a personal exam was opened, and number that browser."""
    if assignment.exam is None or not assignment.exam.is_personal:
        return response
    device = device_of(request)
    sitting.note_device(assignment=assignment, device=device, at=now())
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=DEVICE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response

"""The reading pages and the check on statements."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import MemberRequest, membership_required
from training.actions import reading as actions
from training.forms.learning import CheckForm
from training.reading.content import CHECKED
from training.tables import reading as tables
from training.tables.programme import own_enrolments


@require_safe
@membership_required()
def reading(request: MemberRequest) -> HttpResponse:
    enrolments = list(own_enrolments(request.membership))
    pages = tables.reading_list(enrolments) if enrolments else tables.every_page()
    context = {"pages": pages, "is_enrolled": bool(enrolments)}
    return render(request, "training/reading.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required()
def page(request: MemberRequest, page_id: str) -> HttpResponse:
    shown = shown_or_404(page_id)
    enrolments = list(own_enrolments(request.membership))
    if request.method == "POST" and not shown.is_checked:
        actions.confirm_read(enrolments=enrolments, page_id=page_id, actor=request.user, at=now())
        following = next(
            (one for one in tables.reading_list(enrolments) if not one.is_passed), None
        )
        if following is None:
            messages.success(request, _("You have read everything. On to practice."))
            return redirect("training:home")
        return redirect("training:reading_page", page_id=following.id)
    context = {
        "page": shown,
        "asked_for": any(one.id == page_id for one in tables.reading_list(enrolments)),
        "is_passed": page_id in tables.passed_pages(enrolments),
        "voices": tables.voices() if shown.statements else {},
    }
    return render(request, "training/reading_page.html", context)


def shown_or_404(page_id: str) -> tables.ShownPage:
    try:
        return tables.shown_page(page_id)
    except KeyError:
        raise Http404(_("There is no such page to read.")) from None


@require_http_methods(["GET", "HEAD", "POST"])
@membership_required()
def check(request: MemberRequest) -> HttpResponse:
    form = CheckForm(request.POST if request.method == "POST" else None)
    right: dict[str, bool] = {}
    enrolments = list(own_enrolments(request.membership))
    if request.method == "POST":
        form.is_valid()
        given = {name: str(value) for name, value in form.cleaned_data.items()}
        right = actions.answer_check(
            enrolments=enrolments, answers=given, actor=request.user, at=now()
        )
    statements = tables.statements()
    context = {
        "asked": [(one, form[one.id], right.get(one.id)) for one in statements],
        "is_answered": bool(right),
        "n_right": sum(right.values()),
        "all_right": bool(right) and all(right.values()),
        "is_passed": CHECKED in tables.passed_pages(enrolments),
        "verdicts": tables.verdict_words().values(),
    }
    status = 422 if right and not form.is_valid() else 200
    return render(request, "training/reading_check.html", context, status=status)

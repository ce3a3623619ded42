"""Charts: the list of everybody who is watched, one person, and training taken elsewhere."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from reliability.actions.monitoring import elsewhere
from reliability.credentials.pdf import PdfRefusedError, supervision_pdf
from reliability.forms.monitoring import OutsideTrainingForm
from reliability.models import OutsideTraining, Watch
from reliability.reports.drift_page import drift_page
from reliability.reports.supervision import supervision_note
from reliability.reports.supervision_print import as_printed
from reliability.reports.watch_rows import watch_row
from training.models import Enrolment
from training.questions import tool_name

PER_PAGE = 50


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def people(request: MemberRequest) -> HttpResponse:
    name, signal = request.GET.get("name", "").strip(), bool(request.GET.get("signal"))
    own = access.watched_enrolments(request.membership).filter(left_at=None)
    found = Watch.objects.filter(enrolment__in=own.order_by().values("pk"), points__gt=0)
    if name:
        by_name = Q(enrolment__assessor__user__name__icontains=name)
        found = found.filter(by_name | Q(enrolment__assessor__user__email__iexact=name))
    if signal:
        found = found.exclude(signal="")
    ordered = found.order_by("enrolment__assessor__user__name", "tool", "pk")
    page = Paginator(ordered.select_related("enrolment__assessor__user"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [watch_row(one) for one in page.object_list],
        "name": name,
        "signal": signal,
    }
    return render(request, "reliability/monitoring/people.html", context)


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def person(request: MemberRequest, pk: int, tool: str) -> HttpResponse:
    found = enrolment_of(request, pk, tool)
    return _page(request, found, tool, OutsideTrainingForm(initial={"tool": tool}))


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def supervision(request: MemberRequest, pk: int, tool: str, kind: str = "") -> HttpResponse:
    page = drift_page(enrolment_of(request, pk, tool), tool, with_alerts=True)
    note = supervision_note(page, localdate())
    if kind == "pdf":
        try:
            content = supervision_pdf(as_printed(note), get_language() or "en")
        except PdfRefusedError as refused:
            messages.error(request, str(refused))
            return redirect("monitoring:supervision", pk=pk, tool=tool)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="supervision-{note.today}.pdf"'
        return response
    context = {"page": page, "note": note}
    return render(request, "reliability/monitoring/supervision.html", context)


@require_POST
@membership_required(*access.DECIDING_ROLES)
def record_training(request: MemberRequest, pk: int, tool: str) -> HttpResponse:
    found = enrolment_of(request, pk, tool)
    form = OutsideTrainingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, tool, form, 422)
    elsewhere.record_training(
        enrolment=found, told=form.cleaned_data, by=request.membership, at=now()
    )
    messages.success(request, _("The training is on record."))
    return redirect("monitoring:person", pk=pk, tool=tool)


@require_POST
@membership_required(*access.DECIDING_ROLES)
def withdraw_training(request: MemberRequest, pk: int) -> HttpResponse:
    own = access.watched_enrolments(request.membership)
    every = OutsideTraining.objects.filter(agency=request.agency)
    found: OutsideTraining = get_object_or_404(
        every.filter(assessor__in=own.order_by().values("assessor")), pk=pk
    )
    elsewhere.withdraw_training(training=found, by=request.membership, at=now())
    messages.success(request, _("The training is off the record."))
    enrolment = own.filter(assessor=found.assessor_id).order_by("pk").first()
    if enrolment is None or not enrolment.programme.tools:
        return redirect("monitoring:people")
    tool = found.tool if found.tool in enrolment.programme.tools else enrolment.programme.tools[0]
    return redirect("monitoring:person", pk=enrolment.pk, tool=tool)


def enrolment_of(request: MemberRequest, pk: int, tool: str) -> Enrolment:
    """Somebody whose charts this member may look at; 404 for anybody else's, or another tool."""
    found = get_object_or_404(access.watched_enrolments(request.membership), pk=pk)
    if tool not in found.programme.tools:
        raise Http404(_("This programme does not hold this tool."))
    return found


def _page(
    request: MemberRequest,
    found: Enrolment,
    tool: str,
    form: OutsideTrainingForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": drift_page(found, tool, with_group=True, with_alerts=True),
        "other_tools": [(one, tool_name(one)) for one in found.programme.tools if one != tool],
        "form": form,
        "may_withdraw": True,
    }
    return render(request, "reliability/monitoring/person.html", context, status=status)

"""Any case, and any exam that was drawn, as an assessor sees it; nothing is begun by looking."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from reliability import access
from training.access import cases_to_score, personal_exams
from training.casefile import case_file
from training.previewing import blank_sheet
from training.questions import tool_name
from vignettes.access import gold_in_force, may_see_library, published_versions
from vignettes.models import VignetteVersion
from vignettes.reports.rules import tool_or_404

PER_PAGE = 50
EXAMS = 20


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def previews(request: MemberRequest) -> HttpResponse:
    name = request.GET.get("name", "").strip()
    cases = _open_versions(request).order_by("vignette__code")
    if name:
        cases = cases.filter(vignette__code__icontains=name)
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    tools: dict[int, list[tuple[str, str]]] = {}
    gold = gold_in_force(request.agency).filter(version__in=[one.pk for one in page.object_list])
    for version, tool in gold.values_list("version", "tool").order_by("tool"):
        tools.setdefault(version, []).append((tool, tool_name(tool)))
    exams = personal_exams(request.agency).exclude(
        enrolment__assessor__user=request.membership.user_id
    )
    context = {
        "name": name,
        "page": page,
        "rows": [(version, tools.get(version.pk, [])) for version in page.object_list],
        "exams": [(one, tool_name(one.tool)) for one in exams.order_by("-opens_at")[:EXAMS]],
    }
    return render(request, "reliability/monitoring/previews.html", context)


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def preview(request: MemberRequest, pk: int, tool: str) -> HttpResponse:
    tool_or_404(tool)
    version = get_object_or_404(_open_versions(request), pk=pk)
    if not gold_in_force(request.agency).filter(version=version, tool=tool).exists():
        raise Http404(_("This case is not scored with this tool."))
    context = {
        "version": version,
        "tool": tool,
        "tool_name": tool_name(tool),
        "case": case_file(version),
        "page": blank_sheet(tool),
    }
    return render(request, "reliability/monitoring/preview.html", context)


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def exam(request: MemberRequest, pk: int) -> HttpResponse:
    _check_scores_none(request)
    others = personal_exams(request.agency).exclude(
        enrolment__assessor__user=request.membership.user_id
    )
    found = get_object_or_404(others, pk=pk)
    shut = cases_to_score(request.user, now())
    cases = found.assignments.select_related("version__vignette").order_by("position", "pk")
    context = {
        "exam": found,
        "tool_name": tool_name(found.tool),
        "cases": [(one, one.version.vignette_id not in shut) for one in cases],
    }
    return render(request, "reliability/monitoring/preview_exam.html", context)


def _check_scores_none(request: MemberRequest) -> None:
    """403 for those who score cases themselves: they would read what an exam may draw for them."""
    if not may_see_library(request.membership):
        raise PermissionDenied(
            _("Previews show the cases of exams, so nobody who scores cases can open them.")
        )


def _open_versions(request: MemberRequest) -> QuerySet[VignetteVersion]:
    """Cases in use, and those of exams drawn; none that the reader still has to score."""
    _check_scores_none(request)
    in_exams = Q(assignments__exam__in=personal_exams(request.agency).order_by().values("pk"))
    in_use = Q(pk__in=published_versions(request.agency).order_by().values("pk"))
    found = VignetteVersion.objects.filter(in_use | in_exams).distinct()
    return found.exclude(vignette__in=cases_to_score(request.user, now())).select_related(
        "vignette"
    )

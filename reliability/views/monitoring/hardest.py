"""What is hard, given against right answers, gold to look at again, and who helps whom."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from instruments import catalogue
from reliability import access
from reliability.reports import confusion as confusions
from reliability.reports import hard
from reliability.reports.pairing import pairing_page
from training.models import Programme
from training.questions import tool_name
from vignettes.actions import note_gold_seen
from vignettes.reports.rules import tool_or_404


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def hardest(request: MemberRequest) -> HttpResponse:
    tool, tools = _tool(request)
    choice = hard.Choice(
        language=request.GET.get("language", "")[:10],
        cohort=_number(request, "cohort"),
        trainer=_number(request, "trainer"),
    )
    gold = confusions.gold_to_check(request.membership, tool)
    # They stand there with their right scores: no exam or panel gives them to this reader later.
    note_gold_seen(user=request.user, versions=[row.version for row in gold])
    context = {
        "tool": tool,
        "tools": tools,
        "choice": choice,
        "page": hard.hard_page(request.membership, tool, choice),
        "gold": gold,
    }
    return render(request, "reliability/monitoring/hardest.html", context)


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def confusion(request: MemberRequest, tool: str, item: str) -> HttpResponse:
    known = tool_or_404(tool)
    if item not in {one.id for one in known.items}:
        raise Http404(_("This tool has no item of that name."))
    language = request.GET.get("language", "")[:10]
    context = {
        "tool": tool,
        "tool_name": tool_name(tool),
        "page": confusions.confusion(request.membership, tool, item, language),
    }
    return render(request, "reliability/monitoring/confusion.html", context)


@require_safe
@never_cache
@membership_required(*access.DECIDING_ROLES)
def pairing(request: MemberRequest) -> HttpResponse:
    tool, tools = _tool(request)
    cohort = _number(request, "cohort")
    context = {
        "tool": tool,
        "tools": tools,
        "cohort": cohort,
        "page": pairing_page(request.membership, tool, cohort),
    }
    return render(request, "reliability/monitoring/pairing.html", context)


def _tool(request: MemberRequest) -> tuple[str, list[tuple[str, str]]]:
    """The tool asked for, else the first one that the agency trains; with all it may choose."""
    programmes = Programme.objects.filter(agency=request.agency)
    used = {tool for tools in programmes.values_list("tools", flat=True) for tool in tools}
    known = [tool.id for tool in catalogue.tools()]
    listed = [tool for tool in known if tool in used] or known
    asked = request.GET.get("tool", "")
    if asked and asked not in known:
        tool_or_404(asked)
    return asked or listed[0], [(tool, tool_name(tool)) for tool in listed]


def _number(request: MemberRequest, name: str) -> int | None:
    told = request.GET.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 10 else None

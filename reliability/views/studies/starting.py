"""Where a study begins: which source, an empty spreadsheet, a filled-in example."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.access import MemberRequest, membership_required
from reliability import study_access
from reliability.forms.studies import tool_choices
from reliability.studies.columns import LAYOUT_NAMES
from reliability.studies.templates import template_csv, template_xlsx
from vignettes.reports.rules import tool_or_404

ROLES = study_access.MAKING_ROLES
EXAMPLE = settings.BASE_DIR / "examples" / "double-codings-static-99r.xlsx"
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
@membership_required(*ROLES)
def new(request: MemberRequest) -> HttpResponse:
    return render(request, "reliability/studies/new.html")


@require_safe
@membership_required(*ROLES)
def templates(request: MemberRequest) -> HttpResponse:
    context = {"tools": tool_choices(), "layouts": list(LAYOUT_NAMES.items()), "kinds": KINDS}
    return render(request, "reliability/studies/templates.html", context)


@require_safe
@membership_required(*ROLES)
def template(request: MemberRequest, tool: str, layout: str, kind: str) -> HttpResponse:
    tool_or_404(tool)
    known = next((key for key in LAYOUT_NAMES if key == layout), None)
    if known is None or kind not in KINDS:
        raise Http404(_("There is no such template. Choose one of the list."))
    make = template_xlsx if kind == "xlsx" else template_csv
    body = make(tool, known, (get_language() or "en")[:2])
    return _file(body, kind, f"{tool}-{layout}.{kind}")


@require_safe
@membership_required(*ROLES)
def example(request: MemberRequest) -> HttpResponse:
    return _file(EXAMPLE.read_bytes(), "xlsx", EXAMPLE.name)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
